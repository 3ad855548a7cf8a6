package org.postroad.protocol.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.ZoneDns;
import org.postroad.protocol.dmarc.PolicyDiscovery.Applies;
import org.postroad.protocol.dmarc.PolicyDiscovery.Origin;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// RFC 9989 §4.10.1: `there.` exists below each domain, other names do not.
class PolicyDiscoveryTest {

  @ParameterizedTest(name = "{0}, {1}: {3} by {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com       | example.com v=DMARC1; p=reject; sp=none | example.com | REJECT | p | OWN
          there.example.com | example.com v=DMARC1; p=reject; sp=none | example.com | NONE | sp | ORGANIZATION
          gone.example.com  | example.com v=DMARC1; p=none; np=reject | example.com | REJECT | np | ORGANIZATION
          there.example.com | example.com v=DMARC1; p=none; np=reject | example.com | NONE | p | ORGANIZATION
          there.example.com | there.example.com v=DMARC1; p=none; sp=reject~example.com v=DMARC1; p=reject | there.example.com | NONE | p | OWN
          a.there.example.com | there.example.com v=DMARC1; sp=reject~example.com v=DMARC1; p=quarantine | example.com | QUARANTINE | p | ORGANIZATION
          a.there.example.com | there.example.com v=DMARC1; p=reject; psd=n~example.com v=DMARC1; p=none | there.example.com | REJECT | p | ORGANIZATION
          there.example.com | com v=DMARC1; p=none; sp=quarantine; np=reject; psd=y | com | QUARANTINE | sp | SUFFIX
          gone.example.com  | com v=DMARC1; p=none; sp=quarantine; np=reject; psd=y | com | REJECT | np | SUFFIX
          example.com       | example.com v=DMARC1; p=none~com v=DMARC1; p=reject; psd=y | example.com | NONE | p | OWN
          there.example.com | example.com v=DMARC1; p=none~com v=DMARC1; p=reject; psd=y | example.com | NONE | p | ORGANIZATION
          example.com       | example.com v=DMARC1; rua=mailto:a@example.com | example.com | NONE | rua | OWN
          """)
  void theNearestRecordThatCountsApplies(
      String domain, String zone, String at, DmarcPolicy policy, String tag, Origin origin) {
    assertThat(discover(domain, dns(zone)))
        .isInstanceOfSatisfying(
            Applies.class,
            applies -> {
              assertThat(applies.at()).isEqualTo(DomainName.of(at));
              assertThat(applies.policy()).isEqualTo(policy);
              assertThat(applies.tag()).isEqualTo(tag);
              assertThat(applies.origin()).isEqualTo(origin);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com | '' | no record, here or above
          example.com | example.com v=DMARC1; p=none~example.com v=DMARC1; p=reject | no record, here or above
          example.com | example.com v=DMARC1; p=x | record of example.com: p is missing, or a policy cannot be read, and there is no rua
          """)
  void whereNoneAppliesTheReasonIsTold(String domain, String zone, String reason) {
    assertThat(discover(domain, dns(zone)))
        .isInstanceOfSatisfying(
            PolicyDiscovery.None.class, none -> assertThat(none.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com       | example.com ! | example.com: timed out: no answer
          there.example.com | example.com ! | example.com: timed out: no answer
          there.example.com | com !         | com: timed out: no answer
          mute.example.com  | example.com v=DMARC1; p=none; np=reject | whether mute.example.com exists: timed out: no answer
          """)
  void silenceIsATemporaryErrorAndNeverNone(String domain, String zone, String reason) {
    assertThat(discover(domain, dns(zone)))
        .isInstanceOfSatisfying(
            PolicyDiscovery.TempError.class, error -> assertThat(error.reason()).isEqualTo(reason));
  }

  @Test
  void aDomainThatIsTestingWantsALevelLess() {
    String zone = "example.com v=DMARC1; p=reject; t=y";
    assertThat(discover("example.com", dns(zone)))
        .isInstanceOfSatisfying(
            Applies.class,
            applies -> assertThat(applies.applied()).isEqualTo(DmarcPolicy.QUARANTINE));
    assertThat(DmarcPolicy.QUARANTINE.tested()).isEqualTo(DmarcPolicy.NONE);
    assertThat(DmarcPolicy.NONE.tested()).isEqualTo(DmarcPolicy.NONE);
  }

  @Test
  void existenceIsAskedForOnlyWhereItMatters() {
    ZoneDns dns = dns("example.com v=DMARC1; p=reject");
    discover("gone.example.com", dns);
    assertThat(dns.asked()).noneMatch(question -> question.endsWith(" A"));
  }

  private static PolicyDiscovery discover(String domain, ZoneDns dns) {
    return PolicyDiscovery.of(DomainName.of(domain), dns);
  }

  private static ZoneDns dns(String zone) {
    ZoneDns dns = TreeWalkTest.zone(zone);
    dns.exists(DomainName.of("a.there.example.com"));
    dns.silence(DomainName.of("mute.example.com"), RecordType.A);
    return dns;
  }
}
