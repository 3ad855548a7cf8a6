package org.postroad.app.checks.survey.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.cli.ExitCode;
import org.postroad.app.cli.Said;

/// The answers of a survey, added up, in all forms.
class ReportTest {

  @TempDir Path folder;

  @Test
  void classesAreCountedGroupByGroup() throws IOException {
    Said said = Said.by("survey", "report", answers().toString(), "--json");

    assertThat(said.err()).isEmpty();
    assertThat(said.out())
        .isEqualTo(
            "{\"schema\":\"postroad.survey-report/1\",\"domains\":10,\"with_record\":5,"
                + "\"faulty\":3,\"classes\":["
                + row("good", 2, "0.200000", 1, "good")
                + ","
                + row("sts-record-bad-id", 1, "0.100000", 0, "the record")
                + ","
                + row("policy-host-name-mismatch", 2, "0.200000", 1, "policy host: TLS")
                + ","
                + row("unknown", 1, "0.100000", 0, "could not be found out")
                + ","
                + row("none", 4, "0.400000", 0, "no record")
                + "]}\n");
  }

  @Test
  void theTerminalSaysItInWords() throws IOException {
    assertThat(Said.by("survey", "report", answers().toString()).out())
        .startsWith("10 domains: 5 with a record (50.0%), 3 of them misconfigured (60.0%)\n")
        .containsPattern("policy host: TLS +2 +40.0% +1 +#")
        .containsPattern("policy-host-name-mismatch +certificate for another name +2 +40.0% +1\n");
  }

  @Test
  void theTableGoesIntoFiles() throws IOException {
    Path csv = folder.resolve("report.csv");
    Path html = folder.resolve("report.html");
    Path parquet = folder.resolve("report.parquet");
    Said said =
        Said.by(
            "survey",
            "report",
            answers().toString(),
            "--csv",
            csv.toString(),
            "--html",
            html.toString(),
            "--parquet",
            parquet.toString());

    assertThat(said.err()).isEmpty();
    assertThat(Files.readString(csv))
        .startsWith("class,count,share,enforce,group\r\ngood,2,0.200000,1,good\r\n")
        .hasLineCount(6);
    assertThat(Files.readString(html))
        .contains("<svg", "policy-host-name-mismatch", "</html>")
        .doesNotContain("http:", "https:", "<script");
    assertThat(Files.readString(parquet, StandardCharsets.ISO_8859_1))
        .startsWith("PAR1")
        .endsWith("PAR1")
        .contains("policy-host-name-mismatch");
  }

  /// The octets that DuckDB 1.5 and pyarrow read as the table: whoever changes them has to let one
  /// of the two read them again.
  @Test
  void theParquetFileIsTheOneThatOthersRead() throws IOException, NoSuchAlgorithmException {
    Counts counts = ((Counts.Counted.Valid) Counts.read(answers())).counts();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(ReportParquet.of(counts));

    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("af43c6199d9efb3607639d78d8450e6e93001d541c941842ee03d0fe423686ee");
  }

  @Test
  void whatAStrangerWroteAsAClassIsNoMarkupAndNoFormula() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a"), line(1, "<script>alert(1)</script>", "") + line(2, "=cmd()", ""));
    Counts counts = ((Counts.Counted.Valid) Counts.read(file)).counts();

    assertThat(ReportPage.of(counts)).contains("&lt;script&gt;").doesNotContain("<script");
    assertThat(ReportCsv.of(counts)).contains("'=cmd()");
  }

  @Test
  void ofARunningSurveyTheTornLineIsLeftOut() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), line(1, "good", "") + "{\"schema\":\"pos");

    assertThat(((Counts.Counted.Valid) Counts.read(file)).counts().domains()).isEqualTo(1);
  }

  @Test
  void aFileThatIsNoneIsRefusedWithThePlace() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), line(1, "good", "") + "x\n" + "y\n");

    assertThat(Said.by("survey", "report", file.toString()).err())
        .contains(file + ": line 2: not JSON");
    assertThat(Said.by("survey", "report", folder + "/none").err()).contains("no such file");
  }

  @Test
  void noFileIsWrittenOverTheAnswersOrOverAnother() throws IOException {
    Path answers = answers();
    String whole = Files.readString(answers);
    Path link = Files.createSymbolicLink(folder.resolve("link"), answers);
    String both = folder.resolve("both").toString();

    Said said = Said.by("survey", "report", answers.toString(), "--csv", link.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("--csv: " + link + " is the file of the answers too");
    assertThat(Files.readString(answers)).isEqualTo(whole);
    assertThat(
            Said.by("survey", "report", answers.toString(), "--html", both, "--parquet", both)
                .err())
        .contains("--parquet: " + both + " is the file of --html too");
    assertThat(Path.of(both)).doesNotExist();
  }

  @Test
  void anEmptySurveyHasAnEmptyReport() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "");
    Counts counts = ((Counts.Counted.Valid) Counts.read(file)).counts();

    assertThat(counts.domains()).isZero();
    assertThat(ReportPage.of(counts)).endsWith("</html>\n");
    assertThat(ReportParquet.of(counts)).isNotEmpty();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ReportJson.of(counts).getBytes(StandardCharsets.UTF_8));
    new PrintStream(out, true, StandardCharsets.UTF_8).flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"domains\":0", "\"classes\":[]");
  }

  private Path answers() throws IOException {
    return Files.writeString(
        folder.resolve("answers"),
        line(1, "good", "enforce")
            + line(2, "good", "testing")
            + line(3, "none", "")
            + line(4, "none", "")
            + line(5, "none", "")
            + line(6, "none", "")
            + line(7, "unknown", "")
            + line(8, "sts-record-bad-id", "")
            + line(9, "policy-host-name-mismatch", "enforce")
            + line(10, "policy-host-name-mismatch", "testing"));
  }

  private static String line(int number, String sort, String mode) {
    return "{\"schema\":\"postroad.survey/1\",\"line\":"
        + number
        + ",\"domain\":\"d"
        + number
        + ".example\",\"class\":\""
        + sort
        + "\""
        + (mode.isEmpty() ? "" : ",\"policy_mode\":\"" + mode + "\"")
        + ",\"findings\":[],\"asked\":\"2026-11-01T12:00:00Z\"}\n";
  }

  private static String row(String sort, int count, String share, int enforce, String group) {
    return "{\"class\":\""
        + sort
        + "\",\"count\":"
        + count
        + ",\"share\":"
        + share
        + ",\"enforce\":"
        + enforce
        + ",\"group\":\""
        + group
        + "\"}";
  }
}
