package org.postroad.protocol.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.ZoneDns;
import org.postroad.protocol.dmarc.OrganizationalDomain.How;
import org.postroad.protocol.dns.DomainName;

/// RFC 9989 §4.10, §4.10.1, §4.10.2 and §5.1.8.
class TreeWalkTest {

  @Test
  void theLongNameOfTheRfcCostsEightQuestions() {
    assertThat(TreeWalk.targets(DomainName.of("a.b.c.d.e.f.g.h.i.j.mail.example.com")))
        .extracting(DomainName::text)
        .containsExactly(
            "a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "g.h.i.j.mail.example.com",
            "h.i.j.mail.example.com",
            "i.j.mail.example.com",
            "j.mail.example.com",
            "mail.example.com",
            "example.com",
            "com");
  }

  @Test
  void theZoneCutOfTheRfcIsNeverFound() {
    assertThat(TreeWalk.targets(DomainName.of("mail.a.b.c.d.e.f.g.example.com")))
        .extracting(DomainName::text)
        .containsExactly(
            "mail.a.b.c.d.e.f.g.example.com",
            "c.d.e.f.g.example.com",
            "d.e.f.g.example.com",
            "e.f.g.example.com",
            "f.g.example.com",
            "g.example.com",
            "example.com",
            "com");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 7", "8, 8", "9, 8", "100, 8"})
  void noNameCostsMoreThanEight(int labels, int questions) {
    DomainName name = DomainName.of("a" + ".a".repeat(labels - 1));
    ZoneDns dns = ZoneDns.of("");
    TreeWalk.of(name, dns);
    assertThat(dns.asked()).hasSize(questions);
    assertThat(TreeWalk.targets(name)).hasSize(questions);
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.mail.example.com | mail.example.com v=DMARC1~example.com v=DMARC1 | example.com | HIGHEST_RECORD | 4
          a.mail.example.com | mail.example.com v=DMARC1; psd=n~example.com v=DMARC1 | mail.example.com | SAYS_SO | 2
          a.mail.example.com | com v=DMARC1; psd=y | example.com | BELOW_SUFFIX | 4
          a.mail.example.com | example.com v=DMARC1; psd=y | mail.example.com | BELOW_SUFFIX | 3
          a.mail.example.com | '' | a.mail.example.com | NO_RECORD | 4
          com | com v=DMARC1; psd=y | com | HIGHEST_RECORD | 1
          a.example.com | a.example.com v=DMARC1; psd=n | a.example.com | SAYS_SO | 1
          a.example.com | example.com v=DMARC1~example.com v=DMARC1 | a.example.com | NO_RECORD | 3
          a.example.com | example.com v=DMARC2 | a.example.com | NO_RECORD | 3
          1.2.3.4.5.6.7.8.9.example.com | example.com v=DMARC1; psd=y | 9.example.com | BELOW_SUFFIX | 7
          1.2.3.4.5.6.7.8.9 | 3.4.5.6.7.8.9 v=DMARC1; psd=y | 2.3.4.5.6.7.8.9 | BELOW_SUFFIX | 2
          """)
  void theOrganizationalDomainIsWhatTheRecordsSay(
      String start, String zone, String domain, How how, int questions) {
    ZoneDns dns = zone(zone);
    TreeWalk walk = TreeWalk.of(DomainName.of(start), dns);
    assertThat(walk.organizationalDomain())
        .isEqualTo(new OrganizationalDomain.Known(DomainName.of(domain), how));
    assertThat(dns.asked()).hasSize(questions);
  }

  @Test
  void silenceOnTheWayIsNotNoRecord() {
    ZoneDns dns = zone("example.com !");
    TreeWalk walk = TreeWalk.of(DomainName.of("a.example.com"), dns);
    assertThat(walk.organizationalDomain())
        .isEqualTo(new OrganizationalDomain.Unknown("example.com: timed out: no answer"));
    assertThat(dns.asked()).hasSize(2);
  }

  /// `domain record`, with `~` between.
  static ZoneDns zone(String records) {
    StringBuilder zone = new StringBuilder();
    for (String record : records.split("~", -1)) {
      if (!record.isBlank()) {
        zone.append("_dmarc.").append(record.strip().replaceFirst(" ", " TXT ")).append('\n');
      }
    }
    return ZoneDns.of(zone.toString());
  }
}
