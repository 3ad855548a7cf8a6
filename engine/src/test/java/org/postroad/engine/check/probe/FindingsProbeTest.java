package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.FindingCode;
import org.postroad.engine.check.diagnosis.NextStep;
import org.postroad.engine.check.diagnosis.Said;
import org.postroad.engine.check.diagnosis.Verdict;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.faults.SoundDomain;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Findings that hang on where the check runs, or on more than one host: from real sockets to what
/// is said, all of it but what is only good to know.
class FindingsProbeTest {

  private static final String NAME = "example.org";
  private static final String MX = "mx.example.org";
  private static final String MX_2 = "mx2.example.org";
  private static final String HOST = "mta-sts.example.org";
  private static final String NOT_REACHED = "unknown policy-host-not-reached [mta-sts.example.org]";

  private final ProbedLab lab = new ProbedLab();
  private final LabDns dns = lab.net.dns();

  @AfterEach
  void closes() {
    lab.close();
  }

  private Diagnosis diagnosis() {
    DomainFacts facts = lab.facts();
    return Diagnosis.of(facts, facts.circumstances().started());
  }

  private static List<String> graver(Diagnosis diagnosis) {
    return Said.lines(diagnosis).stream().filter(line -> !line.startsWith("info ")).toList();
  }

  private static List<String> noted(Diagnosis diagnosis) {
    return Said.lines(diagnosis).stream().filter(line -> line.startsWith("info ")).toList();
  }

