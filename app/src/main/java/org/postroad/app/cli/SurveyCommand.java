package org.postroad.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.postroad.app.checks.survey.AnswerFile;
import org.postroad.app.checks.survey.AnsweredLines;
import org.postroad.app.checks.survey.Depth;
import org.postroad.app.checks.survey.DomainLines;
import org.postroad.app.checks.survey.Progress;
import org.postroad.app.checks.survey.Rate;
import org.postroad.app.checks.survey.Sink;
import org.postroad.app.checks.survey.Survey;
import org.postroad.app.checks.survey.SurveyNetwork;
import org.postroad.app.checks.survey.Tally;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postroad survey`: one line of JSON for each domain of a list of any length.
@Command(
    name = "survey",
    description = {
      "Checks the domains of a list, one a line, and prints a line of JSON for each.",
      "A survey that was ended goes on with --resume, and nothing is asked twice or left out.",
      "'survey report' adds the answers up."
    },
    subcommands = SurveyReportCommand.class,
    footer = {
      "",
      "Example:",
      "  postroad survey --depth policy --out answers.jsonl domains.txt",
      "  postroad survey --depth policy --out answers.jsonl --resume domains.txt",
      "  postroad survey report answers.jsonl --html report.html"
    })
final class SurveyCommand implements Subcommand {

  private static final int PARALLEL_MAX = 10_000;

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write the answers there; it must be new, unless --resume is given")
  Optional<Path> out = Optional.empty();

  @Option(
      names = "--resume",
      description = {
        "go on with the file of --out: what is answered there is not asked again.",
        "The input must be the same"
      })
  boolean resume;

  @Option(
      names = "--depth",
      paramLabel = "record|policy|mx",
      description = {
        "how deep to look: at the record only, at the policy host too, or at every exchanger too",
        "(default: policy)"
      })
  Depth depth = Depth.POLICY;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "begin so many domains a second at most, or N/m a minute (default: no limit)")
  Optional<Rate> rate = Optional.empty();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "domains looked at at a time (default: 512 at depth record, else 256)")
  Optional<Integer> parallel = Optional.empty();

  @Option(
      names = "--resolver-rate",
      paramLabel = "N/s",
      description = {
        "questions for each resolver at most",
        "(default: 500/s, and no limit for one on this host)"
      })
  Optional<Rate> resolverRate = Optional.empty();

  @Option(
      names = "--host-rate",
      paramLabel = "N/s",
      description = "domains for which one address is visited, at most (default: 5/s)")
  Optional<Rate> hostRate = Optional.empty();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|-",
      description = "the domains, one a line, # begins a comment; - for standard input")
  Optional<String> input = Optional.empty();

  @Override
  public ExitCode run(Terminal terminal) throws InterruptedException {
    String from =
        input.orElseThrow(
            () -> new UsageException("survey: which domains?", "name a file, or - for the input"));
    if (resume && out.isEmpty()) {
      throw new UsageException("--resume: needs --out, the file to go on with");
    }
    int places = parallel.orElse(depth.parallel());
    if (places < 1 || places > PARALLEL_MAX) {
      throw new UsageException("--parallel: " + places + ", expected 1 to " + PARALLEL_MAX);
    }
    SurveyNetwork.Manners manners =
        new SurveyNetwork.Manners(resolverRate, hostRate, network.timeout, places);
    return switch (SurveyNetwork.open(
        network.over(common.inForce()),
        network.rehearsal(),
        depth,
        manners,
        "postroad/" + Version.number())) {
      case SurveyNetwork.Opened.Unusable(String why) -> throw new UsageException(why);
      case SurveyNetwork.Opened.Open open -> {
        Optional<String> fault = open.outgoing().dnssecFault();
        if (fault.isPresent()) {
          terminal.error(fault.get());
          yield ExitCode.UNDETERMINED;
        }
        Survey survey =
            new Survey(
                open.surveyor(), depth, places, rate, open.outgoing().clock(), terminal::bug);
        yield read(from, survey, terminal);
      }
    };
  }

  private ExitCode read(String from, Survey survey, Terminal terminal) throws InterruptedException {
    Optional<Path> file = from.equals("-") ? Optional.empty() : Optional.of(Path.of(from));
    try (InputStream in = file.isEmpty() ? System.in : Files.newInputStream(file.get())) {
      OptionalLong size =
          file.isPresent() && Files.isRegularFile(file.get())
              ? OptionalLong.of(Files.size(file.get()))
              : OptionalLong.empty();
      return write(survey, new DomainLines(in), size, terminal);
    } catch (IOException e) {
      throw new UsageException("cannot read " + from + ": " + IoReason.of(e));
    }
  }

  private ExitCode write(Survey survey, DomainLines lines, OptionalLong size, Terminal terminal)
      throws IOException, InterruptedException {
    if (out.isEmpty()) {
      return run(
          survey,
          lines,
          size,
          new AnsweredLines(),
          Sink.of(terminal.out()),
          "the result",
          terminal);
    }
    Path path = out.get();
    switch (resume ? AnswerFile.resume(path, depth) : AnswerFile.create(path)) {
      case AnswerFile.Opened.Barred(String why, Optional<String> hint) ->
          throw hint.map(words -> new UsageException(why, words))
              .orElseGet(() -> new UsageException(why));
      case AnswerFile.Opened.Open(AnswerFile file) -> {
        if (file.cutOff() > 0) {
          terminal.note(path + ": a torn last line was cut off, " + file.cutOff() + " octets");
        }
        try (var channel = file.channel()) {
          return run(
              survey, lines, size, file.answered(), Sink.of(channel), path.toString(), terminal);
        }
      }
    }
  }

  private static ExitCode run(
      Survey survey,
      DomainLines lines,
      OptionalLong size,
      AnsweredLines answered,
      Sink sink,
      String where,
      Terminal terminal)
      throws InterruptedException {
    Tally tally = new Tally();
    Survey.Outcome outcome;
    try (Progress progress =
        new Progress(tally, lines::octets, size, survey.surveyor()::longestWait, terminal)) {
      outcome = survey.run(lines, answered, sink, tally);
    }
    return switch (outcome) {
      case Survey.Outcome.Finished() -> {
        boolean nobody =
            tally.unknown() > 0 && tally.unknown() + tally.invalid() == tally.answered();
        if (nobody) {
          terminal.error("nothing could be found out: does the resolver answer?");
        }
        yield nobody ? ExitCode.UNDETERMINED : ExitCode.OK;
      }
      case Survey.Outcome.InputBroken(String why) -> {
        terminal.error("the input broke off after line " + tally.lines() + ": " + why);
        yield ExitCode.USAGE;
      }
      case Survey.Outcome.OtherInput(String why) -> {
        terminal.error("not the input that " + where + " answers: " + why);
        yield ExitCode.USAGE;
      }
      case Survey.Outcome.OutputBroken(String why) -> {
        terminal.error(where + " cannot be written: " + why);
        yield ExitCode.IO_ERROR;
      }
    };
  }
}
