package org.postroad.engine.policyhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HttpReaderFuzzTest {

  private static final int RUNS = 20_000;
  private static final int BODY_MAX = 100;
  private static final List<String> PIECES =
      List.of(
          "HTTP/1.1 200 OK",
          "HTTP/1.0 404 ",
          "HTTP/1.1 103 x",
          "\r\n",
          "\n",
          "\r",
          "\r\n\r\n",
          "Content-Length: 5",
          "Content-Length: 999999999999999999",
          "Transfer-Encoding: chunked",
          "Content-Type: text/plain",
          "5\r\nhello\r\n",
          "0\r\n\r\n",
          "ffffffff\r\n",
          ": ",
          " ",
          "\u0000",
          "x");

  @Test
  void whateverComesIsReadOrRefusedWithinTheBounds() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      byte[] octets = response(random).getBytes(StandardCharsets.ISO_8859_1);
      if (random.nextInt(3) == 0 && octets.length > 0) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      HttpReader reader = new HttpReader(inPieces(octets, random), 1 + random.nextInt(40));
      try {
        HttpHead head = reader.head();
        assertThat(head.status()).as("seed %d, run %d", seed, run).isBetween(200, 999);
        assertThat(reader.body(head, BODY_MAX).length)
            .as("seed %d, run %d", seed, run)
            .isLessThanOrEqualTo(BODY_MAX);
      } catch (HttpFault e) {
        assertThat(e.why()).as("seed %d, run %d", seed, run).isNotBlank().isPrintable();
      }
    }
  }

  private static String response(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "HTTP/1.1 200 OK\r\n");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      text.append(random.nextBoolean() ? "\r\n" : "");
    }
    return text.toString();
  }

  /// The network hands over as little as it likes.
  private static InputStream inPieces(byte[] octets, Random random) {
    return new ByteArrayInputStream(octets) {
      @Override
      public synchronized int read(byte[] into, int at, int length) {
        return super.read(into, at, Math.min(length, 1 + random.nextInt(20)));
      }
    };
  }
}
