package org.postroad.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
    keepApart();
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

  /// No file is written over the answers, which may be hours of work, or over another.
  private void keepApart() {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("the answers", answers);
    html.ifPresent(file -> keepApart("--html", file, files));
    csv.ifPresent(file -> keepApart("--csv", file, files));
    parquet.ifPresent(file -> keepApart("--parquet", file, files));
  }

  private static void keepApart(String option, Path file, Map<String, Path> others) {
    others.forEach(
        (name, other) -> {
          if (isSame(file, other)) {
            throw new UsageException(option + ": " + file + " is the file of " + name + " too");
          }
        });
    others.put(option, file);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one)
          ? Files.isRegularFile(one) && Files.exists(other) && Files.isSameFile(one, other)
          : one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    } catch (IOException e) {
      return false; // it will not be written either
    }
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
