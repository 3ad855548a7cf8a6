package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootAnchorsTest {

  /// The key of 2017 as `unbound-anchor` and dig write it.
  private static final String KEY =
      "DNSKEY 257 3 8 AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3"
          + " +/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kv ArMtNROxVQuCaSnIDdD5"
          + "LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eN"
          + "buv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM"
          + "8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=";

  private static RootAnchors valid(String text) {
    return switch (RootAnchors.parse(text)) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> anchors;
      case RootAnchors.Parsed.Invalid(String why) -> throw new AssertionError(why);
    };
  }

  @Test
  void ianasKeysAreBuiltIn() {
    assertThat(RootAnchors.iana().tags()).isEqualTo("20326, 38696");
  }

  @Test
  void aKeyIsAsGoodAsItsDigest() {
    assertThat(valid(". 172800 IN " + KEY + " ; {id = 20326 (ksk), size = 2048b}").records())
        .isEqualTo(
            valid(
                    """
                    ; of 2017
                    . DS 20326 8 2 e06d44b80b8f1d39a95c0b0d7c65d084 \
                    58e880409bbc683457104237c7f8ec8d
                    """)
                .records());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "''|no DS or DNSKEY record",
        "; nothing|no DS or DNSKEY record",
        "example.com. IN DS 1 8 2 00|line 1: not of the root (\".\"): example.com.",
        ". IN A 192.0.2.1|line 1: neither DS nor DNSKEY: A",
        ". IN|line 1: neither DS nor DNSKEY: nothing",
        ". IN DS 20326 8 2 E06D|line 1: Expected 32 bytes for SHA-256, got 2",
        ". IN DS 20326 8 9 E06D|line 1: digest type 9 with 2 octets",
        ". IN DS x|line 1: ",
        ". IN DNSKEY 385 3 8 AQAB|line 1: no key of a zone, or revoked: flags 385",
        ". IN DNSKEY 0 3 8 AQAB|line 1: no key of a zone, or revoked: flags 0"
      })
  void whatIsNoAnchorIsNamedWithItsLine(String text, String why) {
    assertThat(RootAnchors.parse(text))
        .isInstanceOfSatisfying(
            RootAnchors.Parsed.Invalid.class, bad -> assertThat(bad.why()).startsWith(why));
  }
}
