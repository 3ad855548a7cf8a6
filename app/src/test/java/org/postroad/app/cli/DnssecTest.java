package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.dns.Validation;
import org.postroad.protocol.mtasts.PolicyMode;

/// Commands that validate, against the lab's signed root: real DNS, real exchanger.
class DnssecTest {

  @TempDir Path folder;

  private final LabInternet internet = LabInternet.start();
  private LabDomain signed;

  @BeforeEach
  void build() throws IOException {
    signed = internet.domain("example.org").signed().dane();
    internet.domain("example.net", PolicyMode.ENFORCE);
    Files.writeString(folder.resolve("connect"), internet.connectMap().text());
    internet.ca().writeRoot(folder.resolve("ca.pem"));
    internet.dns().anchor().write(folder.resolve("root.ds"));
    Files.writeString(folder.resolve("message"), "Subject: a\r\n\r\nb\r\n");
    Files.writeString(folder.resolve("dane.toml"), "[resolver]\ndane = true\n");
  }

  @AfterEach
  void close() {
    internet.close();
  }

  @Test
  void aSignedDomainWithTlsaIsDaneOnlyAndAnInsecureOneIsNot() {
    Said said = resolve("--dnssec", "local", "--dnssec-anchor", anchor());
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.OK);
    assertThat(said.out())
        .contains("example.org\tOK dane-only\n")
        .contains("example.net\tOK secure match=mx.example.net servername=hostname\n");
  }

  @Test
  void withDaneOnAnswersAreValidatedByDefault() {
    assertThat(resolve("--dnssec-anchor", anchor()).out()).contains("example.org\tOK dane-only\n");
    Said wrongRoot = resolve();
    assertThat(wrongRoot.code()).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(wrongRoot.err()).contains("DNSSEC does not work");
    assertThat(wrongRoot.out()).isEmpty();
  }

  @Test
  void withoutValidationNothingIsSecure() {
    Said said = said("resolve", List.of("--dnssec", "off", "example.org"));
    assertThat(said.out()).contains("example.org\tNOTFOUND ");
  }

  @Test
  void daneIsNeverOffUnseen() {
    for (String command : List.of("resolve", "explain", "resolver")) {
      List<String> more = new ArrayList<>(List.of("--dnssec", "off", "--config", dane()));
      if (!command.equals("resolver")) {
        more.add("example.org");
      }
      Said said = said(command, more);
      assertThat(said.code()).as(command).isEqualTo(ExitCode.USAGE);
      assertThat(said.err()).as(command).contains("resolver.dane: true, but dns.dnssec is off");
      assertThat(said.out()).as(command).isEmpty();
    }
  }

  @Test
  void explainShowsTheRecordsAndWhatTheyCameTo() {
    Said said =
        said("explain", List.of("--dnssec-anchor", anchor(), "--config", dane(), "example.org"));
    assertThat(said.out())
        .contains("tlsa         usable")
        .contains("precedence   dane-only")
        .contains("certificate that satisfies the TLSA records at _25._tcp.mx.example.org");
  }

  @Test
  void sendDeliversByDaneAndAnotherCertificateGetsNothing() {
    Said said = send();
    assertThat(said.code()).as(said.err() + said.out()).isEqualTo(ExitCode.OK);
    assertThat(signed.mx().messages().entries()).hasSize(1);
    try (Attack attack = new CertificateSubstituter(signed.mxName()).mount(internet)) {
      Said robbed = send();
      assertThat(robbed.code()).isEqualTo(ExitCode.DEFERRED);
      assertThat(robbed.out()).contains("tlsa-invalid");
      assertThat(attack.loot().entries()).isEmpty();
    }
  }

  @Test
  void anAnchorMeansValidationAndIsRefusedWhereThereIsNone() {
    String file = folder.resolve("root.ds").toString();
    Said said = said("resolve", List.of("--dnssec-anchor", file, "example.org"));
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.OK);
    Said off = said("resolve", List.of("--dnssec-anchor", file, "--dnssec", "off", "example.org"));
    assertThat(off.code()).isEqualTo(ExitCode.USAGE);
    assertThat(off.err())
        .contains("--dnssec-anchor: nothing is validated from it while dnssec is off");
  }

  @Test
  void comparingNeedsTwoWaysToAsk() throws IOException {
    Path config = folder.resolve("compare.toml");
    Files.writeString(config, "[dns]\ndnssec_compare = true\n");
    Said off = said("resolve", List.of("--config", config.toString(), "example.org"));
    assertThat(off.code()).isEqualTo(ExitCode.USAGE);
    assertThat(off.err()).contains("there is nothing to compare while dns.dnssec is off");
    internet.dns().validation(Validation.OFF);
    Said untold =
        said(
            "resolve",
            List.of("--config", config.toString(), "--dnssec-anchor", anchor(), "example.org"));
    assertThat(untold.code()).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(untold.err()).contains("dns.dnssec_compare: the root's SOA record: ");
  }

  @Test
  void aResolverElsewhereIsNotTrusted() {
    Said said = Said.by("resolve", "--dns", "192.0.2.53", "--dnssec", "trusted", "example.org");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("192.0.2.53:53 is not on this host");
  }

  @Test
  void anAnchorThatIsNoneIsNamedWithItsLine() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad"), "; a comment\n. IN DS x\n");
    Said said = resolve("--dnssec", "local", "--dnssec-anchor", bad.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(bad + ", line 2: ");
    assertThat(resolve("--dnssec", "local", "--dnssec-anchor", "/none").err())
        .contains("no such file: /none");
  }

  private Said resolve(String... options) {
    List<String> all = new ArrayList<>(List.of("--config", dane()));
    all.addAll(List.of(options));
    all.addAll(List.of("example.org", "example.net"));
    return said("resolve", all);
  }

  private Said send() {
    return said(
        "send",
        List.of(
            "--dnssec-anchor",
            anchor(),
            "--from",
            "a@example.com",
            "--to",
            "b@example.org",
            folder.resolve("message").toString()));
  }

  private Said said(String command, List<String> more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--dns", "127.0.0.1:" + internet.dns().address().getPort()));
    all.addAll(List.of("--ca-file", folder.resolve("ca.pem").toString(), "--allow-private"));
    all.addAll(List.of("--connect", folder.resolve("connect").toString(), "--timeout", "10s"));
    all.addAll(more);
    return Said.by(all.toArray(String[]::new));
  }

  private String dane() {
    return folder.resolve("dane.toml").toString();
  }

  private String anchor() {
    return folder.resolve("root.ds").toString();
  }
}
