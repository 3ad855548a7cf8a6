package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.World.POLICY;
import static org.postroad.engine.check.diagnosis.World.WEB_IP;
import static org.postroad.engine.check.diagnosis.World.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// Every fault of record, policy host and policy that was measured in the field, and others: each
/// has exactly one root. The expected codes were written from RFC 8461 before the rules.
class PolicyFaultsTest {

  private static final String RECORD = "_mta-sts.example.com";
  private static final String HOST = "mta-sts.example.com";

  @Test
  void nothingIsWrongWithAHealthyDomain() {
    Diagnosis diagnosis = World.healthy().diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(diagnosis.roots()).isEmpty();
    assertThat(diagnosis.surveyClass()).isEqualTo("good");
    assertThat(diagnosis.next()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> recordFaultHasOneRoot() {
    return table(
        row("no id", "sts-record-missing-id", w -> w.txt(RECORD, "v=STSv1;")),
        row("no id, a field", "sts-record-missing-id", w -> w.txt(RECORD, "v=STSv1; a=b;")),
        row("id with hyphens", "sts-record-bad-id", w -> w.txt(RECORD, "v=STSv1; id=2024-09-29;")),
        row("id of 33", "sts-record-bad-id", w -> w.txt(RECORD, "v=STSv1; id=" + "1".repeat(33))),
        row("empty id", "sts-record-bad-id", w -> w.txt(RECORD, "v=STSv1; id=;")),
        row("version 2", "sts-record-wrong-version", w -> w.txt(RECORD, "v=STSv2; id=1;")),
        row("lower case", "sts-record-wrong-version", w -> w.txt(RECORD, "v=stsv1; id=1;")),
        row("no semicolon", "sts-record-wrong-version", w -> w.txt(RECORD, "v=STSv1 id=1")),
        row("quotes inside", "sts-record-wrong-version", w -> w.txt(RECORD, "\"v=STSv1; id=1;\"")),
        row(
            "policy text in the record",
            "sts-record-bad-extension",
            w -> w.txt(RECORD, "v=STSv1; id=1; mode: enforce; mx: mx.example.com")),
        row("a blank too many", "sts-record-syntax", w -> w.txt(RECORD, "v=STSv1 ; id=1;")),
        row("junk behind", "sts-record-syntax", w -> w.txt(RECORD, "v=STSv1; id=1;;")),
        row(
            "two records",
            "sts-record-several",
            w -> w.txt(RECORD, "v=STSv1; id=1;", "v=STSv1; id=2;")),
        row(
            "alias to nothing",
            "sts-record-alias-dangling",
            w ->
                w.noName(RECORD, RecordType.TXT)
                    .found(
                        RECORD,
                        RecordType.CNAME,
                        Security.INSECURE,
                        new DnsRecord.CnameRecord(World.DOMAIN))),
        row("no record", "sts-record-absent", w -> w.noName(RECORD, RecordType.TXT)),
        row(
            "two ids at two name servers",
            "sts-record-differs",
            w ->
                w.nameServer("ns1.example.com", "192.0.2.1", World.serial(7), sts("1"))
                    .nameServer("ns2.example.com", "192.0.2.2", World.serial(7), sts("2"))),
        row(
            "a secondary that lags behind",
            "name-server-serials-differ",
            w ->
                w.nameServer("ns1.example.com", "192.0.2.1", World.serial(8), sts("2"))
                    .nameServer("ns2.example.com", "192.0.2.2", World.serial(7), sts("1"))));
  }

  private static org.postroad.engine.check.NameServer.Said sts(String id) {
    return World.said(
        RECORD, RecordType.TXT, new DnsRecord.TxtRecord(List.of("v=STSv1; id=" + id + ";")));
  }

  @TestFactory
  Stream<DynamicTest> policyHostFaultHasOneRoot() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        row(
            "NXDOMAIN",
            "policy-host-no-such-name",
            w ->
                w.noWeb()
                    .noName(HOST, RecordType.A)
                    .noName(HOST, RecordType.AAAA)
                    .noName(HOST, RecordType.CNAME)));
    rows.add(row("no address", "policy-host-no-address", w -> w.noWeb().host(HOST)));
    rows.add(
        row(
            "left: alias to nothing",
            "policy-host-dangling-alias",
            w -> w.noWeb().alias(HOST, "example-com.policies.example.net")));
    rows.add(
        row(
            "refused",
            "policy-host-refused",
            w -> w.noWeb().webDown(WEB_IP, new Tcp.Refused("connection refused", World.TOOK))));
    rows.add(
        row(
            "silent",
            "policy-host-timed-out",
            w -> w.noWeb().webDown(WEB_IP, new Tcp.TimedOut(World.TOOK))));
    rows.add(
        row(
            "IPv6 silent, and IPv6 works from here",
            "policy-host-ipv6-broken",
            w -> w.ipv6(Reach.REACHED).webDown("2001:db8::80", new Tcp.TimedOut(World.TOOK))));
    rows.add(
        row(
            "one of two addresses down",
            "policy-host-address-broken",
            w -> w.webDown("192.0.2.81", new Tcp.TimedOut(World.TOOK))));
    rows.add(
        row(
            "no certificate installed",
            "policy-host-no-certificate",
            w ->
                w.webTls(
                    new Tls.Failed(
                        "TLS handshake failed: (unrecognized_name) Received fatal alert:"
                            + " unrecognized_name",
                        World.TOOK))));
    rows.add(
        row(
            "no TLS",
            "policy-host-tls-failed",
            w -> w.webTls(new Tls.Failed("Unsupported or unrecognized SSL message", World.TOOK))));
    Map<CertificateFault.Kind, String> codes =
        Map.of(
            CertificateFault.Kind.NAME_MISMATCH, "policy-host-name-mismatch",
            CertificateFault.Kind.SELF_SIGNED, "policy-host-self-signed",
            CertificateFault.Kind.EXPIRED, "policy-host-expired",
            CertificateFault.Kind.NOT_YET_VALID, "policy-host-not-yet-valid",
            CertificateFault.Kind.INCOMPLETE_CHAIN, "policy-host-incomplete-chain",
            CertificateFault.Kind.UNTRUSTED, "policy-host-untrusted",
            CertificateFault.Kind.UNFIT, "policy-host-unfit-certificate");
    codes.forEach(
        (kind, code) -> rows.add(row(code, code, w -> w.webTls(World.faulty(kind, HOST)))));
    rows.add(
        row(
            "the default host of a provider, with its 404",
            "policy-host-name-mismatch",
            w ->
                w.noWeb()
                    .web(
                        WEB_IP,
                        World.faulty(CertificateFault.Kind.NAME_MISMATCH, HOST),
                        http(404, "text/html", ""))));
    rows.add(row("404", "policy-host-not-found", w -> w.webHttp(http(404, "text/html", ""))));
    rows.add(row("503", "policy-host-status", w -> w.webHttp(http(503, "text/html", ""))));
    rows.add(row("redirect", "policy-host-redirect", w -> w.webHttp(http(301, "text/html", ""))));
    rows.add(
        row(
            "HTML",
            "policy-host-content-type",
            w -> w.webHttp(http(200, "text/html", "<html></html>"))));
    rows.add(
        row(
            "no HTTP",
            "policy-host-http-failed",
            w -> w.webHttp(new Http.Broken("not an HTTP response", World.TOOK))));
    rows.add(
        row(
            "two files",
            "policy-host-answers-differ",
            w ->
                w.web(
                    "192.0.2.81",
                    World.verified(org.postroad.lab.ca.Leaf.of(HOST)),
                    http(POLICY + "mx: mx2.example.com\r\n"))));
    rows.add(
        row(
            "CAA names another authority",
            "policy-host-caa-forbids",
            w ->
                w.found(
                        HOST,
                        RecordType.CAA,
                        Security.INSECURE,
                        new DnsRecord.CaaRecord(0, "issue", "letsencrypt.org"))
                    .webTls(
                        World.tls(
                            org.postroad.lab.ca.LabCa.create("DigiCert", World.NOW)
                                .issue(org.postroad.lab.ca.Leaf.of(HOST))
                                .chain(),
                            org.postroad.engine.check.Trust.Kind.VERIFIED,
                            ""))));
    return table(rows.toArray(Row[]::new));
  }

