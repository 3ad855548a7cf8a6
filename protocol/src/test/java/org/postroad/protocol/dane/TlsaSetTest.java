package org.postroad.protocol.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.dns.TlsaRecord;

class TlsaSetTest {

  private static final String SHA256 = "ab".repeat(32);
  private static final String SHA512 = "cd".repeat(64);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 1 32 | usage 0 is not for SMTP
          1 1 1 32 | usage 1 is not for SMTP
          4 1 1 32 | unknown usage 4
          255 1 1 32 | unknown usage 255
          3 2 1 32 | unknown selector 2
          3 255 0 4 | unknown selector 255
          3 1 3 32 | unknown matching type 3
          2 0 255 32 | unknown matching type 255
          3 1 1 0 | no data
          3 1 0 0 | no data
          3 1 1 31 | SHA2-256 of 31 octets, not 32
          3 1 1 33 | SHA2-256 of 33 octets, not 32
          3 1 1 64 | SHA2-256 of 64 octets, not 32
          2 0 2 32 | SHA2-512 of 32 octets, not 64
          3 0 0 40 | not a certificate
          2 0 0 40 | not a certificate
          3 1 0 40 | not a public key
          2 1 0 40 | not a public key
          """)
  void whatCannotBeUsedIsIgnoredWithTheReason(String fields, String why) {
    TlsaRecord record = record(fields);
    TlsaSet set = TlsaSet.of(List.of(record));

    assertThat(set.usable()).isEmpty();
    assertThat(set.ignored()).containsExactly(new TlsaSet.Ignored(record, why));
  }

  @ParameterizedTest(name = "of {0} remain {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3 1 1 32, 3 1 2 64           | 3 1 2 64           | the strongest digest
          3 1 2 64, 3 1 1 32           | 3 1 2 64           | in whatever order
          3 1 1 32, 3 0 2 64           | 3 1 1 32, 3 0 2 64 | selectors apart
          2 1 1 32, 3 1 2 64           | 2 1 1 32, 3 1 2 64 | usages apart
          3 1 1 32, 3 1 2 63           | 3 1 1 32           | a malformed record displaces nothing
          3 1 1 32, 3 1 3 99           | 3 1 1 32           | nor does an unknown digest
          3 1 1 32, 1 1 2 64           | 3 1 1 32           | nor a usage that is not for SMTP
          3 1 1 32, 3 1 0 9            | 3 1 1 32           | nor a key that is none
          3 1 1 31, 3 1 1 32, 3 1 1 0  | 3 1 1 32           | one good among bad
          """)
  void ofEachUsageAndSelectorTheStrongestDigestRemains(String given, String left, String why) {
    assertThat(TlsaSet.of(records(given)).usable()).as(why).isEqualTo(records(left));
  }

  @Test
  void fullDataStandsBesideTheStrongestDigest() { // the example of RFC 7671 §9
    TlsaRecord sha256 = new TlsaRecord(3, 1, 1, SHA256);
    TlsaRecord sha512 = new TlsaRecord(3, 1, 2, SHA512);
    TlsaRecord full = new TlsaRecord(3, 1, 0, key("EC"));

    TlsaSet set = TlsaSet.of(List.of(sha256, sha512, full));
    assertThat(set.usable()).containsExactly(sha512, full);
    assertThat(set.ignored())
        .containsExactly(new TlsaSet.Ignored(sha256, "a stronger digest stands beside it"));

    assertThat(TlsaSet.of(List.of(full, sha256)).usable())
        .as("full data displaces nothing")
        .containsExactly(full, sha256);
  }

  @ParameterizedTest
  @CsvSource({"EC", "RSA", "Ed25519", "Ed448", "RSASSA-PSS"})
  void publicKeysOfEveryAlgorithmCanBeFullData(String algorithm) {
    assertThat(TlsaSet.of(List.of(new TlsaRecord(2, 1, 0, key(algorithm)))).usable()).hasSize(1);
  }

  @Test
  void aKeyOfAnUnknownAlgorithmIsAServersButNoAuthoritys() {
    // SEQUENCE { SEQUENCE { OBJECT IDENTIFIER 1.2.3.4 }, BIT STRING }
    String odd = "300b300506032a030403020000";
    assertThat(TlsaSet.of(List.of(new TlsaRecord(3, 1, 0, odd))).usable())
        .as("it is compared and nothing else")
        .hasSize(1);
    assertThat(TlsaSet.of(List.of(new TlsaRecord(2, 1, 0, odd))).ignored())
        .extracting(TlsaSet.Ignored::why)
        .containsExactly("a public key that cannot be read");
  }

  @Test
  void anythingBehindAKeyMakesItNone() {
    assertThat(TlsaSet.of(List.of(new TlsaRecord(3, 1, 0, key("EC") + "00"))).usable()).isEmpty();
  }

  @Test
  void noRecordsAreNone() {
    assertThat(TlsaSet.of(List.of())).isEqualTo(new TlsaSet(List.of(), List.of()));
  }

  @Test
  void whateverTheRecordsAreEachIsSortedOnceAndTheOrderDecidesNothing() {
    Random random = Fuzz.random("TlsaSetTest");
    for (int i = 0; i < 5_000; i++) {
      List<TlsaRecord> records = new ArrayList<>();
      for (int j = random.nextInt(8); j > 0; j--) {
        byte[] data = new byte[Fuzz.oneOf(random, List.of(0, 1, 31, 32, 32, 33, 64, 64, 91))];
        random.nextBytes(data);
        if (data.length > 1 && random.nextBoolean()) { // nearly DER
          data[0] = 0x30;
          data[1] = (byte) (data.length - 2);
        }
        records.add(
            new TlsaRecord(
                random.nextInt(5),
                random.nextInt(3),
                random.nextInt(4),
                HexFormat.of().formatHex(data)));
      }
      TlsaSet set = TlsaSet.of(records);
      List<TlsaRecord> all = new ArrayList<>(set.usable());
      set.ignored().forEach(ignored -> all.add(ignored.record()));
      assertThat(all).containsExactlyInAnyOrderElementsOf(records);
      assertThat(TlsaSet.of(set.usable()).usable()).isEqualTo(set.usable());

      List<TlsaRecord> shuffled = new ArrayList<>(records);
      Collections.shuffle(shuffled, random);
      assertThat(TlsaSet.of(shuffled).usable()).containsExactlyInAnyOrderElementsOf(set.usable());
    }
  }

  private static List<TlsaRecord> records(String text) {
    return Arrays.stream(text.split(", ")).map(TlsaSetTest::record).toList();
  }

  /// `3 1 1 32`: usage, selector, matching type, and so many octets.
  private static TlsaRecord record(String text) {
    int[] n = Arrays.stream(text.strip().split(" +")).mapToInt(Integer::parseInt).toArray();
    return new TlsaRecord(n[0], n[1], n[2], "ab".repeat(n[3]));
  }

  private static String key(String algorithm) {
    try {
      return HexFormat.of()
          .formatHex(
              KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
