package org.postroad.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postroad.app.checks.survey.report.Counts;
import org.postroad.app.checks.survey.report.ReportCsv;
import org.postroad.app.checks.survey.report.ReportJson;
import org.postroad.app.checks.survey.report.ReportPage;
import org.postroad.app.checks.survey.report.ReportParquet;
import org.postroad.app.checks.survey.report.ReportText;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postroad survey report`: the answers of a survey by class.
@Command(
    name = "report",
    description = {
      "Adds the answers of a survey up by class, on the terminal and in files.",
      "Of a survey that still runs it counts what is answered so far."
    },
    footer = {"", "Example:", "  postroad survey report answers.jsonl --html report.html"})
final class SurveyReportCommand implements Subcommand {

  @Mixin CommonOptions common = new CommonOptions();

  @Option(names = "--html", paramLabel = "FILE", description = "a page with charts")
  Optional<Path> html = Optional.empty();

  @Option(names = "--csv", paramLabel = "FILE", description = "the table as CSV")
  Optional<Path> csv = Optional.empty();

  @Option(names = "--parquet", paramLabel = "FILE", description = "the table as Parquet")
  Optional<Path> parquet = Optional.empty();

  @Parameters(paramLabel = "FILE", description = "the answers: the file of --out")
  Path answers = Path.of("");

  @Override
  public ExitCode run(Terminal terminal) {
    Counts counts =
        switch (Counts.read(answers)) {
          case Counts.Counted.Unreadable(String why) ->
              throw new UsageException(answers + ": " + why);
          case Counts.Counted.Valid(Counts valid) -> valid;
        };
    boolean written =
        write(html, ReportPage.of(counts).getBytes(StandardCharsets.UTF_8), terminal)
            && write(csv, ReportCsv.of(counts).getBytes(StandardCharsets.UTF_8), terminal)
            && write(parquet, ReportParquet.of(counts), terminal);
    if (common.json) {
      terminal.say(ReportJson.of(counts));
    } else {
      ReportText.say(counts, terminal);
    }
    return written ? ExitCode.OK : ExitCode.IO_ERROR;
  }

  private static boolean write(Optional<Path> file, byte[] octets, Terminal terminal) {
    try {
      if (file.isPresent()) {
        Files.write(file.get(), octets);
      }
      return true;
    } catch (IOException e) {
      terminal.error(file.get() + " cannot be written: " + IoReason.of(e));
      return false;
    }
  }
}
