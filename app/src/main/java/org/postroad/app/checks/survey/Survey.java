package org.postroad.app.checks.survey;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.postroad.app.output.IoReason;
import org.postroad.protocol.dns.DomainName;

/// One survey: every line of the input gets one answer, in the order in which they are found.
///
/// Order would cost more than it is worth: a domain that is silent for a minute would hold all the
/// others back, or their answers in memory. The number of the line tells what belongs to what.
///
/// @param depth that the surveyor looks to
/// @param parallel domains looked at at a time
/// @param rate at which they are begun
/// @param bugs told of what broke the look at one domain off
public record Survey(
    Surveyor surveyor,
    Depth depth,
    int parallel,
    Optional<Rate> rate,
    InstantSource clock,
    Consumer<RuntimeException> bugs) {

  /// Domains that wait until a host may be visited, for each place: others go on meanwhile.
  private static final int WAITING_PER_PLACE = 8;

  /// How a survey ended.
  public sealed interface Outcome {
    /// Every line is answered.
    record Finished() implements Outcome {}

    /// The input broke off; what was read before is answered.
    record InputBroken(String why) implements Outcome {}

    /// The answers that stand in the file belong to another input.
    record OtherInput(String why) implements Outcome {}

    /// Answers could not be written.
    record OutputBroken(String why) implements Outcome {}
  }

  /// Runs it to its end.
  ///
  /// @param answered lines that need no answer any more
  public Outcome run(DomainLines lines, AnsweredLines answered, Sink sink, Tally tally)
      throws InterruptedException {
    Run run = new Run(answered, new Answers(sink), tally);
    Outcome outcome = run.all(lines);
    run.answers.close();
    return run.answers.fault().<Outcome>map(Outcome.OutputBroken::new).orElse(outcome);
  }

  /// What belongs to one run.
  private final class Run {
    private final AnsweredLines answered;
    private final Answers answers;
    private final Tally tally;
    private final Semaphore places = new Semaphore(parallel);
    private final Semaphore begun = new Semaphore(parallel * WAITING_PER_PLACE);
    private final Optional<Pace> pace = rate.map(Pace::new);

    Run(AnsweredLines answered, Answers answers, Tally tally) {
      this.answered = answered;
      this.answers = answers;
      this.tally = tally;
    }

    Outcome all(DomainLines lines) throws InterruptedException {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        while (answers.fault().isEmpty()) {
          Optional<DomainLines.Line> next = lines.next();
          if (next.isEmpty()) {
            return tally.lines() < answered.last()
                ? new Outcome.OtherInput(
                    "the input ends at line "
                        + tally.lines()
                        + ", and line "
                        + answered.last()
                        + " is answered")
                : new Outcome.Finished();
          }
          tally.line(next.get().number());
          Optional<String> other =
              answered.has(next.get().number()) ? skip(next.get()) : take(next.get(), threads);
          if (other.isPresent()) {
            return new Outcome.OtherInput(other.get());
          }
        }
        return new Outcome.Finished(); // not so: the answers' fault is what counts
      } catch (IOException e) {
        return new Outcome.InputBroken(IoReason.of(e));
      }
    }

    /// @return how the line differs from the one that was answered
    private Optional<String> skip(DomainLines.Line line) {
      tally.skip();
      String domain =
          line instanceof DomainLines.Domain(long _, DomainName name) ? name.text() : "";
      return answered
          .mismatch(line.number(), domain)
          .map(
              known ->
                  "line "
                      + line.number()
                      + " of the input is "
                      + (domain.isEmpty() ? "no domain" : domain)
                      + ", and its answer is about "
                      + known);
    }

    private Optional<String> take(DomainLines.Line line, ExecutorService threads)
        throws InterruptedException {
      switch (line) {
        case DomainLines.Blank _ -> {}
        case DomainLines.NoDomain(long number, String text, String why) ->
            answer(
                new AnswerLine(
                    number, Optional.empty(), Surveyed.invalid(text, why), clock.instant(), depth));
        case DomainLines.Domain(long number, DomainName name) -> {
          if (pace.isPresent()) {
            pace.get().await();
          }
          begun.acquire();
          places.acquire();
          tally.begin();
          var _ = threads.submit(() -> look(number, name));
        }
      }
      return Optional.empty();
    }

    private void look(long number, DomainName name) {
      try {
        Instant asked = clock.instant();
        answer(new AnswerLine(number, Optional.of(name), surveyed(name), asked, depth));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // unanswered: whoever goes on asks again
      } finally {
        places.release();
        begun.release();
      }
    }

    private void sleep(long nanos) throws InterruptedException {
      places.release();
      try {
        Pace.park(System.nanoTime(), nanos);
      } finally {
        places.acquireUninterruptibly(); // whoever gives it back needs to have it
      }
    }

    private Surveyed surveyed(DomainName name) throws InterruptedException {
      try {
        return surveyor.survey(name, this::sleep);
      } catch (RuntimeException e) { // a bug costs one domain its class, and no other anything
        bugs.accept(e);
        return Surveyed.brokenOff(String.valueOf(e));
      } catch (StackOverflowError | OutOfMemoryError e) { // no line goes without an answer
        bugs.accept(new IllegalStateException(String.valueOf(e), e));
        return Surveyed.brokenOff(String.valueOf(e));
      }
    }

    private void answer(AnswerLine line) throws InterruptedException {
      answers.put(line);
      tally.answer(line.surveyed().sort());
    }
  }
}