  /// Nothing is known to be wrong, so nobody is to change anything.
  private static void asksForNothing(Diagnosis diagnosis) {
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.surveyClass()).isEqualTo("unknown");
    assertThat(diagnosis.roots()).isEmpty();
    assertThat(diagnosis.next()).isEmpty();
  }

  @Test
  void privatePolicyHostIsNotVisitedAndNotBlamed() {
    SoundDomain.at(lab.net, NAME);
    dns.set(HOST, RecordType.A, "10.0.0.80");
    forbidsPrivate();
    Diagnosis diagnosis = diagnosis();
    assertThat(graver(diagnosis)).containsExactly(NOT_REACHED);
    asksForNothing(diagnosis);
  }

  private void forbidsPrivate() {
    lab.guard =
        address ->
            address.isSiteLocalAddress() ? Optional.of("private (RFC 1918)") : Optional.empty();
  }

  @Test
  void policyHostOverAnIpv6ThatNobodyHasHereIsNotBlamed() {
    SoundDomain.at(lab.net, NAME);
    InetAddress silent = lab.net.network().allot6(Quarter.POLICY_HOSTS);
    lab.net.network().open(new InetSocketAddress(silent, 443), new Answering.Unreachable());
    dns.remove(HOST, RecordType.A);
    dns.set(HOST, RecordType.AAAA, silent.getHostAddress());
    lab.settings = lab.settings.patience(Duration.ofSeconds(2));
    Diagnosis diagnosis = diagnosis();
    assertThat(graver(diagnosis)).containsExactly(NOT_REACHED);
    asksForNothing(diagnosis);
  }

  @Test
  void privateExchangerBesideAGoodOneIsNotGood() {
    SoundDomain sound = SoundDomain.at(lab.net, NAME);
    dns.set(NAME, RecordType.MX, "10 " + MX, "20 " + MX_2);
    dns.set(MX_2, RecordType.A, "10.0.0.25");
    listsBoth(sound);
    forbidsPrivate();
    Diagnosis diagnosis = diagnosis();
    assertThat(graver(diagnosis)).containsExactly("unknown mx-not-checked [mx2.example.org]");
    asksForNothing(diagnosis);
  }

  private static void listsBoth(SoundDomain sound) {
    String policy = sound.domain().policy(PolicyMode.ENFORCE, "*.example.org");
    sound.domain().policyHost().policy(HOST, policy);
  }

  @Test
  void recordThatTheDnsFailsOnIsUnknownAndItsHostIsNotMissed() {
    lab.net.domain(NAME).mx().conduct(MxConduct.modern());
    dns.set("_smtp._tls.example.org", RecordType.TXT, "\"v=TLSRPTv1; rua=mailto:a@example.org\"");
    dns.set(NAME, RecordType.TXT, "\"v=spf1 mx -all\"");
    dns.set("_dmarc.example.org", RecordType.TXT, "\"v=DMARC1; p=reject\"");
    dns.interfereAt("_mta-sts.example.org", Interference.servfail());
    Diagnosis diagnosis = diagnosis();
    assertThat(graver(diagnosis))
        .containsExactly("unknown sts-record-unanswered [_mta-sts.example.org]");
    asksForNothing(diagnosis);
  }

  @Test
  void policyThatTheDeadlineHidIsNotReplaced() {
    SoundDomain sound = SoundDomain.at(lab.net, NAME);
    sound.domain().policyHost().conduct(HOST, new Conduct.Silent());
    lab.settings = lab.settings.total(Duration.ofSeconds(4));
    Diagnosis diagnosis = diagnosis();
    assertThat(diagnosis.has(FindingCode.CHECK_INCOMPLETE)).isTrue();
    asksForNothing(diagnosis);
  }

  @Test
  void nameServerThatOurOwnDeadlineCutOffIsNotSilent() throws IOException {
    SoundDomain.at(lab.net, NAME);
    dns.set(NAME, RecordType.NS, "ns1.example.org", "ns2.example.org");
    dns.set("ns1.example.org", RecordType.A, "192.0.2.201");
    dns.set("ns2.example.org", RecordType.A, "192.0.2.202");
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      lab.elsewhere.put(endpoint("192.0.2.201"), dns.address());
      lab.elsewhere.put(
          endpoint("192.0.2.202"), (InetSocketAddress) silent.getLocalSocketAddress());
      ProbeSettings usual = lab.settings;
      lab.settings = usual.total(Duration.ofSeconds(2));
      Diagnosis cut = diagnosis();
      assertThat(cut.has(FindingCode.CHECK_INCOMPLETE)).isTrue();
      asksForNothing(cut);
      lab.settings = usual.patience(Duration.ofSeconds(1));
      assertThat(graver(diagnosis())).containsExactly("warning name-server-silent [example.org]");
    }
  }

  private static InetSocketAddress endpoint(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  @Test
  void badCertificatesOfTwoExchangersAreTwoRootsAndBothToBeMended() {
    SoundDomain sound = SoundDomain.at(lab.net, NAME);
    LabMx other = lab.net.mx(MX_2);
    other.conduct(MxConduct.modern());
    dns.set(NAME, RecordType.MX, "10 " + MX, "20 " + MX_2);
    listsBoth(sound);
    sound.domain().mx().credential(lab.net.ca().issue(Leaf.of(MX).expired()));
    other.credential(lab.net.ca().issue(Leaf.of(MX_2).expired()));
    assertThat(graver(diagnosis()))
        .containsExactly(
            "error mx-expired [" + at(MX) + "]", "error mx-expired [" + at(MX_2) + "]");
    other.credential(lab.net.ca().issue(Leaf.of(MX_2).viaMissingIntermediate()));
    Diagnosis different = diagnosis();
    assertThat(graver(different))
        .containsExactly(
            "error mx-expired [" + at(MX) + "]", "error mx-incomplete-chain [" + at(MX_2) + "]");
    assertThat(different.next()).extracting(NextStep::title).containsExactly("mend the exchangers");
    assertThat(different.next().getFirst().text()).contains(at(MX) + ": ", at(MX_2) + ": ");
  }

  private String at(String host) {
    return host + " (" + Endpoint.text(lab.net.addressesOf(host).getFirst()) + ")";
  }

  @Test
  void oneCertificateAtBothFamiliesIsOneRootOfBothAddresses() {
    SoundDomain sound = SoundDomain.at(lab.net, NAME).alsoOverIpv6();
    sound.domain().mx().credential(lab.net.ca().issue(Leaf.of(MX).rsa(1024)));
    String addresses =
        lab.net.addressesOf(MX).stream()
            .sorted((one, two) -> two.getAddress().length - one.getAddress().length)
            .map(Endpoint::text)
            .reduce((one, two) -> one + ", " + two)
            .orElseThrow();
    assertThat(addresses).contains(":", ".");
    assertThat(graver(diagnosis()))
        .containsExactly("warning mx-weak-key [mx.example.org (" + addresses + ")]");
  }

  @Test
  void thirdTermOfSpfThatLeadsNowhereIsAnError() {
    SoundDomain.at(lab.net, NAME);
    dns.set(NAME, RecordType.TXT, "\"v=spf1 mx a:gone1.example.org a:gone2.example.org -all\"");
    String two = "warning spf-void-lookups [example.org]";
    assertThat(graver(diagnosis())).containsExactly(two, two);
    dns.set(
        NAME,
        RecordType.TXT,
        "\"v=spf1 mx a:gone1.example.org a:gone2.example.org mx:gone3.example.org -all\"");
    lab.net.clock().advance(Duration.ofHours(1));
    assertThat(graver(diagnosis())).containsExactly("error spf-void-lookups [example.org]");
  }

  @Test
  void whatIsGoodToKnowOfAnExchangerIsNoFault() {
    SoundDomain sound = SoundDomain.at(lab.net, NAME);
    sound.domain().dane();
    sound.domain().mx().conduct(MxConduct.modern().tlsVersions("TLSv1.1", "TLSv1.2"));
    Diagnosis diagnosis = diagnosis();
    assertThat(graver(diagnosis)).isEmpty();
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(noted(diagnosis))
        .containsExactly(
            "info mx-old-versions [mx.example.org]",
            "info mx-no-tls-1-3 [mx.example.org]",
            "info requiretls-offered [mx.example.org]",
            "info dane-next-rollover [_25._tcp.mx.example.org]",
            "info dane-good [_25._tcp.mx.example.org]",
            "info dnssec-valid [example.org]",
            "info ptr-missing [" + at(MX) + "]");
  }
}
