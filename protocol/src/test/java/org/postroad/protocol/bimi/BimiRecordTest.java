package org.postroad.protocol.bimi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;

/// draft-brand-indicators-for-message-identification, the assertion record.
class BimiRecordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=BIMI1; l=https://example.com/logo.svg|same",
        "v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/mark.pem; avp=personal|same",
        "v=BIMI1;l=;a=;|v=BIMI1; l=",
        "v=BIMI1; l=https://example.com/logo.svg; avp=Brand|v=BIMI1; l=https://example.com/logo.svg",
      })
  void aRecordIsRead(String text, String again) {
    BimiRecord record = valid(text).record();
    assertThat(record.text()).isEqualTo(again.equals("same") ? text : again);
    assertThat(valid(record.text()).record()).isEqualTo(record);
    assertThat(record.isDeclined()).isEqualTo(record.location().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v=BIMI1|no l=|8",
        "v=BIMI1; a=https://example.com/mark.pem|no l=|40",
        "v=BIMI1; l=http://example.com/logo.svg|l: expected an https: URI, not `http://example.com/logo.svg`|12",
        "v=BIMI1; l=logo.svg|l: expected an https: URI, not `logo.svg`|12",
        "v=BIMI1; l=; l=|a second l=|14",
        "v=BIMI1; l|no = in `l`|10",
        "v=BIMI2; l=|does not begin with v=BIMI1|1",
        "l=; v=BIMI1|does not begin with v=BIMI1|1",
      })
  void aBrokenRecordSaysWhyAndWhere(String text, String why, int at) {
    assertThat(BimiRecord.parse(text))
        .isInstanceOfSatisfying(
            BimiRecord.Parsed.Invalid.class,
            invalid -> assertThat(invalid.faults()).contains(new Fault(why.replace('`', '"'), at)));
  }

  @Test
  void whatDoesNoHarmIsNoted() {
    assertThat(valid("v=BIMI1; l=https://example.com/logo.png; avp=x; y=z").notes())
        .extracting(Fault::at)
        .containsExactly(49, 12, 46);
  }

  @Test
  void aSelectorHasItsName() {
    DomainName domain = DomainName.of("example.com");
    assertThat(BimiRecord.name("default", domain))
        .contains(DomainName.of("default._bimi.example.com"));
    assertThat(BimiRecord.name("no selector", domain)).isEmpty();
  }

  @Test
  void noTextMakesTheReaderFailAndWhatItTakesStays() {
    Random random = Fuzz.random("BimiRecord fuzz");
    for (int i = 0; i < 50_000; i++) {
      String text = "v=BIMI1;l=" + Fuzz.text(random, "https://a.b;=avpl %\u00e9", 0, 25);
      switch (BimiRecord.parse(text)) {
        case BimiRecord.Parsed.Valid(BimiRecord record, var notes) ->
            assertThat(valid(record.text()).record()).isEqualTo(record);
        case BimiRecord.Parsed.Invalid(List<Fault> faults) -> assertThat(faults).isNotEmpty();
      }
    }
  }

  private static BimiRecord.Parsed.Valid valid(String text) {
    BimiRecord.Parsed parsed = BimiRecord.parse(text);
    assertThat(parsed).as(text).isInstanceOf(BimiRecord.Parsed.Valid.class);
    return (BimiRecord.Parsed.Valid) parsed;
  }
}