  @TestFactory
  Stream<DynamicTest> policyTextFaultHasOneRoot() {
    return table(
        text("empty file", "policy-empty", ""),
        text("e-mail address", "policy-mx-email-address", POLICY.replace(World.MX, "a@b.example")),
        text("trailing dot", "policy-mx-trailing-dot", POLICY.replace(World.MX, World.MX + ".")),
        text("empty mx", "policy-mx-empty", POLICY.replace(World.MX, "")),
        text("two hosts in a line", "policy-mx-invalid", POLICY.replace(World.MX, "a.example, b")),
        text("no mx", "policy-no-mx", POLICY.replace("mx: mx.example.com\r\n", "")),
        text("mode in brackets", "policy-mode-bracketed", POLICY.replace("enforce", "[testing]")),
        text("mode unknown", "policy-mode-invalid", POLICY.replace("enforce", "Enforce")),
        text("blank line", "policy-blank-line", POLICY.replace("mx:", "\r\nmx:")),
        text("blank line at the end", "policy-blank-line", POLICY + "\r\n"),
        text("blank before the key", "policy-stray-space", POLICY.replace("mx:", " mx:")),
        text("blank before the colon", "policy-stray-space", POLICY.replace("mode:", "mode :")),
        text("no max_age", "policy-field-missing", POLICY.replace("max_age: 1209600\r\n", "")),
        text("no version", "policy-field-missing", POLICY.replace("version: STSv1\r\n", "")),
        text("max_age in words", "policy-max-age-invalid", POLICY.replace("1209600", "1 week")),
        text("byte order mark", "policy-syntax", "\ufeff" + POLICY),
        text("a page", "policy-syntax", "<html>\r\n"),
        text("max_age of a day", "policy-max-age-short", POLICY.replace("1209600", "86400")),
        row(
            "file newer than the id",
            "policy-changed-after-id",
            w ->
                w.webHttp(
                    new Http.Answered(
                        200,
                        Map.of(
                            "content-type",
                            List.of("text/plain"),
                            "last-modified",
                            List.of("Wed, 20 May 2026 10:00:00 GMT")),
                        POLICY,
                        "",
                        World.TOOK))),
        row(
            "100 KB",
            "policy-too-large",
            w ->
                w.webHttp(
                    new Http.Answered(
                        200,
                        Map.of("content-type", List.of("text/plain")),
                        "",
                        "body of more than 65536 bytes",
                        World.TOOK))));
  }

