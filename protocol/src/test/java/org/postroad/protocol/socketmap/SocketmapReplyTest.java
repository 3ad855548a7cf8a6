package org.postroad.protocol.socketmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketmapReplyTest {

  @Test
  void eachReplyHasItsWord() {
    assertThat(new SocketmapReply.Ok("secure match=a.b").text()).isEqualTo("OK secure match=a.b");
    assertThat(new SocketmapReply.Temp("no answer").text()).isEqualTo("TEMP no answer");
    assertThat(new SocketmapReply.Timeout("20 s").text()).isEqualTo("TIMEOUT 20 s");
    assertThat(new SocketmapReply.Perm("unknown map").text()).isEqualTo("PERM unknown map");
  }

  @Test
  void notFoundKeepsItsTrailingBlank() {
    assertThat(new SocketmapReply.NotFound().encode())
        .isEqualTo("9:NOTFOUND ,".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aReasonIsOneShortPrintableLine() {
    assertThat(new SocketmapReply.Temp("bad\r\nname\u001b[31m").reason())
        .isEqualTo("bad\\x0d\\x0aname\\x1b[31m");
    assertThat(new SocketmapReply.Temp("x".repeat(200)).reason()).hasSize(200).endsWith("x");
    assertThat(new SocketmapReply.Perm("x".repeat(201)).reason())
        .hasSizeLessThanOrEqualTo(200)
        .endsWith("...");
    assertThat(new SocketmapReply.Timeout("\u20ac".repeat(90)).reason())
        .hasSizeLessThanOrEqualTo(200)
        .endsWith("...");
  }

  @Test
  void aReasonThatIsSafeAlreadyStaysAsItIs() {
    String escaped = "seen \"\\x1b\" in the record";
    assertThat(new SocketmapReply.Temp(escaped).reason()).isEqualTo(escaped);
  }

  @Test
  void dataBeyondWhatPostfixReadsIsNotAReply() {
    String longest = "x".repeat(SocketmapReply.BYTES_MAX - 3);
    assertThat(new SocketmapReply.Ok(longest).text()).hasSize(100_000);
    assertThat(SocketmapReply.Ok.fits(longest + "x")).isFalse();
    assertThat(SocketmapReply.Ok.fits("\u00e4".repeat(50_000))).isFalse();
    assertThatThrownBy(() -> new SocketmapReply.Ok(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherServersRepliesAreReadToo() {
    assertThat(parse("NOTFOUND")).isEqualTo(valid(new SocketmapReply.NotFound()));
    assertThat(parse("TEMP")).isEqualTo(valid(new SocketmapReply.Temp("")));
    assertThat(parse("MAYBE x"))
        .isEqualTo(new SocketmapReply.Parsed.Invalid("unknown word \"MAYBE\""));
    byte[] latin1 = {'O', 'K', ' ', (byte) 0xe4};
    assertThat(SocketmapReply.parse(latin1, 0, latin1.length))
        .isEqualTo(new SocketmapReply.Parsed.Invalid("reply is not UTF-8"));
  }

  @Test
  void whatIsEncodedIsReadBackAndRandomBytesNeverThrow() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(250), 1, 0xd800).forEach(c -> text.append((char) c));
      SocketmapReply reply =
          switch (random.nextInt(5)) {
            case 0 -> new SocketmapReply.Ok(text.toString());
            case 1 -> new SocketmapReply.NotFound();
            case 2 -> new SocketmapReply.Temp(text.toString());
            case 3 -> new SocketmapReply.Timeout(text.toString());
            default -> new SocketmapReply.Perm(text.toString());
          };
      assertThat(parse(reply.text())).as("seed %d", seed).isEqualTo(valid(reply));

      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertThat(SocketmapReply.parse(bytes, 0, bytes.length)).as("seed %d", seed).isNotNull();
    }
  }

  private static SocketmapReply.Parsed parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return SocketmapReply.parse(bytes, 0, bytes.length);
  }

  private static SocketmapReply.Parsed valid(SocketmapReply reply) {
    return new SocketmapReply.Parsed.Valid(reply);
  }
}
