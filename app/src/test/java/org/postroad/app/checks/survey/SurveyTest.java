package org.postroad.app.checks.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The run itself, with surveyors that ask nobody.
class SurveyTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Surveyor GOOD = (_, _) -> good();

  private final Tally tally = new Tally();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ConcurrentLinkedQueue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();

  @Test
  void everyLineWithSomethingOnItGetsOneAnswer() throws InterruptedException {
    Survey.Outcome outcome =
        run(GOOD, 10, "a.example\n\n# a comment\nB.Example.  # ours\nno name\n192.0.2.1\n");

    assertThat(outcome).isEqualTo(new Survey.Outcome.Finished());
    assertThat(answers())
        .containsExactlyInAnyOrder(
            "1 a.example good", "4 b.example good", "5  invalid", "6  invalid");
    assertThat(tally.answered()).isEqualTo(4);
  }

  @Test
  void anAnswerIsAsTheContractHasIt() throws InterruptedException {
    Surveyor surveyor =
        (_, _) ->
            new Surveyed(
                "policy-host-expired",
                Optional.of("enforce"),
                List.of(
                    new Surveyed.Found(
                        "policy-host-expired",
                        "error",
                        "mta-sts.a.example",
                        "old",
                        Optional.empty())));
    run(surveyor, 1, "a.example\n");

    assertThat(text())
        .isEqualTo(
            "{\"schema\":\"postroad.survey/1\",\"line\":1,\"domain\":\"a.example\","
                + "\"class\":\"policy-host-expired\",\"policy_mode\":\"enforce\",\"findings\":"
                + "[{\"code\":\"policy-host-expired\",\"severity\":\"error\","
                + "\"subject\":\"mta-sts.a.example\",\"seen\":\"old\"}],"
                + "\"asked\":\"2026-11-01T12:00:00Z\",\"depth\":\"policy\"}\n");
  }

  @Test
  void aLineThatIsNoDomainSaysWhy() throws InterruptedException {
    run(GOOD, 1, "exa\u001bmple..com\n[192.0.2.1]:25\n");

    assertThat(text())
        .contains("\"class\":\"invalid\",\"findings\":[{\"code\":\"invalid-name\"")
        .contains("exa\\\\x1bmple..com")
        .contains("an address or a next hop, not a domain");
  }

  @Test
  void neverMoreAtATimeThanArePermitted() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Surveyor surveyor =
        (_, _) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Pace.park(System.nanoTime(), 200_000);
          now.decrementAndGet();
          return good();
        };
    run(surveyor, 7, domains(1, 500));

    assertThat(most).hasValueLessThanOrEqualTo(7);
    assertThat(answers()).hasSize(500);
  }

  @Test
  void whoWaitsForAHostLeavesItsPlaceToAnother() throws InterruptedException {
    CountDownLatch others = new CountDownLatch(3);
    Surveyor surveyor =
        (domain, patience) -> {
          if (domain.text().equals("d1.example")) {
            while (others.getCount() > 0) { // they come about although there is one place only
              patience.sleep(TimeUnit.MILLISECONDS.toNanos(1));
            }
          } else {
            others.countDown();
          }
          return good();
        };
    run(surveyor, 1, domains(1, 4));

    assertThat(answers()).hasSize(4).last().asString().startsWith("1 d1.example");
  }

  @Test
  void aBugCostsOneDomainItsClassAndIsTold() throws InterruptedException {
    Surveyor surveyor =
        (domain, _) -> {
          if (domain.text().equals("d2.example")) {
            throw new IllegalStateException("a bug");
          }
          return good();
        };
    run(surveyor, 2, domains(1, 3));

    assertThat(answers())
        .containsExactlyInAnyOrder(
            "1 d1.example good", "2 d2.example unknown", "3 d3.example good");
    assertThat(bugs).singleElement().asString().contains("a bug");
  }

  @Test
  void whatOverflowsTheStackGetsItsAnswerToo() throws InterruptedException {
    Surveyor surveyor =
        (domain, _) -> {
          if (domain.text().equals("d2.example")) {
            throw new StackOverflowError();
          }
          return good();
        };
    run(surveyor, 2, domains(1, 3));

    assertThat(answers())
        .containsExactlyInAnyOrder(
            "1 d1.example good", "2 d2.example unknown", "3 d3.example good");
    assertThat(bugs).singleElement().asString().contains("StackOverflowError");
  }

  @Test
  void whatIsAnsweredIsNotAskedAgain() throws InterruptedException {
    AnsweredLines answered = new AnsweredLines();
    answered.add(new AnswerRead.Valid(1, "d1.example", "good", "", ""));
    answered.add(new AnswerRead.Valid(3, "d3.example", "good", "", ""));
    run(GOOD, 2, domains(1, 4), answered);

    assertThat(answers()).containsExactlyInAnyOrder("2 d2.example good", "4 d4.example good");
    assertThat(tally.skipped()).isEqualTo(2);
  }

  @Test
  void anotherInputIsKnownByItsDomains() throws InterruptedException {
    AnsweredLines answered = new AnsweredLines();
    answered.add(new AnswerRead.Valid(2, "elsewhere.example", "good", "", ""));

    assertThat(run(GOOD, 2, domains(1, 4), answered))
        .isEqualTo(
            new Survey.Outcome.OtherInput(
                "line 2 of the input is d2.example, and its answer is about elsewhere.example"));
  }

  @Test
  void anInputWithALineMoreIsAnotherWhereverItStands() throws InterruptedException {
    AnsweredLines answered = new AnsweredLines();
    for (int line = 1; line <= 700; line++) {
      answered.add(new AnswerRead.Valid(line, "d" + line + ".example", "good", "", ""));
    }
    String list = domains(1, 200) + "new.example\n" + domains(201, 900);

    assertThat(run(GOOD, 2, list, answered))
        .isEqualTo(
            new Survey.Outcome.OtherInput(
                "line 201 of the input is new.example, and its answer is about another"));
  }

  @Test
  void aShorterInputIsAnother() throws InterruptedException {
    AnsweredLines answered = new AnsweredLines();
    answered.add(new AnswerRead.Valid(9, "d9.example", "good", "", ""));

    assertThat(run(GOOD, 2, domains(1, 4), answered))
        .isEqualTo(
            new Survey.Outcome.OtherInput("the input ends at line 4, and line 9 is answered"));
  }

  @Test
  void anInputThatBreaksOffKeepsWhatWasReadBefore() throws InterruptedException {
    InputStream broken =
        new InputStream() {
          private final InputStream begin = in(domains(1, 2));

          @Override
          public int read() throws IOException {
            int octet = begin.read();
            if (octet < 0) {
              throw new IOException("the disk is gone");
            }
            return octet;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            into[offset] = (byte) read();
            return 1;
          }
        };
    assertThat(
            survey(GOOD, 2, Optional.empty())
                .run(new DomainLines(broken), new AnsweredLines(), sink(), tally))
        .isEqualTo(new Survey.Outcome.InputBroken("the disk is gone"));
    assertThat(answers()).hasSize(2);
  }

  @Test
  void aFullDiskEndsTheSurveyAtOnce() throws InterruptedException {
    Sink full =
        new Sink() {
          @Override
          public void write(byte[] octets, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void force() {}
        };
    Survey.Outcome outcome =
        survey(GOOD, 2, Optional.empty())
            .run(new DomainLines(in(domains(1, 200_000))), new AnsweredLines(), full, tally);

    assertThat(outcome).isEqualTo(new Survey.Outcome.OutputBroken("no space left on device"));
    assertThat(tally.lines()).isLessThan(200_000);
  }

  @Test
  void domainsAreBegunNoFasterThanTheRate() throws InterruptedException {
    long start = System.nanoTime();
    survey(GOOD, 100, Optional.of(Rate.perSecond(200)))
        .run(new DomainLines(in(domains(1, 61))), new AnsweredLines(), sink(), tally);

    // 20 in a bunch, 41 at 5 ms each
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    assertThat(answers()).hasSize(61);
  }

  private Survey.Outcome run(Surveyor surveyor, int parallel, String input)
      throws InterruptedException {
    return run(surveyor, parallel, input, new AnsweredLines());
  }

  private Survey.Outcome run(Surveyor surveyor, int parallel, String input, AnsweredLines answered)
      throws InterruptedException {
    return survey(surveyor, parallel, Optional.empty())
        .run(new DomainLines(in(input)), answered, sink(), tally);
  }

  private Survey survey(Surveyor surveyor, int parallel, Optional<Rate> rate) {
    return new Survey(surveyor, Depth.POLICY, parallel, rate, () -> NOW, bugs::add);
  }

  private Sink sink() {
    return Sink.of(new PrintStream(written, false, StandardCharsets.UTF_8));
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  /// `LINE DOMAIN CLASS` of each answer, in their order.
  private List<String> answers() {
    List<String> answers = new ArrayList<>();
    for (String line : text().lines().toList()) {
      AnswerRead.Valid answer = (AnswerRead.Valid) AnswerRead.of(line);
      answers.add(answer.line() + " " + answer.domain() + " " + answer.sort());
    }
    return answers;
  }

  private static Surveyed good() {
    return new Surveyed(Surveyed.GOOD, Optional.empty(), List.of());
  }

  private static String domains(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "d" + i + ".example\n")
        .collect(Collectors.joining());
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
