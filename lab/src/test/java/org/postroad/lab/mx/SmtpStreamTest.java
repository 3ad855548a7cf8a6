package org.postroad.lab.mx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postroad.lab.Fuzz;

class SmtpStreamTest {

  @Test
  void onlyCrLfEndsALine() throws IOException {
    SmtpStream stream = reading("one\ntwo\rthree\r\n\r\nlast\r\n");

    assertThat(stream.line()).contains("one\ntwo\rthree");
    assertThat(stream.line()).contains("");
    assertThat(stream.line()).contains("last");
    assertThat(stream.line()).isEmpty();
    assertThatThrownBy(() -> reading("cut").line()).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> reading("x".repeat(70_000) + "\r\n").line())
        .hasMessage("line of more than 65536 octets");
  }

  @Test
  void replyEndsAtTheLineWithoutAHyphen() throws IOException {
    SmtpStream stream = reading("250-one\r\n250-two\r\n250 three\r\n220\r\n");

    assertThat(stream.reply()).containsExactly("250-one", "250-two", "250 three");
    assertThat(stream.reply()).containsExactly("220");
    assertThatThrownBy(stream::reply).hasMessage("the server hung up");
    assertThatThrownBy(() -> reading("hello\r\n").reply()).hasMessage("no reply: hello");
    assertThatThrownBy(() -> reading("250-x\r\n".repeat(2000)).reply())
        .hasMessage("reply of more than 1000 lines");
  }

  @Test
  void messageEndsAtItsDotAndIsUnstuffed() throws IOException {
    SmtpStream stream = reading("a\r\n..b\r\n.\r\nNOOP\r\n");
    List<String> lines = stream.message(100).orElseThrow();

    assertThat(lines).containsExactly("a", "..b");
    assertThat(SmtpStream.unstuffed(lines)).isEqualTo("a\r\n.b\r\n");
    assertThat(stream.line()).contains("NOOP");
    assertThat(reading("too long\r\n.\r\n").message(5)).isEmpty();
  }

  @Test
  void pendingIsWhatCameTooEarly() throws IOException {
    SmtpStream stream = reading("STARTTLS\r\nRSET\r\n");

    assertThat(stream.line()).contains("STARTTLS");
    assertThat(stream.pending()).isEqualTo("RSET\r\n");
    assertThat(stream.line()).isEmpty();
  }

  @Test
  void anyOctetsEndAsLinesOrIoExceptions() {
    Random random = Fuzz.random("SmtpStream fuzz");
    String alphabet = "250- \r\n.x\u00ff\u0000";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        SmtpStream stream = reading(text.toString());
        if (random.nextBoolean()) {
          assertThat(stream.reply()).isNotEmpty();
        } else {
          assertThat(stream.message(1000)).isNotNull();
        }
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (RuntimeException e) {
        fail(String.valueOf(e), e);
      }
    }
  }

  private static SmtpStream reading(String octets) {
    return new SmtpStream(
        new ByteArrayInputStream(octets.getBytes(ISO_8859_1)), new ByteArrayOutputStream());
  }
}
