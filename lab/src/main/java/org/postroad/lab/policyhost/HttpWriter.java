package org.postroad.lab.policyhost;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.postroad.lab.net.Gate;
import org.postroad.lab.policyhost.HttpReply.Body;
import org.postroad.lab.policyhost.HttpReply.Framing;

/// Puts replies on the wire.
final class HttpWriter {

  private static final int CHUNK = 16;
  private static final byte[] FILLING = filling();

  private final OutputStream out;

  HttpWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out);
  }

  /// What becomes of the connection.
  enum After {
    STAYS,
    CLOSES,
    /// Closes without a word of TLS.
    CUTS
  }

  After write(HttpReply reply, boolean head) throws IOException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    lines.append(reply.version()).append(' ').append(reply.status()).append(" .\r\n");
    reply.headers().forEach(line -> lines.append(line).append("\r\n"));
    switch (reply.framing()) {
      case LENGTH -> lines.append("Content-Length: ").append(length(reply.body())).append("\r\n");
      case CHUNKED -> lines.append("Transfer-Encoding: chunked\r\n");
      case UNTIL_CLOSE -> lines.append("Connection: close\r\n");
    }
    raw(lines.append("\r\n").toString());
    if (head) {
      return After.STAYS;
    }
    boolean chunked = reply.framing() == Framing.CHUNKED;
    After after = reply.framing() == Framing.UNTIL_CLOSE ? After.CLOSES : After.STAYS;
    switch (reply.body()) {
      case Body.Text(String text) -> send(utf8(text), chunked);
      case Body.Octets(String octets) -> send(latin(octets), chunked);
      case Body.Filled(String text, long octets) -> fill(utf8(text), octets, chunked);
      case Body.Dripped(String text, Duration pause) -> drip(utf8(text), pause, chunked);
      case Body.Cut(String text, int octets) -> {
        byte[] all = utf8(text);
        send(Arrays.copyOf(all, Math.min(octets, all.length)), chunked);
        out.flush();
        return After.CUTS;
      }
    }
    if (chunked) {
      out.write(ascii("0\r\n\r\n"));
    }
    out.flush();
    return after;
  }

  /// Each character as one octet.
  void raw(String octets) throws IOException {
    out.write(latin(octets));
    out.flush();
  }

  /// Header lines until the client goes.
  void endlessHead(Duration pause) throws IOException, InterruptedException {
    raw("HTTP/1.1 200 .\r\n");
    for (long i = 0; ; i++) {
      out.write(ascii("X-Line-" + i + ": one more of them, and there is no end\r\n"));
      pause(pause);
    }
  }

  private void send(byte[] octets, boolean chunked) throws IOException {
    if (!chunked) {
      out.write(octets);
      return;
    }
    for (int at = 0; at < octets.length; at += CHUNK) {
      chunk(octets, at, Math.min(CHUNK, octets.length - at));
    }
  }

  private void fill(byte[] text, long octets, boolean chunked) throws IOException {
    send(text, chunked);
    for (long left = octets - text.length; left > 0; left -= FILLING.length) {
      int part = (int) Math.min(left, FILLING.length);
      if (chunked) {
        chunk(FILLING, 0, part);
      } else {
        out.write(FILLING, 0, part);
      }
    }
  }

  private void drip(byte[] text, Duration pause, boolean chunked)
      throws IOException, InterruptedException {
    out.flush();
    for (int at = 0; at < text.length; at++) {
      pause(pause);
      if (chunked) {
        chunk(text, at, 1);
      } else {
        out.write(text, at, 1);
      }
      out.flush();
    }
  }

  private void chunk(byte[] octets, int at, int length) throws IOException {
    out.write(ascii(Integer.toHexString(length) + "\r\n"));
    out.write(octets, at, length);
    out.write(ascii("\r\n"));
  }

  /// A pause that the end of the server interrupts.
  private void pause(Duration pause) throws IOException, InterruptedException {
    if (pause.isPositive()) {
      out.flush();
      new Gate().pass(pause);
    }
  }

  private static long length(Body body) {
    return switch (body) {
      case Body.Text(String text) -> utf8(text).length;
      case Body.Octets(String octets) -> latin(octets).length;
      case Body.Filled(String text, long octets) -> Math.max(octets, utf8(text).length);
      case Body.Dripped(String text, var _) -> utf8(text).length;
      case Body.Cut(String text, var _) -> utf8(text).length;
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] latin(String octets) {
    return octets.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] filling() {
    byte[] filling = new byte[8192];
    Arrays.fill(filling, (byte) 'x');
    return filling;
  }
}
