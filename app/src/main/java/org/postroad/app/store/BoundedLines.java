package org.postroad.app.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lines of a text that somebody else wrote: of bounded length, in UTF-8, ended by LF or CRLF.
public final class BoundedLines {

  private final InputStream in;
  private final int most;
  private long number;
  private volatile long octets;

  /// @param most bytes of a line
  public BoundedLines(InputStream in, int most) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.most = most;
  }

  /// A line, counted from 1.
  public sealed interface Line {
    long number();
  }

  public record Text(long number, String text) implements Line {}

  public record Unusable(long number, String why) implements Line {}

  /// The next line; empty at the end.
  public Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    int octet = in.read();
    if (octet < 0) {
      return Optional.empty();
    }
    number++;
    boolean tooLong = false;
    long read = octets + 1;
    for (; octet >= 0 && octet != '\n'; octet = in.read()) {
      read++;
      tooLong |= line.size() >= most;
      if (!tooLong) {
        line.write(octet);
      }
    }
    octets = octet < 0 ? read - 1 : read; // the last line may have no end
    return Optional.of(
        tooLong
            ? new Unusable(number, "longer than " + most + " bytes")
            : decoded(line.toByteArray()));
  }

  /// Octets of the lines handed out, their ends included. Any thread may ask.
  public long octets() {
    return octets;
  }

  private Line decoded(byte[] line) {
    int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    try {
      ByteBuffer octets = ByteBuffer.wrap(line, 0, length);
      return new Text(number, StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
    } catch (CharacterCodingException e) {
      return new Unusable(number, "not UTF-8");
    }
  }
}
