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
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.protocol.mtasts.PolicyMode;

/// The whole command against the lab: real DNS, real policy host, real exchanger.
class SendCommandTest {

  private static final String TEXT = "Subject: a\r\n\r\nb\r\n";

  @TempDir Path folder;

  private final LabInternet internet = LabInternet.start();
  private LabDomain domain;

  @BeforeEach
  void build() throws IOException {
    domain = internet.domain("example.org", PolicyMode.ENFORCE);
    Files.writeString(folder.resolve("connect"), internet.connectMap().text());
    internet.ca().writeRoot(folder.resolve("ca.pem"));
    Files.writeString(folder.resolve("message"), TEXT);
  }

  @AfterEach
  void close() {
    internet.close();
  }

  @Test
  void aMessageIsDeliveredUnderItsPolicy() {
    Said said = send("--to", "bob@example.org");

    assertThat(said.out())
        .isEqualTo(
            "delivered bob@example.org: mx.example.org [198.51.100.1], TLSv1.3, verified:"
                + " 250 2.0.0 Ok: taken\n");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
    assertThat(domain.mx().messages().entries())
        .singleElement()
        .satisfies(mail -> assertThat(mail.data()).isEqualTo(TEXT));
  }

  @Test
  void theDocumentStandsAloneOnStandardOutput() {
    Said said = send("--json", "--to", "bob@example.org");

    assertThat(said.out())
        .startsWith("{\"schema\":\"postroad.send/1\",\"deliveries\":[{\"to\":\"bob@example.org\"")
        .contains("\"security\":\"sts\"")
        .endsWith("]}\n");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void stripperOfStarttlsGetsNothing() {
    try (Attack attack = new StarttlsStripper(domain.mxName()).mount(internet)) {
      Said said = send("--to", "bob@example.org");

      assertThat(said.code()).isEqualTo(ExitCode.DEFERRED);
      assertThat(said.out()).startsWith("deferred bob@example.org: 4.7.4 STARTTLS is not offered");
      assertThat(attack.loot().isEmpty()).isTrue();
    }
  }

  @Test
  void aServerThatRefusesEhloIsSaidToHaveDoneSo() {
    domain
        .mx()
        .conduct(MxConduct.honest().answering(Stage.EHLO, SmtpReply.of(550, "5.7.1 go away")));
    Said said = send("--to", "bob@example.org");

    assertThat(said.code()).isEqualTo(ExitCode.DEFERRED);
    assertThat(said.out())
        .startsWith(
            "deferred bob@example.org: 4.7.4 STARTTLS is not offered: EHLO answered with 550 5.7.1"
                + " go away");
  }

  @Test
  void anAddressIsCalledAsItWasWritten() {
    Said said = send("--via", "[198.51.100.1]", "--to", "bob@example.org");
    assertThat(said.out()).startsWith("delivered bob@example.org: [198.51.100.1], TLSv1.3");
    Said json = send("--json", "--to", "bob@[198.51.100.1]");
    assertThat(json.out())
        .contains("\"domain\":\"[198.51.100.1]\",\"policy_domain\":\"[198.51.100.1]\"")
        .contains("\"mx\":\"[198.51.100.1]\",\"address\":\"198.51.100.1\"")
        .doesNotContain("in-addr");
    Said proven = send("--require-tls", "--to", "bob@[198.51.100.1]");
    assertThat(proven.code()).isNotEqualTo(ExitCode.OK);
    assertThat(proven.err()).contains("hint: an address cannot be proven");
    assertThat(domain.mx().messages().entries()).hasSize(2);
  }

  @Test
  void anEmptySenderIsNotNobody() {
    Said said = Said.by("send", "--from", "", "--to", "bob@example.org", "message");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no address; where nobody is meant, write <>");
  }

  @Test
  void substituterOfCertificatesGetsNothing() {
    try (Attack attack = new CertificateSubstituter(domain.mxName()).mount(internet)) {
      assertThat(send("--to", "bob@example.org").code()).isEqualTo(ExitCode.DEFERRED);
      assertThat(attack.loot().isEmpty()).isTrue();
    }
  }

  @Test
  void forgerOfTheMxGetsNothing() throws IOException {
    try (Attack attack = new MxForger("example.org").mount(internet)) {
      Files.writeString(folder.resolve("connect"), internet.connectMap().text());
      Said said = send("--to", "bob@example.org");

      assertThat(said.code()).isEqualTo(ExitCode.DEFERRED);
      assertThat(said.out()).contains("4.7.0 mx.evil.example is not among the mx of the policy");
      assertThat(attack.loot().isEmpty()).isTrue();
    }
  }

  @Test
  void whoIsRefusedForGoodEndsTheCommandWithOne() {
    domain
        .mx()
        .conduct(MxConduct.honest().answering(Stage.RCPT, SmtpReply.of(550, "5.1.1 nobody")));
    Said said = send("--to", "bob@example.org");

    assertThat(said.code()).isEqualTo(ExitCode.BAD);
    assertThat(said.out())
        .startsWith("failed bob@example.org: 5.1.1 RCPT TO answered with 550 5.1.1 nobody\n");
  }

  @Test
  void aSmartHostIsHeldToItsOwnPolicy() { // RFC 8461 §3.4
    Said said = send("--json", "--via", "example.org", "--to", "x@elsewhere.example");

    assertThat(said.code()).isEqualTo(ExitCode.OK);
    assertThat(said.out())
        .contains("\"domain\":\"elsewhere.example\",\"policy_domain\":\"example.org\"");
    assertThat(domain.mx().messages().entries()).hasSize(1);
  }

  @Test
  void smugglerFindsNoMixtureThatIsSent() throws IOException {
    Files.writeString(folder.resolve("message"), "a\r\n\n.\nMAIL FROM:<>\r\n");
    Said said = send("--to", "bob@example.org");

    assertThat(said.code()).isEqualTo(ExitCode.MESSAGE_UNUSABLE);
    assertThat(said.err()).contains("line 2: ends in LF, the lines before it in CRLF");
    assertThat(domain.mx().visits().isEmpty()).isTrue();
  }

  @Test
  void aMessageOfUnixIsConverted() throws IOException {
    Files.writeString(folder.resolve("message"), TEXT.replace("\r\n", "\n"));

    assertThat(send("--to", "bob@example.org").code()).isEqualTo(ExitCode.OK);
    assertThat(domain.mx().messages().entries().getFirst().data()).isEqualTo(TEXT);
  }

  @Test
  void whoRequiresTlsGetsItPromisedOrTheMessageBack() { // RFC 8689 §4.2.1
    Said refused = send("--require-tls", "--to", "bob@example.org");

    assertThat(refused.code()).isEqualTo(ExitCode.BAD);
    assertThat(refused.out()).startsWith("failed bob@example.org: 5.7.30 REQUIRETLS support");
    assertThat(domain.mx().messages().isEmpty()).isTrue();

    domain.mx().conduct(MxConduct.honest().offeringRequireTls());
    assertThat(send("--require-tls", "--to", "bob@example.org").code()).isEqualTo(ExitCode.OK);
    assertThat(domain.mx().messages().entries())
        .singleElement()
        .satisfies(mail -> assertThat(mail.requiresTls()).isTrue());
  }

  @Test
  void aPolicyInTestingDoesNotProveTheHost() throws IOException { // RFC 8689 §4.2.1
    LabDomain testing = internet.domain("testing.example", PolicyMode.TESTING);
    testing.mx().conduct(MxConduct.honest().offeringRequireTls());
    Said said = sendAnew("--require-tls", "--to", "bob@testing.example");

    assertThat(said.code()).isEqualTo(ExitCode.BAD);
    assertThat(said.out()).startsWith("failed bob@testing.example: 5.7.10 encryption needed");
    assertThat(testing.mx().messages().isEmpty()).isTrue();
  }

  @Test
  void whoDoesNotRequireTlsIsDeliveredPastABrokenExchanger() { // RFC 8689 §4.2.2
    domain.mx().conduct(MxConduct.honest().withoutStartTls());

    assertThat(send("--to", "bob@example.org").code()).isEqualTo(ExitCode.DEFERRED);
    assertThat(send("--tls-not-required", "--to", "bob@example.org").code()).isEqualTo(ExitCode.OK);
    assertThat(domain.mx().messages().entries().getFirst().data())
        .isEqualTo("TLS-Required: No\r\n" + TEXT);
  }

  @Test
  void aMessageThatSaysSoItselfIsNotToldTwice() throws IOException {
    Files.writeString(folder.resolve("message"), "tls-required: no\r\n" + TEXT);

    assertThat(send("--tls-not-required", "--to", "bob@example.org").code()).isEqualTo(ExitCode.OK);
    assertThat(domain.mx().messages().entries().getFirst().data())
        .isEqualTo("tls-required: no\r\n" + TEXT);
  }

  @Test
  void aMessageThatContradictsTheOptionIsNotSent() throws IOException {
    Files.writeString(folder.resolve("message"), "TLS-Required: Yes\r\n" + TEXT);
    Said said = send("--tls-not-required", "--to", "bob@example.org");

    assertThat(said.code()).isEqualTo(ExitCode.MESSAGE_UNUSABLE);
    assertThat(said.err()).contains("TLS-Required", "hint: ");
    assertThat(domain.mx().visits().isEmpty()).isTrue();
  }

  @Test
  void anAddressBeyondAsciiGoesOnlyWhereItIsTaken() { // RFC 6531 §3.2
    Said said = send("--to", "b\u00fccher@example.org");

    assertThat(said.code()).isEqualTo(ExitCode.BAD);
    assertThat(said.out())
        .startsWith("failed b\u00fccher@example.org: 5.6.7 address beyond ASCII, and the server");

    domain.mx().conduct(MxConduct.modern());
    assertThat(send("--to", "b\u00fccher@example.org").code()).isEqualTo(ExitCode.OK);
    assertThat(domain.mx().messages().entries().getFirst().to())
        .containsExactly("b\u00fccher@example.org");
  }

  @Test
  void whoWantsToBeNotifiedOfSuccessKnowsWhoWillDoIt() { // RFC 3461 §5.2
    Said relayed = send("--notify", "success", "--to", "bob@example.org");
    assertThat(relayed.code()).isEqualTo(ExitCode.OK);
    assertThat(relayed.out())
        .endsWith(
            ": 250 2.0.0 Ok: taken; relayed: the host does not offer DSN, so no other notice of"
                + " success will come\n");
    assertThat(send("--json", "--notify", "success", "--to", "bob@example.org").out())
        .contains("\"dsn\":\"relayed\"");

    domain.mx().conduct(MxConduct.modern());
    String[] all = {"--notify", "success", "--notify", "delay", "--ret", "hdrs", "--envid", "a b"};
    List<String> options = new ArrayList<>(List.of(all));
    options.addAll(List.of("--orcpt", "--json", "--to", "bob@example.org"));
    Said passedOn = send(options.toArray(String[]::new));
    assertThat(passedOn.out()).contains("\"dsn\":\"passed_on\"");
    assertThat(domain.mx().messages().entries().getLast())
        .satisfies(
            mail -> {
              assertThat(mail.mailParameters()).contains("RET=HDRS", "ENVID=a+20b");
              assertThat(mail.rcptParameters())
                  .containsExactly(List.of("NOTIFY=SUCCESS,DELAY", "ORCPT=rfc822;bob@example.org"));
            });
  }

  @Test
  void wishesForNoticesThatContradictThemselvesAreNotSent() {
    assertThat(send("--notify", "never", "--notify", "delay", "--to", "b@example.org").err())
        .contains("--notify: never stands alone");
    assertThat(send("--notify", "always", "--to", "b@example.org").err())
        .contains("--notify: not success, failure, delay or never: \"always\"");
    assertThat(send("--ret", "all", "--to", "b@example.org").err())
        .contains("--ret: neither full nor hdrs: \"all\"");
    assertThat(send("--envid", "\u00fc", "--to", "b@example.org").err())
        .contains("--envid: not printable US-ASCII");
    assertThat(send("--ret", "full", "--require-tls", "--to", "b@example.org").err())
        .contains("RFC 8689 §5");
    Said notice = send("--from", "<>", "--ret", "hdrs", "--to", "b@example.org");
    assertThat(notice.code()).isEqualTo(ExitCode.USAGE);
    assertThat(domain.mx().visits().isEmpty()).isTrue();
    assertThat(send("--envid", "x".repeat(39), "--to", "b@example.org").err())
        .contains("hint: --envid: 39 characters");
  }

  @Test
  void wrongUsageSaysWhatIsWrong() {
    Said both = send("--require-tls", "--tls-not-required", "--to", "b@example.org");
    assertThat(both.code()).isEqualTo(ExitCode.USAGE);
    assertThat(both.err()).contains("--require-tls", "--tls-not-required", "mutually exclusive");
    assertThat(send("--to", "bob").err()).contains("'--to'").contains("no @ in \"bob\"");
    assertThat(send("--via", "[mx", "--to", "b@example.org").err())
        .contains("brackets do not close");
    Said said = Said.by("send", "--from", "<>", "--to", "b@example.org", folder + "/none");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no such file: " + folder + "/none");
  }

  /// Once more of the internet is there than when the test began.
  private Said sendAnew(String... options) throws IOException {
    Files.writeString(folder.resolve("connect"), internet.connectMap().text());
    return send(options);
  }

  private Said send(String... options) {
    List<String> all = new ArrayList<>(List.of("send"));
    if (!List.of(options).contains("--from")) {
      all.addAll(List.of("--from", "alice@example.com"));
    }
    all.addAll(List.of("--dns", text(), "--ca-file", folder.resolve("ca.pem").toString()));
    all.addAll(List.of("--connect", folder.resolve("connect").toString(), "--allow-private"));
    all.addAll(List.of("--timeout", "10s", "--dnssec", "off"));
    all.addAll(List.of(options));
    all.add(folder.resolve("message").toString());
    return Said.by(all.toArray(String[]::new));
  }

  private String text() {
    return "127.0.0.1:" + internet.dns().address().getPort();
  }
}
