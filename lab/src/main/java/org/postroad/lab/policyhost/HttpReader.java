package org.postroad.lab.policyhost;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.lab.policyhost.Visit.Request;

/// Reads requests from the wire.
final class HttpReader {

  private static final int LINES_MAX = 100;
  private static final int LINE_MAX = 8192;

  private HttpReader() {}

  /// The next request; nothing if the client is through.
  static Optional<Request> request(InputStream in) throws IOException {
    Optional<String> start = readLine(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < LINES_MAX; i++) {
      String line = readLine(in).orElseThrow(() -> new EOFException("request cut short"));
      if (line.isEmpty()) {
        String[] words = start.get().split(" ", 3);
        if (words.length < 3) {
          throw new IOException("no request: " + start.get());
        }
        return Optional.of(new Request(words[0], words[1], headers));
      }
      headers.add(line);
    }
    throw new IOException("more than " + LINES_MAX + " header lines");
  }

  private static Optional<String> readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != -1; octet = in.read()) {
      if (octet == '\n') {
        String text = line.toString();
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      }
      if (line.length() == LINE_MAX) {
        throw new IOException("line of more than " + LINE_MAX + " octets");
      }
      line.append((char) octet);
    }
    return Optional.empty();
  }
}
