package org.postroad.protocol.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.dmarc.DmarcRecord.Effect;
import org.postroad.protocol.dmarc.DmarcRecord.Parsed;
import org.postroad.protocol.dmarc.DmarcRecord.Subject;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.ReportUri;

/// RFC 9989 §4.7 to §4.10.1.
class DmarcRecordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com|same", // B.2.1
        "v=DMARC1; p=none; rua=mailto:dmarc-feedback@example.com; ruf=mailto:auth-reports@example.com|same", // B.2.2
        "v=DMARC1; p=quarantine; rua=mailto:dmarc-feedback@example.com,mailto:tld-test@thirdparty.example.net|same", // B.2.4
        "v=DMARC1|same",
        "V = DMARC1 ; P=none ;|v=DMARC1",
        "v=DMARC1;p=Reject;sp=QUARANTINE;np=none;psd=n;t=y;adkim=s;aspf=S;fo=d:1;ruf=mailto:a@b.example;"
            + "|v=DMARC1; p=reject; sp=quarantine; np=none; psd=n; t=y; adkim=s; aspf=s; fo=1:d; ruf=mailto:a@b.example",
        "v=DMARC1; p=reject; rua=mailto:a@b.example!10m , https://c.example/d|v=DMARC1; p=reject; rua=mailto:a@b.example,https://c.example/d",
        "v=DMARC1; p=none; psd=u; t=n; adkim=r; aspf=r; fo=0|v=DMARC1; p=none",
        "v=DMARC1; p=reject; pct=50; rf=afrf; ri=3600|v=DMARC1; p=reject",
      })
  void aRecordIsRead(String text, String again) {
    DmarcRecord record = valid(text).record();
    assertThat(record.text()).isEqualTo(again.equals("same") ? text : again);
    assertThat(valid(record.text()).record()).isEqualTo(record);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=dmarc1; p=none", // the value is case-sensitive
        "v=DMARC10; p=none",
        "v=DMARC1 p=none",
        "p=none; v=DMARC1",
        " v=DMARC1; p=none",
        "v=spf1 -all",
        "",
      })
  void whatDoesNotBeginWithTheVersionIsNotOne(String text) {
    assertThat(DmarcRecord.counts(text)).isFalse();
    assertThat(DmarcRecord.parse(text)).isInstanceOf(Parsed.NotDmarc.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v=DMARC1; p=drop|p: expected none, quarantine or reject, not `drop`|13",
        "v=DMARC1; p=|p: expected none, quarantine or reject, not ``|13",
        "v=DMARC1; p=none; sp=|sp: expected none, quarantine or reject, not ``|22",
        "v=DMARC1; p=none; p=reject|a second p=, ignored|19",
        "v=DMARC1; p=none; psd=x|psd: expected y, n or u, not `x`|23",
        "v=DMARC1; p=none; t=yes|t: expected n or y, not `yes`|21",
        "v=DMARC1; p=none; adkim=x|adkim: expected r or s, not `x`|25",
        "v=DMARC1; p=none; fo=0:1|fo: expected 0 or 1, d and s with colons between, not `0:1`|22",
        "v=DMARC1; p=none; fo=d:d|fo: expected 0 or 1, d and s with colons between, not `d:d`|22",
        "v=DMARC1; P=none|P= is not known; p= is meant|11",
        "v=DMARC1;; p=none|nothing before the semicolon|10",
        "v=DMARC1; p none|no = in `p none`|11",
        "v=DMARC1; p=none; rua=a@b.example|rua: no mailto: before it: `a@b.example`|23",
        "v=DMARC1; p=none; rua=mailto:b.example|rua: not one mail address: `mailto:b.example`|23",
        "v=DMARC1; p=none; rua=mailto:a@b..example|rua: not the domain of a mail address: `mailto:a@b..example`|23",
        "v=DMARC1; p=none; rua=mailto:a@b.example,, mailto:c@d.example|rua: expected a URI: ``|42",
        "v=DMARC1; p=none; rua=mailto:a!b@c.example|rua: ! not encoded as %21: `mailto:a!b@c.example`|23",
        "v=DMARC1; p=none; rua=mailto:a b@c.example|rua: not a URI: `mailto:a b@c.example`|23",
        "v=DMARC1; p=none; rua=https:///x|rua: no host: `https:///x`|23",
      })
  void aFaultIsToldWithItsPlaceAndTheRestCounts(String text, String why, int at) {
    assertThat(valid(text).faults()).containsExactly(new Fault(why.replace('`', '"'), at));
  }

  @Test
  void whatIsNoLongerInUseIsNoted() {
    Parsed.Valid parsed = valid("v=DMARC1; p=none; pct=100; rf=afrf; ri=86400; fo=1; x=y");
    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.notes()).extracting(Fault::at).containsExactly(19, 28, 37, 53, 47);
  }

  @ParameterizedTest(name = "{0} for {1}: {2} by {3}")
  @CsvSource({
    "v=DMARC1; p=reject, ITSELF, REJECT, p",
    "v=DMARC1; p=reject, BELOW, REJECT, p",
    "v=DMARC1; p=reject, BELOW_MISSING, REJECT, p",
    "v=DMARC1; p=reject; sp=none, ITSELF, REJECT, p",
    "v=DMARC1; p=reject; sp=none, BELOW, NONE, sp",
    "v=DMARC1; p=reject; sp=none, BELOW_MISSING, NONE, sp",
    "v=DMARC1; p=none; sp=quarantine; np=reject, ITSELF, NONE, p",
    "v=DMARC1; p=none; sp=quarantine; np=reject, BELOW, QUARANTINE, sp",
    "v=DMARC1; p=none; sp=quarantine; np=reject, BELOW_MISSING, REJECT, np",
    "v=DMARC1; p=none; np=reject, BELOW, NONE, p",
    "v=DMARC1; rua=mailto:a@b.example, ITSELF, NONE, rua",
    "v=DMARC1; p=x; rua=mailto:a@b.example, ITSELF, NONE, rua",
    "v=DMARC1; p=reject; sp=x; rua=mailto:a@b.example, ITSELF, NONE, rua",
    "v=DMARC1; p=reject; np=x; rua=mailto:a@b.example, BELOW, NONE, rua",
  })
  void thePolicyIsThatOfTheTagThatFits(
      String text, Subject subject, DmarcPolicy policy, String tag) {
    assertThat(valid(text).record().effect(subject)).isEqualTo(new Effect.Applies(policy, tag));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=DMARC1",
        "v=DMARC1; p=x",
        "v=DMARC1; p=reject; sp=x",
        "v=DMARC1; p=reject; np=x; rua=nobody",
      })
  void withoutAPolicyAndWithoutReportsNothingIsDone(String text) {
    assertThat(valid(text).record().effect(Subject.ITSELF)).isInstanceOf(Effect.Ignored.class);
  }

  @Test
  void anAddressIsDecodedAndAnUnknownSchemeStays() {
    assertThat(valid("v=DMARC1; rua=mailto:a%21b@C.example?x=y,tel:1").record().rua())
        .containsExactly(
            new ReportUri.Mailto(
                "mailto:a%21b@C.example?x=y", "a!b@C.example", DomainName.of("c.example")),
            new ReportUri.Unsupported("tel:1", "tel"));
  }

  @Test
  void noTextMakesTheReaderFailAndWhatItTakesStays() {
    Random random = Fuzz.random("DmarcRecord fuzz");
    List<String> tags =
        List.of("p=", "sp=", "np=", "rua=mailto:", "ruf=", "fo=", "t=", "psd=", "pct=");
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("v=DMARC1");
      for (int n = random.nextInt(5); n > 0; n--) {
        text.append(';').append(Fuzz.oneOf(random, tags));
        text.append(Fuzz.text(random, "none rejctqua@.,!%2:01dsy=\u00e9\u0000", 0, 12));
      }
      Parsed.Valid parsed = valid(text.toString());
      assertThat(parsed.faults()).allMatch(f -> f.at() >= 1 && f.at() <= text.length() + 1);
      assertThat(valid(parsed.record().text()).record())
          .as(text.toString())
          .isEqualTo(parsed.record());
    }
  }

  private static Parsed.Valid valid(String text) {
    Parsed parsed = DmarcRecord.parse(text);
    assertThat(parsed).as(text).isInstanceOf(Parsed.Valid.class);
    return (Parsed.Valid) parsed;
  }
}
