package org.postroad.protocol.socketmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.socketmap.Netstring.Outcome;

class NetstringTest {

  private final Netstring.Decoder decoder = new Netstring.Decoder(10_000);

  @Test
  void aNetstringIsLengthColonBytesComma() {
    assertThat(Netstring.encode(bytes("postfix a.b"))).isEqualTo(bytes("11:postfix a.b,"));
    assertThat(Netstring.encode(new byte[0])).isEqualTo(bytes("0:,"));
    assertThat(Netstring.framedLength(11)).isEqualTo("11:postfix a.b,".length());
  }

  @Test
  void theNextOneBeginsBehindTheComma() {
    byte[] two = bytes("3:abc,2:de,");
    assertThat(decoder.decode(two, 0, two.length)).isEqualTo(Outcome.COMPLETE);
    assertThat(payload(two)).isEqualTo("abc");
    assertThat(decoder.decode(two, decoder.next(), two.length)).isEqualTo(Outcome.COMPLETE);
    assertThat(payload(two)).isEqualTo("de");
    assertThat(decoder.next()).isEqualTo(two.length);
  }

  @Test
  void everyPrefixIsIncompleteAndNothingElse() {
    byte[] whole = Netstring.encode(bytes("postfix example.com"));
    for (int to = 0; to < whole.length; to++) {
      assertThat(decoder.decode(whole, 0, to))
          .as("first %d bytes", to)
          .isEqualTo(Outcome.INCOMPLETE);
    }
    assertThat(decoder.decode(whole, 0, whole.length)).isEqualTo(Outcome.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          03:abc,      | leading zero in the length
          00:,         | leading zero in the length
          :abc,        | no length before the colon
          -3:abc,      | expected a digit of the length, not '-'
          +3:abc,      | expected a digit of the length, not '+'
          3a:abc,      | expected a digit of the length, not 'a'
          GET / HTTP   | expected a digit of the length, not 'G'
          10001:       | longer than 10000 bytes
          99999999999  | longer than 10000 bytes
          3:abc;       | expected a comma after 3 bytes, not ';'
          3:abcd,      | expected a comma after 3 bytes, not 'd'
          0:x          | expected a comma after 0 bytes, not 'x'
          """)
  void whatIsNoNetstringIsRefusedWithTheReason(String text, String why) {
    assertThat(decoder.decode(bytes(text), 0, text.length())).isEqualTo(Outcome.MALFORMED);
    assertThat(decoder.fault()).isEqualTo(why);
  }

  @Test
  void aBinaryByteIsShownAsANumber() {
    assertThat(decoder.decode(new byte[] {(byte) 0x96}, 0, 1)).isEqualTo(Outcome.MALFORMED);
    assertThat(decoder.fault()).isEqualTo("expected a digit of the length, not 0x96");
  }

  @Test
  void aLengthThatIsTooLongIsRefusedBeforeItsBytesCome() {
    assertThat(decoder.decode(bytes("10000:"), 0, 6)).isEqualTo(Outcome.INCOMPLETE);
    assertThat(decoder.decode(bytes("10001"), 0, 5)).isEqualTo(Outcome.MALFORMED);
  }

  @Test
  void randomBytesNeverThrowAndRandomPayloadsComeBack() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] payload = new byte[random.nextInt(200)];
      random.nextBytes(payload);
      byte[] framed = Netstring.encode(payload);
      assertThat(decoder.decode(framed, 0, framed.length))
          .as("seed %d", seed)
          .isEqualTo(Outcome.COMPLETE);
      assertThat(Arrays.copyOfRange(framed, decoder.start(), decoder.end())).isEqualTo(payload);

      framed[random.nextInt(framed.length)] = (byte) random.nextInt(256);
      Outcome outcome = decoder.decode(framed, 0, random.nextInt(framed.length + 1));
      if (outcome == Outcome.COMPLETE) {
        assertThat(decoder.next()).as("seed %d", seed).isLessThanOrEqualTo(framed.length);
      }
    }
  }

  private String payload(byte[] bytes) {
    int length = decoder.end() - decoder.start();
    return new String(bytes, decoder.start(), length, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
