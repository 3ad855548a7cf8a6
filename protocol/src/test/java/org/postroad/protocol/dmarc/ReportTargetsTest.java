package org.postroad.protocol.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.ZoneDns;
import org.postroad.protocol.dmarc.ReportTargets.Consent;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.ReportUri;

/// RFC 9990 §4, with the example that stands there.
class ReportTargetsTest {

  private static final String ASKED = "blue.example.com._report._dmarc.red.example.net";

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a@blue.example.com | ''                                | Own         | the domain itself
          a@example.com      | ''                                | Own         | the same organization
          a@red.example.net  | TXT v=DMARC1                      | Given       | it agrees
          a@red.example.net  | TXT v=DMARC1;                     | Given       | a trailing semicolon
          a@red.example.net  | TXT v=DMARC1; rua=mailto:b@red.example.net | Given | another target there
          a@red.example.net  | TXT v=DMARC1; rua=mailto:b@victim.example  | Withheld | a target elsewhere
          a@red.example.net  | ''                                | Withheld    | no such name
          a@red.example.net  | A 192.0.2.1                       | Withheld    | no TXT record
          a@red.example.net  | TXT yes                           | Withheld    | another record
          a@red.example.net  | TXT !                             | Unanswered  | silence
          """)
  void othersMustAgree(String address, String record, String consent, String reason) {
    String zone = record.isEmpty() ? "" : ASKED + " " + record + "\n";
    List<ReportTargets.Target> targets = look("mailto:" + address, zone);
    assertThat(targets).hasSize(1);
    assertThat(targets.getFirst().consent().getClass().getSimpleName())
        .as(reason)
        .isEqualTo(consent);
  }

  @Test
  void aNameThatIsTooLongCannotAgree() {
    String host = "a.".repeat(110) + "example";
    assertThat(look("mailto:a@" + host, "").getFirst().consent())
        .isInstanceOfSatisfying(
            Consent.Withheld.class,
            withheld -> assertThat(withheld.reason()).isEqualTo("too long a name"));
  }

  @Test
  void attackerWithAThousandTargetsGetsTwentyLookedAt() {
    StringBuilder list = new StringBuilder("mailto:a@v0.example");
    for (int i = 1; i < 1000; i++) {
      list.append(",mailto:a@v").append(i).append(".example");
    }
    assertThat(look(list.toString(), "")).hasSize(ReportTargets.TARGETS_MAX);
  }

  @Test
  void aTargetNobodyCanReachIsNamed() {
    assertThat(look("tel:1", "").getFirst().consent()).isEqualTo(new Consent.Unsupported("tel"));
  }

  private static List<ReportTargets.Target> look(String uris, String zone) {
    ZoneDns dns = ZoneDns.of(zone + "_dmarc.example.com TXT v=DMARC1; p=none\n");
    DomainName at = DomainName.of("blue.example.com");
    return ReportTargets.of(
        ReportUri.list(uris, 1, true).uris(), at, TreeWalk.of(at, dns).organizationalDomain(), dns);
  }
}
