package org.postroad.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.dns.DomainName;

class NamePatternTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mx.example.com | mx.example.com     | true  | the name
          mx.example.com | MX.Example.COM     | true  | without regard to case
          mx.example.com | *.example.com      | true  | a wildcard for it
          mx.example.com | a.mx.example.com   | false | below it
          mx.example.com | example.com        | false | above it
          .example.net   | a.example.net      | true  | below
          .example.net   | a.b.example.net    | true  | at whatever depth
          .example.net   | *.example.net      | true  | a wildcard for some below
          .example.net   | *.b.example.net    | true  | deeper
          .example.net   | example.net        | false | not below
          .example.net   | badexample.net     | false | a label ends where it ends
          .example.net   | example.net.evil   | false | at the end
          .example.net   | *.net              | false | wider than what was meant
          .example.net   | m*.example.net     | false | no wildcard
          .example.net   | a.*.example.net    | false | nor this
          .example.net   | \u00fc.example.net | false | no A-label
          .example.net   | .example.net       | false | no name
          """)
  void aDnsIdCountsForWhatTheOperatorWrote(String text, String id, boolean counts, String why) {
    boolean below = text.startsWith(".");
    NamePattern pattern = new NamePattern(below, DomainName.of(below ? text.substring(1) : text));

    assertThat(pattern.covers(id)).as(why).isEqualTo(counts);
    assertThat(pattern.text()).isEqualTo(text);
  }
}
