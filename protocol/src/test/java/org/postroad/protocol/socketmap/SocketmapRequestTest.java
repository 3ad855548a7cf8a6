package org.postroad.protocol.socketmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketmapRequestTest {

  @Test
  void theMapNameEndsAtTheFirstBlank() {
    assertThat(parse("postfix example.com"))
        .isEqualTo(valid(new SocketmapRequest("postfix", "example.com")));
    assertThat(parse("postfix a b")).isEqualTo(valid(new SocketmapRequest("postfix", "a b")));
    assertThat(parse("postfix ")).isEqualTo(valid(new SocketmapRequest("postfix", "")));
  }

  @Test
  void aKeyMayBeUtf8() {
    assertThat(parse("postfix faß.de")).isEqualTo(valid(new SocketmapRequest("postfix", "faß.de")));
  }

  @Test
  void bytesThatAreNoUtf8MakeAKeyThatNoMapHolds() {
    byte[] latin1 = "postfix fa\u00df.de".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(SocketmapRequest.parse(latin1, 0, latin1.length))
        .isEqualTo(valid(new SocketmapRequest("postfix", "fa\ufffd.de")));
  }

  @Test
  void whatNamesNoMapIsRefusedWithTheReason() {
    assertThat(parse("postfix")).isEqualTo(invalid("no blank between map name and key"));
    assertThat(parse("")).isEqualTo(invalid("no blank between map name and key"));
    String unprintable = "map name is not 1 to 100 printable characters";
    assertThat(parse(" example.com")).isEqualTo(invalid(unprintable));
    assertThat(parse("post\u0007fix example.com")).isEqualTo(invalid(unprintable));
    assertThat(parse("m".repeat(101) + " example.com")).isEqualTo(invalid(unprintable));
    assertThat(parse("postfix " + "a".repeat(10_000)))
        .isEqualTo(invalid("request of 10008 bytes, at most 10000"));
    assertThatThrownBy(() -> new SocketmapRequest("two words", "key"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsEncodedIsReadBack() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Netstring.Decoder decoder = new Netstring.Decoder(SocketmapRequest.BYTES_MAX);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder key = new StringBuilder();
      random
          .ints(random.nextInt(40), 0, 0x11_0000)
          .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
          .forEach(key::appendCodePoint);
      SocketmapRequest request = new SocketmapRequest("map" + random.nextInt(9), key.toString());
      byte[] framed = request.encode();
      assertThat(decoder.decode(framed, 0, framed.length)).isEqualTo(Netstring.Outcome.COMPLETE);
      int length = decoder.end() - decoder.start();
      assertThat(SocketmapRequest.parse(framed, decoder.start(), length))
          .as("seed %d", seed)
          .isEqualTo(valid(request));
    }
  }

  @Test
  void randomBytesNeverThrow() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      assertThat(SocketmapRequest.parse(bytes, 0, bytes.length)).as("seed %d", seed).isNotNull();
    }
  }

  private static SocketmapRequest.Parsed parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return SocketmapRequest.parse(bytes, 0, bytes.length);
  }

  private static SocketmapRequest.Parsed valid(SocketmapRequest request) {
    return new SocketmapRequest.Parsed.Valid(request);
  }

  private static SocketmapRequest.Parsed invalid(String why) {
    return new SocketmapRequest.Parsed.Invalid(why);
  }
}
