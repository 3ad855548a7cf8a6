package org.postroad.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EhloKeywordsTest {

  @Test
  void keywordsAreReadWhateverTheirCase() {
    EhloKeywords offered = of("mx.example.com", "starttls", "8BITMIME", "Size 1000", "AUTH=LOGIN");

    assertThat(offered.offersStartTls()).isTrue();
    assertThat(offered.offers("8BITMIME")).isTrue();
    assertThat(offered.sizeMax()).isEqualTo(OptionalLong.of(1000));
    assertThat(offered.offers("AUTH")).isFalse();
  }

  @Test
  void theGreetingIsNoKeyword() {
    assertThat(of("STARTTLS").offersStartTls()).isFalse();
    assertThat(of("hello STARTTLS", "NOSTARTTLS", "X STARTTLS", "-STARTTLS").offersStartTls())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SIZE                      | none stated
          SIZE 0                    | no fixed maximum, RFC 1870 §4
          SIZE x                    | no number
          SIZE -5                   | no number
          SIZE 99999999999999999999 | more than a number holds
          """)
  void aSizeThatLimitsNothingIsNone(String line, String why) {
    assertThat(of("mx", line).sizeMax()).as(why).isEmpty();
  }

  private static EhloKeywords of(String... lines) {
    return EhloKeywords.of(new SmtpReply(250, List.of(lines)));
  }
}
