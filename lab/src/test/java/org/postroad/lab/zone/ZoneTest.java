package org.postroad.lab.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.lab.Fuzz;
import org.postroad.lab.zone.Zone.Content;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneTest {

  private static final Zone ZONE =
      Zone.of(
          "example.org",
          """
          @            MX    10 mx
                       MX    20 mx2.example.net.
          mx      120  A     198.51.100.25
                       AAAA  2001:db8::25
          _mta-sts     TXT   "v=STSv1; " "id=1;"
          www          CNAME mx
          *.wild       A     198.51.100.26
          deep.in.wild TXT   "below the wildcard"
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.org.            | MX    | 10 mx.example.org.,20 mx2.example.net.
          MX.Example.ORG.         | A     | 198.51.100.25
          mx.example.org.         | TXT   | no data
          nothing.example.org.    | A     | no such name
          _mta-sts.example.org.   | TXT   | "v=STSv1; " "id=1;"
          www.example.org.        | A     | alias www.example.org. -> mx.example.org.
          www.example.org.        | CNAME | mx.example.org.
          a.wild.example.org.     | A     | 198.51.100.26
          a.b.wild.example.org.   | A     | 198.51.100.26
          a.wild.example.org.     | MX    | no data
          wild.example.org.       | A     | no data
          in.wild.example.org.    | A     | no data
          x.in.wild.example.org.  | A     | no such name
          """)
  void zoneSays(String name, String type, String expected) {
    assertThat(said(ZONE, name, type)).isEqualTo(expected);
  }

  @Test
  void wildcardsRecordBearsTheNameAskedFor() {
    Content content = ZONE.content(Zone.absolute("a.wild.example.org"), Type.A);

    assertThat(((Content.Records) content).records().getFirst().getName())
        .isEqualTo(Name.fromConstantString("a.wild.example.org."));
  }

  @Test
  void missingSoaIsMadeUpAndAGivenOneKept() {
    assertThat(ZONE.soa().getMinimum()).isEqualTo(60);
    Zone own = Zone.of("example.org", "@ 900 SOA ns hostmaster 7 1 2 3 30");
    assertThat(own.soa().getMinimum()).isEqualTo(30);
    assertThat(own.soa().getTTL()).isEqualTo(900);
  }

  @Test
  void changedZoneIsAnotherOne() {
    Name mx = Zone.absolute("mx.example.org");
    Zone moved = ZONE.with(mx, Type.A, List.of(Zone.record(mx, Type.A, "192.0.2.1")));

    assertThat(said(moved, "mx.example.org.", "A")).isEqualTo("192.0.2.1");
    assertThat(said(ZONE, "mx.example.org.", "A")).isEqualTo("198.51.100.25");
    Name record = Zone.absolute("_mta-sts.example.org");
    assertThat(said(ZONE.without(record, Type.TXT), "_mta-sts.example.org.", "TXT"))
        .isEqualTo("no such name");
    assertThat(said(moved.without(mx, Type.A), "mx.example.org.", "AAAA"))
        .isEqualTo("2001:db8:0:0:0:0:0:25");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mx A 198.51.100.300                | 198.51.100.300
          mx.example.net. A 198.51.100.25    | not below example.org.
          $INCLUDE /etc/hostname             | INCLUDE
          a CNAME b\\n a A 192.0.2.1         | CNAME and other records
          a NOSUCHTYPE b                     | NOSUCHTYPE
          """)
  void whatIsNoZoneIsRefusedWithItsReason(String text, String why) {
    assertThatThrownBy(() -> Zone.of("example.org", text.replace("\\n ", "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("zone example.org: ")
        .hasMessageContaining(why);
  }

  @Test
  void anyTextIsAZoneOrRefused() {
    Random random = Fuzz.random("Zone fuzz");
    String[] words = {
      "@",
      "mx",
      "A",
      "MX",
      "10",
      "198.51.100.25",
      "\"",
      "\\",
      "(",
      ")",
      ";",
      "\n",
      " ",
      "TXT",
      "$TTL",
      "$ORIGIN",
      "$GENERATE 1-3",
      "*.x",
      "IN",
      "SOA",
      ".",
      "\u00ff"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(words[random.nextInt(words.length)]).append(' ');
      }
      try {
        assertThat(Zone.of("example.org", text.toString()).soa()).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("zone example.org: ");
      } catch (RuntimeException e) {
        fail(text + ": " + e, e);
      }
    }
  }

  private static String said(Zone zone, String name, String type) {
    return switch (zone.content(Zone.absolute(name), Type.value(type))) {
      case Content.Records(List<Record> records) ->
          String.join(",", records.stream().map(Record::rdataToString).toList());
      case Content.Alias(Record cname) ->
          "alias " + cname.getName() + " -> " + cname.rdataToString();
      case Content.NoData() -> "no data";
      case Content.NoSuchName() -> "no such name";
    };
  }
}
