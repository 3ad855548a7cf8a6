package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.World.TOOK;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.NameServer;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// What is said of name servers: only what they said themselves, and only where it is them and not
/// the road.
class NameServerFaultsTest {

  private static final String ONE = "192.0.2.1";
  private static final String TWO = "192.0.2.2";
  private static final String SIX = "2001:db8::2";

  @Test
  void whoRefusesFailsOrPointsElsewhereHasNotGotTheZone() {
    for (String said : List.of("REFUSED", "SERVFAIL", "a referral: not a recursive resolver")) {
      World world =
          withOne().nameServer("ns2.example.com", TWO, failed(Answer.Why.SERVER_FAILED, said));
      Finding found = only(world, "name-server-lame");
      assertThat(found.seen()).isEqualTo("ns2.example.com (192.0.2.2): " + said);
      assertThat(found.severity()).isEqualTo(Severity.WARNING);
    }
  }

  @Test
  void whoAnswersWithoutAuthorityHasNotGotTheZone() {
    World world = withOne().nameServer("ns2.example.com", TWO, withoutAuthority("example.com"));
    assertThat(only(world, "name-server-lame").seen())
        .isEqualTo("ns2.example.com (192.0.2.2): answers without authority");
  }

  @Test
  void aNameThatIsDelegatedFurtherIsNoFaultOfTheServer() {
    World world =
        World.healthy()
            .nameServer(
                "ns1.example.com", ONE, World.serial(7), withoutAuthority("_mta-sts.example.com"))
            .nameServer(
                "ns2.example.com",
                TWO,
                World.serial(7),
                failed("_mta-sts.example.com", Answer.Why.SERVER_FAILED, "a referral"));
    assertThat(codes(world)).isEmpty();
  }

  @Test
  void whoIsSilentIsDownOnlyIfAnotherAnswers() {
    NameServer.Said silence = failed(Answer.Why.TIMED_OUT, "no answer in 3000 ms");
    assertThat(
            only(withOne().nameServer("ns2.example.com", TWO, silence), "name-server-silent")
                .seen())
        .contains("ns2.example.com (192.0.2.2) does not answer");
    World none =
        World.healthy()
            .nameServer("ns1.example.com", ONE, silence)
            .nameServer("ns2.example.com", TWO, failed(Answer.Why.SERVER_FAILED, "REFUSED"));
    Finding unknown = only(none, "name-server-not-checked");
    assertThat(unknown.severity()).isEqualTo(Severity.INFO);
    assertThat(unknown.seen())
        .contains("(192.0.2.1): no answer in 3000 ms", "(192.0.2.2): REFUSED");
  }

  @Test
  void silenceOverIpv6CountsWhereIpv6Works() {
    NameServer.Said silence = failed(Answer.Why.UNREACHABLE, "Network is unreachable");
    assertThat(codes(withOne().nameServer("ns2.example.com", SIX, silence))).isEmpty();
    assertThat(codes(withOne().nameServer("ns2.example.com", SIX, silence).ipv6(Reach.REACHED)))
        .containsExactly("name-server-silent");
  }

  @Test
  void aNetworkThatAnswersForEverybodyIsNoFaultOfTheDomain() {
    World world =
        World.healthy()
            .nameServer("ns1.example.com", ONE, withoutAuthority("example.com"))
            .nameServer("ns2.example.com", TWO, withoutAuthority("example.com"));
    assertThat(codes(world)).containsExactly("name-server-not-checked");
  }

  @Test
  void whoWasNotAskedSaysNothing() {
    NameServer.Said unasked = failed(Answer.Why.NOT_ASKED, "the check's deadline had passed");
    assertThat(codes(World.healthy().nameServer("ns1.example.com", ONE, unasked))).isEmpty();
    assertThat(codes(withOne().nameServer("ns2.example.com", TWO, unasked))).isEmpty();
  }

  @Test
  void whoFailsForOneNameDiffersFromTheOthers() {
    NameServer.Said good =
        World.said(
            "_mta-sts.example.com",
            RecordType.TXT,
            new DnsRecord.TxtRecord(List.of("v=STSv1; id=1;")));
    NameServer.Said fails = failed("_mta-sts.example.com", Answer.Why.SERVER_FAILED, "SERVFAIL");
    World world =
        World.healthy()
            .nameServer("ns1.example.com", ONE, World.serial(7), good)
            .nameServer("ns2.example.com", TWO, World.serial(7), fails);
    assertThat(only(world, "sts-record-differs").seen())
        .contains("ns2.example.com (192.0.2.2): SERVFAIL");
    NameServer.Said dropped = failed("_mta-sts.example.com", Answer.Why.TIMED_OUT, "no answer");
    assertThat(
            codes(
                World.healthy()
                    .nameServer("ns1.example.com", ONE, World.serial(7), good)
                    .nameServer("ns2.example.com", TWO, World.serial(7), dropped)))
        .isEmpty();
  }

  @Test
  void aNameServerThatNobodyCanFindIsNamed() {
    World world = withRecords("ns1.example.com", "gone.example.net");
    world.noName("gone.example.net", RecordType.A).noName("gone.example.net", RecordType.AAAA);
    assertThat(only(world, "name-server-no-address").seen())
        .isEqualTo("no address: gone.example.net");
  }

  @Test
  void anUnansweredAddressOfANameServerIsNotAnAbsentOne() {
    World world = withRecords("ns1.example.com", "ns9.example.net");
    world.failed("ns9.example.net", RecordType.A, Answer.Why.SERVER_FAILED);
    world.noName("ns9.example.net", RecordType.AAAA);
    assertThat(only(world, "name-server-not-checked").seen())
        .contains("the address of ns9.example.net");
  }

  private static World withOne() {
    return World.healthy().nameServer("ns1.example.com", ONE, World.serial(7));
  }

  private static World withRecords(String... hosts) {
    DnsRecord[] records =
        Stream.of(hosts)
            .map(host -> new DnsRecord.NsRecord(DomainName.of(host)))
            .toArray(DnsRecord[]::new);
    return withOne()
        .found("example.com", RecordType.NS, Security.INSECURE, records)
        .host("ns1.example.com", ONE);
  }

  private static NameServer.Said failed(Answer.Why why, String detail) {
    return new NameServer.Unanswered(new DnsQuestion(World.DOMAIN, RecordType.SOA), why, detail);
  }

  private static NameServer.Said failed(String name, Answer.Why why, String detail) {
    return new NameServer.Unanswered(
        new DnsQuestion(DomainName.of(name), RecordType.TXT), why, detail);
  }

  private static NameServer.Said withoutAuthority(String name) {
    RecordType type = name.equals("example.com") ? RecordType.SOA : RecordType.TXT;
    return new NameServer.Answered(
        new DnsQuestion(DomainName.of(name), type), true, false, List.of(), TOOK);
  }

  private static Finding only(World world, String code) {
    assertThat(codes(world)).containsExactly(code);
    return found(world).getFirst();
  }

  private static List<String> codes(World world) {
    return found(world).stream().map(finding -> finding.code().text()).toList();
  }

  private static List<Finding> found(World world) {
    return world.diagnosis().findings().stream()
        .filter(
            finding ->
                finding.code().text().startsWith("name-server")
                    || finding.code() == FindingCode.STS_RECORD_DIFFERS)
        .toList();
  }
}