  /// The line, and what is wrong with it: nothing is said twice.
  @Test
  void whatWasSeenOfAPolicyIsTheLineAndItsFault() {
    Map.of(
            POLICY.replace(World.MX, ""),
            "\"mx: \": empty mx",
            POLICY.replace(World.MX, World.MX + "."),
            "\"mx: mx.example.com.\": mx ends in a dot",
            POLICY.replace("enforce", "[testing]"),
            "\"mode: [testing]\": mode: expected enforce, testing or none",
            POLICY.replace("mx:", " mx:"),
            "\" mx: mx.example.com\": not \"key: value\"",
            POLICY.replace("mx:", "\r\nmx:"),
            "empty line",
            "",
            "status 200, and a file of 0 bytes",
            "\r\n",
            "status 200, and a file of blanks alone")
        .forEach(
            (text, seen) ->
                assertThat(World.healthy().policy(text).diagnosis().root().orElseThrow().seen())
                    .as(text)
                    .isEqualTo(seen));
  }

  /// Who left a provider has no file there to mend.
  @Test
  void emptyFileOfAProviderIsMendedInTheDns() {
    DomainName provider = DomainName.of("example-com.sts.provider.example");
    Finding finding =
        World.healthy()
            .policy("")
            .answer(
                HOST,
                RecordType.A,
                new Answer.Found(
                    List.of(new DnsRecord.AddressRecord(World.ip(WEB_IP))),
                    provider,
                    Security.INSECURE,
                    World.TOOK))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.code()).isEqualTo(FindingCode.POLICY_EMPTY);
    assertThat(finding.cure())
        .startsWith("If you left provider.example, which serves the file: point " + HOST);
  }

  @Test
  void addressesThatAreAlikeAreToldTogether() {
    Tcp refused = new Tcp.Refused("Connection refused", World.TOOK);
    Tcp late = new Tcp.TimedOut(Duration.ofMillis(7_998));
    Finding finding =
        World.healthy()
            .noWeb()
            .webDown("192.0.2.80", refused)
            .webDown("192.0.2.81", late)
            .webDown("192.0.2.82", refused)
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.seen())
        .isEqualTo(
            "192.0.2.80 and 192.0.2.82: connection refused; 192.0.2.81: no answer within 8 s");
  }

  @Test
  void alertIsSaidOnce() {
    assertThat(
            World.healthy()
                .webTls(
                    new Tls.Failed(
                        "TLS handshake failed: (unrecognized_name) Received fatal alert:"
                            + " unrecognized_name",
                        World.TOOK))
                .diagnosis()
                .root()
                .orElseThrow()
                .seen())
        .isEqualTo("TLS handshake failed: alert unrecognized_name, when asked for " + HOST);
  }

  @TestFactory
  Stream<DynamicTest> policyAtOddsWithTheLiveMxHasOneRoot() {
    return table(
        listed("typo", "policy-mx-typo", "mx.exmaple.com"),
        listed("the policy host", "policy-mx-extra-label", HOST),
        listed("a label more", "policy-mx-extra-label", "mx.mail.example.com"),
        listed("the MX of before", "policy-mx-other-domain", "mail.elsewhere.example"),
        listed(
            "another host of the domain",
            "policy-mx-uncovered",
            "completely-different.example.com"),
        row(
            "one of two exchangers, at another provider",
            "policy-mx-uncovered",
            w ->
                w.mx(World.MX, "spare.elsewhere.example")
                    .host("spare.elsewhere.example", "192.0.2.77")),
        row(
            "Microsoft's hosts below mx.microsoft",
            "policy-mx-wildcard-depth",
            w -> moved(w, "example-com.o-v1.mx.microsoft").policy(listing("*.mx.microsoft"))),
        row(
            "a wildcard does not cover the bare name",
            "policy-mx-wildcard-depth",
            w -> w.policy(listing("*.mx.example.com"))),
        row(
            "policy and mail at two providers",
            "policy-mx-split-providers",
            w ->
                moved(w, "in1.mailhost.example")
                    .alias(HOST, "customer.policies.example", WEB_IP)
                    .policy(listing("mx.oldmail.example"))),
        row(
            "left, and the provider goes on: certificate renewed, policy stale",
            "policy-provider-left",
            w ->
                moved(w, "in1.mailhost.example")
                    .alias(HOST, "customer.provider.example", WEB_IP)
                    .policy(listing("mx.provider.example"))),
        row(
            "left, nothing was touched: the certificate has expired since",
            "policy-provider-left",
            w ->
                moved(w, "in1.mailhost.example")
                    .alias(HOST, "customer.provider.example", WEB_IP)
                    .noWeb()
                    .web(
                        WEB_IP,
                        World.faulty(CertificateFault.Kind.EXPIRED, HOST),
                        http(listing("mx.provider.example")))),
        row(
            "left, an empty file",
            "policy-empty",
            w ->
                moved(w, "in1.mailhost.example")
                    .alias(HOST, "customer.provider.example", WEB_IP)
                    .policy("")));
  }

  private static World moved(World world, String mx) {
    return world
        .mx(mx)
        .host(mx, "198.51.100.25")
        .noExchangers()
        .exchanger(
            mx, world.smtp(mx, "198.51.100.25", World.verified(org.postroad.lab.ca.Leaf.of(mx))));
  }

  private static String listing(String mx) {
    return POLICY.replace(World.MX, mx);
  }

  private static Row listed(String claim, String code, String mx) {
    return row(claim, code, w -> w.policy(listing(mx)));
  }

  @Test
  void unansweredRecordIsUnknownAndNeitherGoodNorBad() {
    Diagnosis diagnosis =
        World.healthy().failed(RECORD, RecordType.TXT, Answer.Why.TIMED_OUT).diagnosis();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.surveyClass()).isEqualTo("unknown");
    assertThat(diagnosis.roots()).isEmpty();
  }

  @Test
  void policyHostIsNotBlamedForAnIpv6ThatNobodyHasHere() {
    Diagnosis diagnosis =
        World.healthy().webDown("2001:db8::80", new Tcp.TimedOut(World.TOOK)).diagnosis();
    assertThat(diagnosis.roots()).isEmpty();
  }

  @Test
  void expiredCertificateTellsSinceWhen() {
    Finding finding =
        World.healthy()
            .webTls(World.faulty(CertificateFault.Kind.EXPIRED, HOST))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.since()).isPresent();
    assertThat(finding.seen()).contains("expired on", "serial", HOST);
  }

  @Test
  void authorityIsNamedAsPeopleWriteIt() {
    Finding finding =
        World.healthy()
            .webTls(World.faulty(CertificateFault.Kind.INCOMPLETE_CHAIN, HOST))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.seen()).contains(", intermediate").doesNotContain("\\");
  }

  @Test
  void whatVerificationSaidIsNotEscapedAgain() {
    Tls.Established unknown = (Tls.Established) World.faulty(CertificateFault.Kind.UNTRUSTED, HOST);
    String why = "certificate not trusted, issuer unknown: CN=caf\\xe9, \u001b[31m";
    Finding finding =
        World.healthy()
            .webTls(World.tls(unknown.chain(), Trust.Kind.NOT_TRUSTED, why))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.seen()).endsWith("CN=caf\\xe9, \\u001b[31m");
  }

  // a table

  record Row(String claim, String code, UnaryOperator<World> fault) {}

  static Row row(String claim, String code, UnaryOperator<World> fault) {
    return new Row(claim, code, fault);
  }

  static Row text(String claim, String code, String policy) {
    return row(claim, code, w -> w.policy(policy));
  }

  static Stream<DynamicTest> table(Row... rows) {
    return Stream.of(rows)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.claim() + " is " + row.code(),
                    () -> {
                      Diagnosis diagnosis = row.fault().apply(World.healthy()).diagnosis();
                      assertThat(diagnosis.roots())
                          .as("%s", diagnosis.findings())
                          .extracting(finding -> finding.code().text())
                          .containsExactly(row.code());
                      DiagnosisInvariants.hold(diagnosis);
                    }));
  }
}
