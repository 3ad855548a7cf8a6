package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.output.Terminal;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.protocol.dkim.Selectors;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// The whole command against the lab: real DNS, real policy hosts, real exchangers.
class CheckCommandTest {

  private static final String NAME = "example.org";

  @TempDir Path folder;

  private final LabInternet internet = LabInternet.start();

  @AfterEach
  void close() {
    internet.close();
  }

  @Test
  void aHealthyDomainIsGood() throws IOException {
    healthy(NAME);
    Said said = check(NAME);

    assertThat(said.out())
        .startsWith("✓ example.org is good\n")
        .contains("  ✓ record", "  ✓ policy host", "  ✓ mx patterns", "  ✓ exchangers")
        .contains("  ✓ DANE", "  ✓ DNS", "  ✓ sender's name");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aBrokenDomainIsToldTheCauseAndTheCure() throws IOException {
    mistakenPolicyHost(healthy(NAME));
    Said said = check(NAME);

    assertThat(said.out())
        .startsWith("✗ example.org: 1 error\n")
        .contains("✗ certificate for another name", "policy-host-name-mismatch, RFC 8461 §3.3")
        .contains("\n  seen   ", "\n  cause  ", "\n  cure   ")
        .doesNotContain("✓ policy host");
    assertThat(said.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
  }

  @Test
  void manualListsTheSelectorsThatAreGuessed() throws IOException {
    Path page = Path.of(System.getProperty("postroad.root", ".."), "man", "postroad-check.1");
    assertThat(Files.readString(page).replace('\n', ' '))
        .contains(" these are tried: " + String.join(", ", Selectors.NAMES) + ".");
  }

  @Test
  void tooManyDomainsAreASurvey() throws IOException {
    String[] names = new String[1_001];
    for (int i = 0; i < names.length; i++) {
      names[i] = "d" + i + ".example";
    }
    Said said = check(names);
    assertThat(said.err()).contains("postroad survey --out");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatFollowsStandsBelowItsRoot() throws IOException {
    LabDomain domain = mistakenPolicyHost(healthy(NAME));
    domain.policyHost().conduct(domain.policyHostName(), Conduct.status(404));

    assertThat(check(NAME).out())
        .startsWith("✗ example.org: 1 error\n")
        .contains("\n    ✗ so also: no policy file (404)");
  }

  @Test
  void whatIsSaidToBePublishedMendsABrokenDomain() throws IOException {
    LabDomain domain = healthy(NAME);
    domain.publish(domain.policy(PolicyMode.ENFORCE, "mail." + NAME));
    txt("_mta-sts." + NAME, "v=STSv1; id=2026-11-21;");
    Said broken = check(NAME);
    assertThat(broken.code()).as(broken.out()).isEqualTo(ExitCode.BAD);
    assertThat(broken.out()).contains("sts-record-bad-id");

    paste(broken.out(), domain);

    Said mended = check(NAME);
    assertThat(mended.out())
        .startsWith("✓ example.org is good\n")
        .contains("  ✓ policy         enforce")
        .doesNotContain("What to do");
    assertThat(mended.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aDomainWithoutAPolicyIsLedToEnforce() throws IOException {
    LabDomain domain = internet.domain(NAME).signed();
    txt(NAME, "v=spf1 mx -all");
    txt("_dmarc." + NAME, "v=DMARC1; p=reject");
    LabPolicyHost host = internet.policyHost(NAME, Conduct.status(404));
    Said bare = check(NAME);
    assertThat(bare.out()).contains("sts-record-absent");

    paste(bare.out(), host);

    Said testing = check(NAME);
    assertThat(testing.out())
        .startsWith("✓ example.org is good\n")
        .contains("  ✓ policy         testing", "watch for a week");
    paste(testing.out().substring(testing.out().indexOf(". enforce")), host);

    Said enforced = check(NAME);
    assertThat(enforced.out())
        .startsWith("✓ example.org is good\n")
        .contains("  ✓ policy         enforce")
        .doesNotContain("What to do");
    assertThat(domain.mx().messages().entries()).isEmpty();
  }

  private void paste(String out, LabDomain domain) {
    paste(out, domain.policyHost());
  }

  /// What an operator would copy from the screen, up to where waiting begins.
  private void paste(String out, LabPolicyHost host) {
    String now = out.substring(Math.max(0, out.indexOf("\nWhat to do")));
    int waiting = now.indexOf(". watch for a week");
    StringBuilder file = new StringBuilder();
    for (String line : (waiting < 0 ? now : now.substring(0, waiting)).split("\n", -1)) {
      String[] record = line.split(" ", 4);
      if (record.length == 4 && record[0].endsWith(".") && record[1].equals("IN")) {
        internet
            .dns()
            .set(
                record[0].substring(0, record[0].length() - 1),
                RecordType.valueOf(record[2]),
                record[3]);
      } else if (line.matches("(version|mode|mx|max_age): .*")) {
        file.append(line).append('\n');
      }
    }
    host.policy("mta-sts." + NAME, file.toString());
  }

  @Test
  void theDocumentHasTheKeysThatScriptsRelyOn() throws IOException {
    mistakenPolicyHost(healthy(NAME));
    Said said = check("--json", NAME);

    assertThat(said.out())
        .startsWith(
            "[{\"schema\":\"postroad.check/1\",\"domain\":\"example.org\",\"verdict\":\"errors\","
                + "\"findings\":[{\"code\":\"policy-host-name-mismatch\",\"severity\":\"error\","
                + "\"subject\":\"mta-sts.example.org")
        .containsPattern(
            "\"section\":\"RFC 8461 §3.3\",\"seen\":\"[^\"]+\",\"cause\":\"[^\"]+\",\"cure\":\"")
        .contains("],\"next\":[{\"title\":\"")
        .endsWith("]}]\n");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void replayedFactsGiveTheSameBytes() throws IOException {
    mistakenPolicyHost(healthy(NAME));
    Path facts = folder.resolve("facts.json");
    Said text = check("--facts", facts.toString(), NAME);
    assertThat(Said.by("check", "--replay", facts.toString())).isEqualTo(text);

    Path page = folder.resolve("page.html");
    Said json = check("--json", "--facts", facts.toString(), "--html", page.toString(), NAME);
    Path again = folder.resolve("again.html");
    assertThat(Said.by("check", "--json", "--replay", facts.toString(), "--html", again.toString()))
        .isEqualTo(json);
    assertThat(again).hasSameTextualContentAs(page);
  }

  @Test
  void aReplayMayBeJudgedForAnotherDay() throws IOException {
    healthy(NAME);
    Path facts = folder.resolve("facts.json");
    assertThat(check("--facts", facts.toString(), NAME).code()).isEqualTo(ExitCode.OK);
    Instant later = internet.clock().instant().plus(Duration.ofDays(3_000));
    Said said = Said.by("check", "--replay", facts.toString(), "--now", later.toString());
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
    assertThat(said.out()).contains(", judged for " + later.toString().substring(0, 10));
  }

  @Test
  void aWarningEndsWithOneOnlyIfWanted() throws IOException {
    healthy(NAME);
    internet.dns().remove(NAME, RecordType.TXT);

    assertThat(check(NAME).out()).startsWith("! example.org: 1 warning\n");
    assertThat(check(NAME).code()).isEqualTo(ExitCode.OK);
    assertThat(check("--fail-on", "warning", NAME).code()).isEqualTo(ExitCode.BAD);
  }

  @Test
  void anExchangerThatNobodyReachesIsUnknownAndNeverBad() throws IOException {
    LabDomain domain = healthy(NAME);
    for (Door door : internet.doorsOf(domain.mxName(), LabInternet.SMTP)) {
      Mounted _ = door.divert(new Answering.Refuses());
    }
    Said said = check(NAME);

    assertThat(said.out()).startsWith("? example.org: 1 unknown\n").contains("port-25-blocked");
    assertThat(said.code()).isEqualTo(ExitCode.UNDETERMINED);
  }

  @Test
  void aResolverThatIsNotThereIsSuspectedBeforeTheDomain() throws IOException {
    Said said =
        Said.by("check", "--dns", "127.0.0.1:9", "--dnssec", "off", "--deadline", "5s", NAME);
    assertThat(said.code()).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(said.out()).startsWith("? example.org: ");
    assertThat(said.err()).contains("hint: no question to the DNS was answered");
  }

  @Test
  void theDeadlineHoldsAndWhatItCutOffIsSaid() throws IOException {
    LabDomain domain = healthy(NAME);
    domain.publish(new Conduct.SilentInHandshake());
    long start = System.nanoTime();
    Said said = check("--deadline", "2s", NAME);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(said.out())
        .startsWith("? ")
        .contains("check-incomplete")
        .as("what was seen before stands")
        .contains("✓ record ");
    assertThat(said.code()).isEqualTo(ExitCode.UNDETERMINED);
  }

  @Test
  void coloursAddNothingButColour() throws IOException {
    mistakenPolicyHost(healthy(NAME));
    Path facts = folder.resolve("facts.json");
    Said plain = check("--facts", facts.toString(), NAME);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal coloured =
        new Terminal(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
            true,
            true);
    assertThat(Cli.run(List.of("check", "--replay", facts.toString()), coloured))
        .isEqualTo(ExitCode.BAD);
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("\033[31m");
    assertThat(text.replaceAll("\033\\[[0-9]*m", "")).isEqualTo(plain.out());
    assertThat(plain.out()).doesNotContain("\033");
  }

  @Test
  void selectorsAndBlocklistsAreAskedAsTheyAreNamed() throws IOException {
    LabDomain domain = healthy(NAME);
    txt("s7._domainkey." + NAME, "v=DKIM1; p=");
    internet.zone("bl.example", "1.100.51.198 A 127.0.0.2");
    assertThat(internet.addressesOf(domain.mxName()).getFirst().getHostAddress())
        .isEqualTo("198.51.100.1");
    assertThat(check(NAME).out()).doesNotContain("s7._domainkey", "bl.example");

    assertThat(check("--selector", "s7", "--blocklist", "bl.example", NAME).out())
        .contains("s7._domainkey.example.org", "blocklisted", "bl.example");
  }

  @Test
  void severalDomainsGetALineEachAndTheirFactsAFolder() throws IOException {
    healthy(NAME);
    mistakenPolicyHost(healthy("example.net"));
    Path facts = folder.resolve("all/facts");
    Path page = folder.resolve("page.html");
    Said said = check("--facts", facts.toString(), "--html", page.toString(), NAME, "example.net");

    assertThat(said.out())
        .isEqualTo(
            """
            ✓ example.org  good
            ✗ example.net  errors    certificate for another name

            2 domains: 1 good, 1 with errors
            """);
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
    assertThat(facts.resolve("example.org.json")).exists();
    assertThat(Files.readString(page)).contains("id=\"example.org\"", "href=\"#example.net\"");
    assertThat(Said.by("check", "--replay", facts.toString(), NAME, "example.net").out())
        .contains("✓ example.org  good\n");
    assertThat(Said.by("check", "--replay", facts.toString(), "example.org").out())
        .startsWith("✓ example.org is good\n");
  }

  @Test
  void thePageNeedsNothingFromElsewhere() throws IOException {
    LabDomain domain = mistakenPolicyHost(healthy(NAME));
    domain.publish(Conduct.policy("version: STSv1\r\nmode: <script>alert(1)</script>\r\n"));
    Path page = folder.resolve("page.html");
    assertThat(check("--html", page.toString(), NAME).code()).isEqualTo(ExitCode.BAD);
    assertThat(Files.readString(page))
        .contains("<title>example.org: ", "&lt;script&gt;", "<pre>")
        .doesNotContain("<script", "<link", "<img", "@import", "url(")
        .doesNotContainPattern("(?:src|href)=\"(?!https://www\\.rfc-editor\\.org/rfc/rfc|#)");
  }

  @Test
  void withoutSmtpNobodyIsDialled() throws IOException {
    LabDomain domain = healthy(NAME);
    Said said = check("--no-smtp", NAME);

    assertThat(domain.mx().visits().entries()).isEmpty();
    assertThat(said.out()).contains("exchangers not visited").doesNotContain("✓ exchangers");
  }

  @Test
  void wrongArgumentsAreNamed() throws IOException {
    healthy(NAME);
    Path none = folder.resolve("none");
    String[][] wrong = {
      {"check: which domain?"},
      {"\"exa mple\"", "exa mple"},
      {"'--fail-on': not one of error, warning: \"info\"", "--fail-on", "info", NAME},
      {"--deadline", "--deadline", "soon", NAME},
      {"--deadline", "--deadline", "0s", NAME},
      {"unknown option: --htlm", "--htlm", "x", NAME},
      {"no such folder", "--facts", none + "/facts.json", NAME},
      {"no such file", "--replay", none.toString()},
      {"--replay asks nobody", "--replay", none.toString(), "--no-smtp"}
    };
    for (String[] each : wrong) {
      List<String> args = new ArrayList<>(List.of(each));
      args.set(0, "check");
      Said said = Said.by(args.toArray(String[]::new));
      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.USAGE);
      assertThat(said.err()).contains(each[0]);
      assertThat(said.out()).isEmpty();
    }
  }

  @Test
  void whatIsNoFactsIsRefusedWithItsPlace() throws IOException {
    Path file = folder.resolve("facts.json");
    Files.writeString(file, "{\"schema\": \"postroad.facts/9\"}");
    Said said = Said.by("check", "--replay", file.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(file + ": ", "postroad.facts/9");
  }

  @Test
  void ofFactsWithoutEndOnlySoMuchIsRead() {
    Said said = Said.by("check", "--replay", "/dev/zero");
    assertThat(said.err()).contains("/dev/zero: larger than ");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aPageThatCannotBeWrittenIsSaidBeforeAnybodyIsAsked() {
    Path page = folder.resolve("none/page.html");
    Said said = Said.by("check", "--dns", "127.0.0.1:9", "--html", page.toString(), NAME);
    assertThat(said.err()).contains("--html: cannot write " + page).doesNotContain("DNS");
    assertThat(said.code()).isEqualTo(ExitCode.IO_ERROR);
  }

  private LabDomain mistakenPolicyHost(LabDomain domain) {
    domain
        .policyHost()
        .credential(domain.policyHostName(), internet.ca().issue(Leaf.of("www.example.com")));
    return domain;
  }

  private LabDomain healthy(String name) {
    LabDomain domain = internet.domain(name, PolicyMode.ENFORCE).dane();
    txt("_smtp._tls." + name, "v=TLSRPTv1; rua=mailto:tls@" + name);
    txt(name, "v=spf1 mx -all");
    txt("_dmarc." + name, "v=DMARC1; p=reject");
    return domain;
  }

  private void txt(String name, String text) {
    internet.dns().set(name, RecordType.TXT, "\"" + text + "\"");
  }

  private Said check(String... more) throws IOException {
    Files.writeString(folder.resolve("connect"), internet.connectMap().text());
    internet.ca().writeRoot(folder.resolve("ca.pem"));
    internet.dns().anchor().write(folder.resolve("root.ds"));
    List<String> args =
        new ArrayList<>(
            List.of(
                "check",
                "--dns",
                "127.0.0.1:" + internet.dns().address().getPort(),
                "--ca-file",
                folder.resolve("ca.pem").toString(),
                "--dnssec-anchor",
                folder.resolve("root.ds").toString(),
                "--connect",
                folder.resolve("connect").toString(),
                "--now",
                internet.clock().instant().toString(),
                "--allow-private"));
    args.addAll(List.of(more));
    return Said.by(args.toArray(String[]::new));
  }
}
