package org.postroad.protocol.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.ZoneDns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.text.Fault;

/// RFC 8460 §3.
class TlsRptRecordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=TLSRPTv1;rua=mailto:reports@example.com|v=TLSRPTv1; rua=mailto:reports@example.com",
        "v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt|v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt",
        "v=TLSRPTv1 ; rua=mailto:a@b.example , https://c.example ;|v=TLSRPTv1; rua=mailto:a@b.example,https://c.example",
        "v=TLSRPTv1; x-y.z=1; rua=mailto:a@b.example|v=TLSRPTv1; rua=mailto:a@b.example",
        "v=TLSRPTv1; rua=ftp://c.example,mailto:a@b.example|v=TLSRPTv1; rua=mailto:a@b.example",
      })
  void aRecordIsRead(String text, String again) {
    TlsRptRecord record = valid(text).record();
    assertThat(record.text()).isEqualTo(again);
    assertThat(valid(again).record()).isEqualTo(record);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v=TLSRPTv1;|no rua=|12",
        "v=TLSRPTv1; RUA=mailto:a@b.example|no rua=|35",
        "v=TLSRPTv1; rua=|expected a URI: ``|17",
        "v=TLSRPTv1; rua=a@b.example|no mailto: before it: `a@b.example`|17",
        "v=TLSRPTv1; rua=mailto:a@b.example,|expected a URI: ``|36",
        "v=TLSRPTv1; rua=mailto:a@b.example; rua=mailto:c@d.example|a second rua=; one lists all, with commas|37",
        "v=TLSRPTv1; rua = mailto:a@b.example|not name=value: `rua = mailto:a@b.example`|13",
        "v=TLSRPTv1;; rua=mailto:a@b.example|nothing before the semicolon|12",
        "v=TLSRPTv1; rua=ftp://c.example|no target by mailto: or https:|32",
        "v=TLSRPTv1; x=a b; rua=mailto:a@b.example|not the value of a field: x|15",
        "v=TLSRPTv2; rua=mailto:a@b.example|does not begin with v=TLSRPTv1;|1",
      })
  void aBrokenRecordSaysWhyAndWhere(String text, String why, int at) {
    assertThat(TlsRptRecord.parse(text))
        .isInstanceOfSatisfying(
            TlsRptRecord.Parsed.Invalid.class,
            invalid -> assertThat(invalid.faults()).contains(new Fault(why.replace('`', '"'), at)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v=TLSRPTv1", "v=tlsrptv1;", "v=TLSRPTv10;", " v=TLSRPTv1;", "v =TLSRPTv1;"})
  void whatDoesNotBeginWithTheVersionDoesNotCount(String text) {
    assertThat(TlsRptRecord.counts(text)).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TXT v=TLSRPTv1; rua=mailto:a@b.example | Found
          TXT other~TXT v=TLSRPTv1; rua=mailto:a@b.example | Found
          TXT v=TLSRPTv1; rua=mailto:a@b.example~TXT v=TLSRPTv1; | Several
          TXT v=TLSRPTv1; | Invalid
          TXT other | Absent
          A 192.0.2.1 | Absent
          TXT ! | Unanswered
          """)
  void whatALookShowed(String zone, String kind) {
    DomainName name = TlsRptRecord.name(DomainName.of("example.com")).orElseThrow();
    ZoneDns dns = ZoneDns.of(name + " " + zone.replace("~", "\n" + name + " "));
    assertThat(TlsRptLookup.of(dns.lookup(name, RecordType.TXT)).getClass().getSimpleName())
        .isEqualTo(kind);
  }

  @Test
  void noTextMakesTheReaderFailAndWhatItTakesStays() {
    Random random = Fuzz.random("TlsRptRecord fuzz");
    for (int i = 0; i < 100_000; i++) {
      String text =
          "v=TLSRPTv1;rua=mailto:a@b"
              + Fuzz.text(random, "rua=;,: mailto@.h/%!x\u00e9\u0000", 0, 30);
      switch (TlsRptRecord.parse(text)) {
        case TlsRptRecord.Parsed.Valid(TlsRptRecord record, var notes) ->
            assertThat(valid(record.text()).record()).as(text).isEqualTo(record);
        case TlsRptRecord.Parsed.Invalid(List<Fault> faults) ->
            assertThat(faults)
                .isNotEmpty()
                .allMatch(f -> f.at() >= 1 && f.at() <= text.length() + 1);
      }
    }
  }

  private static TlsRptRecord.Parsed.Valid valid(String text) {
    TlsRptRecord.Parsed parsed = TlsRptRecord.parse(text);
    assertThat(parsed).as(text).isInstanceOf(TlsRptRecord.Parsed.Valid.class);
    return (TlsRptRecord.Parsed.Valid) parsed;
  }
}
