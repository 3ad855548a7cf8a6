package org.postroad.protocol.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.text.Fault;

/// RFC 7208 §4.5 to §7.1.
class SpfRecordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=spf1|v=spf1",
        "V=SPF1  +MX  -ALL |v=spf1 mx -all",
        "v=spf1 a mx:example.org/24//64 ?ptr:example.org ~all|v=spf1 a mx:example.org/24//64 ?ptr:example.org ~all",
        "v=spf1 a/32//128|v=spf1 a",
        "v=spf1 ip4:192.0.2.0/24 ip6:2001:DB8:0::/32|v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32",
        "v=spf1 ip6:::1.1.1.1/0 ip6:::ffff:192.0.2.1|v=spf1 ip6:::101:101/0 ip6:::ffff:c000:201",
        "v=spf1 exists:%{ir}.%{l1R+-}._spf.%{D} redirect=_spf.example.org exp=e.%{o2}|"
            + "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{D} redirect=_spf.example.org exp=e.%{o2}",
        "v=spf1 moo.cow-far_out=man:dog/cat all|v=spf1 moo.cow-far_out=man:dog/cat all",
        "v=spf1 a:foo:bar/baz.example.com|v=spf1 a:foo:bar/baz.example.com",
        "v=spf1 a:%%%_%-.example.com|v=spf1 a:%%%_%-.example.com",
      })
  void aRecordIsReadTermByTerm(String text, String again) {
    assertThat(valid(text).text()).isEqualTo(again);
    assertThat(valid(again)).isEqualTo(valid(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v=spf1 -all moo|no mechanism `moo`|13",
        "v=spf1 -all.|not a mechanism: `all.`|9",
        "v=spf1 all:x.example|all takes nothing: `:x.example`|11",
        "v=spf1 include|include needs a domain: include:example.com|15",
        "v=spf1 include:|expected a domain|16",
        "v=spf1 include:ip5.example.com/24|not a top-level domain: `com/24`|28",
        "v=spf1 a:museum.|a domain of one label|10",
        "v=spf1 a:abc.123|not a top-level domain: `123`|14",
        "v=spf1 a:192.0.2.1|an address where a name belongs; use ip4:|10",
        "v=spf1 a/33|not a prefix length of 0 to 32: 33|9",
        "v=spf1 mx//129|not a prefix length of 0 to 128: 129|10",
        "v=spf1 ip4:1.2.3.4/032|not a prefix length of 0 to 32: 032|19",
        "v=spf1 ip4:1.2.3|not an IPv4 address: `1.2.3`|12",
        "v=spf1 ip4:1.2.3.4:25|not an IPv4 address: `1.2.3.4:25`|12",
        "v=spf1 ip4|ip4 needs an address|11",
        "v=spf1 ip6::CAFE::BABE|not an IPv6 address: `:CAFE::BABE`|12",
        "v=spf1 ipv4:1.2.3.4|no mechanism `ipv4`; ip4 or ip6 is meant|8",
        "v=spf1 redirect:x.example|redirect is a modifier: write redirect=|8",
        "v=spf1 redirect=|expected a domain|17",
        "v=spf1 exp=a.example exp=b.example|a second exp|22",
        "v=spf1 exists:%(ir).example|% that is neither %{, %%, %_ nor %-|15",
        "v=spf1 exists:%{ir.example|macro without }|15",
        "v=spf1 exists:%{a}.example|not a macro: `%{a}`|15",
        "v=spf1 exists:%{d0}.example|macro that keeps no part|15",
        "v=spf1 exists:%{r}.example|macro r belongs into explanations only|15",
        "v=spf1 a:b\u00e9.example|character not allowed: `\\xe9`|11",
        "v=spf1 =all|not a mechanism: `=all`|8",
        "v=spf2.0/pra -all|does not begin with v=spf1 and a blank|1",
        "v=spf10 -all|does not begin with v=spf1 and a blank|1",
      })
  void aFaultHasItsReasonAndPlace(String text, String why, int at) {
    assertThat(SpfRecord.parse(text))
        .isEqualTo(new SpfRecord.Parsed.Invalid(List.of(new Fault(why.replace('`', '"'), at))));
  }

  @Test
  void everyFaultIsToldAndNotTheFirstAlone() {
    assertThat(SpfRecord.parse("v=spf1 ip4:1.2.3 mx a/99//999 -all include: redirect:x.example"))
        .isInstanceOfSatisfying(
            SpfRecord.Parsed.Invalid.class,
            invalid ->
                assertThat(invalid.faults())
                    .extracting(Fault::at)
                    .containsExactly(12, 22, 22, 44, 45));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8:9",
        "12345::",
        ":",
        "",
        "::1%1",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::g"
      })
  void whatIsNoIp6AddressIsRefused(String text) {
    assertThat(Network.ip6(text, 128)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "1::, 1::",
    "::1, ::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
  })
  void anIp6AddressHasOneForm(String text, String form) {
    assertThat(Network.ip6(text, 128).orElseThrow().text()).isEqualTo(form);
  }

  @Test
  void generatedRecordsComeBackAsTheyWere() {
    Random random = Fuzz.random("SpfRecord round trip");
    List<String> terms =
        List.of(
            "a",
            "-mx",
            "?ptr",
            "~all",
            "ip4:192.0.2.0/24",
            "ip6:2001:db8::/32",
            "include:a.example",
            "exists:%{ir}.%{l1r+-}.b.example",
            "a:%{d2}/20//40",
            "mx:c.example//64",
            "x=y%{s}z",
            "+a:%%%_.d.example");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("v=spf1");
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(" ".repeat(1 + random.nextInt(2))).append(Fuzz.oneOf(random, terms));
      }
      SpfRecord record = valid(text.toString());
      assertThat(valid(record.text())).isEqualTo(record);
    }
  }

  @Test
  void noTextMakesTheReaderFailAndWhatItTakesStays() {
    Random random = Fuzz.random("SpfRecord fuzz");
    for (int i = 0; i < 100_000; i++) {
      String text =
          "v=spf1 " + Fuzz.text(random, "aimxp46lct:/%{}ir0129=.- +~?\u00e9\u0000", 0, 40);
      switch (SpfRecord.parse(text)) {
        case SpfRecord.Parsed.Valid(SpfRecord record) ->
            assertThat(valid(record.text())).isEqualTo(record);
        case SpfRecord.Parsed.Invalid(List<Fault> faults) ->
            assertThat(faults)
                .isNotEmpty()
                .allMatch(f -> f.at() >= 1 && f.at() <= text.length() + 1);
      }
    }
  }

  private static SpfRecord valid(String text) {
    SpfRecord.Parsed parsed = SpfRecord.parse(text);
    assertThat(parsed).as(text).isInstanceOf(SpfRecord.Parsed.Valid.class);
    return ((SpfRecord.Parsed.Valid) parsed).record();
  }
}
