package org.postroad.engine.policyhost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads one HTTP/1.1 response (RFC 9112) from a connection that is closed after it.
///
/// Every part has a bound, and what can be read in two ways is refused rather than guessed: both
/// Content-Length and Transfer-Encoding, several lengths, codings other than `chunked`, folded
/// lines. The one thing that cannot be told is a body without a length that somebody on the path
/// cut at a record's end, since servers close without saying so; the policy's own grammar has to
/// bear that.
final class HttpReader {

  private static final int HEAD_BYTES_MAX = 16 * 1024;
  private static final int INTERIM_MAX = 4; // 103 Early Hints and the like
  private static final int CHUNK_LINE_MAX = 256;
  private static final String CUT_SHORT = "body cut short";
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

  private final InputStream in;
  private final byte[] buffer;
  private int at;
  private int end;

  HttpReader(InputStream in) {
    this(in, 8192);
  }

  /// @param ahead how much may be read beyond what was asked for; 1 where something else follows
  HttpReader(InputStream in, int ahead) {
    this.in = in;
    this.buffer = new byte[ahead];
  }

  /// The final head, interim ones skipped.
  HttpHead head() throws IOException {
    for (int i = 0; i <= INTERIM_MAX; i++) {
      HttpHead head = HttpHead.parse(headLines());
      if (head.status() >= 200) {
        return head;
      }
    }
    throw new HttpFault("more than " + INTERIM_MAX + " interim responses");
  }

  /// The body, at most `max` bytes; longer ones are refused, a stated length unread.
  byte[] body(HttpHead head, int max) throws IOException {
    Optional<String> coding = head.one("transfer-encoding");
    Optional<String> length = head.one("content-length");
    if (coding.isPresent()) {
      if (length.isPresent()) {
        throw new HttpFault("both Transfer-Encoding and Content-Length"); // RFC 9112 §6.3
      }
      if (!coding.get().toLowerCase(Locale.ROOT).equals("chunked")) {
        throw new HttpFault(
            "Transfer-Encoding " + HttpHead.shown(coding.get()) + ", known is chunked alone");
      }
      return chunks(max);
    }
    if (length.isEmpty()) {
      return untilClose(max);
    }
    if (!LENGTH.matcher(length.get()).matches()) {
      throw new HttpFault("Content-Length " + HttpHead.shown(length.get()));
    }
    long stated = Long.parseLong(length.get());
    if (stated > max) {
      throw tooLong(max);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) stated);
    copy((int) stated, out);
    return out.toByteArray();
  }

  private List<String> headLines() throws IOException {
    List<String> lines = new ArrayList<>();
    int left = HEAD_BYTES_MAX;
    while (true) {
      String line =
          line(left, lines.isEmpty() ? "connection closed without a response" : "head cut short");
      if (line.isEmpty() && !lines.isEmpty()) {
        return lines;
      }
      left -= line.length() + 2;
      lines.add(line);
    }
  }

  private byte[] chunks(int max) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      String line = line(CHUNK_LINE_MAX, CUT_SHORT);
      var size = CHUNK_SIZE.matcher(line);
      if (!size.matches()) {
        throw new HttpFault("not a chunk size: " + HttpHead.shown(line));
      }
      long bytes = Long.parseLong(size.group(1), 16);
      if (bytes == 0) {
        return out.toByteArray(); // trailers, if any, are nobody's business
      }
      if (out.size() + bytes > max) {
        throw tooLong(max);
      }
      copy((int) bytes, out);
      if (!line(CHUNK_LINE_MAX, CUT_SHORT).isEmpty()) {
        throw new HttpFault("a chunk longer than it says");
      }
    }
  }

  private byte[] untilClose(int max) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (at < end || fill()) {
      out.write(buffer, at, end - at);
      at = end;
      if (out.size() > max) {
        throw tooLong(max);
      }
    }
    return out.toByteArray();
  }

  private void copy(int bytes, ByteArrayOutputStream out) throws IOException {
    for (int left = bytes; left > 0; ) {
      if (at == end && !fill()) {
        throw new HttpFault(CUT_SHORT + ", " + left + " of " + bytes + " bytes missing");
      }
      int now = Math.min(left, end - at);
      out.write(buffer, at, now);
      at += now;
      left -= now;
    }
  }

  /// A line without its end, CRLF or LF (RFC 9112 §2.2); other octets as ISO 8859-1.
  ///
  /// @param atEnd what it means if the connection ends here
  private String line(int max, String atEnd) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (at == end && !fill()) {
        throw new HttpFault(atEnd);
      }
      char c = (char) (buffer[at++] & 0xff);
      if (c == '\n') {
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
          line.setLength(last);
        }
        return line.toString();
      }
      if (line.length() >= max) {
        throw new HttpFault(
            max == CHUNK_LINE_MAX
                ? "not a chunk size: " + HttpHead.shown(line.toString())
                : "a head of more than " + HEAD_BYTES_MAX + " bytes");
      }
      line.append(c);
    }
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer);
    at = 0;
    end = Math.max(read, 0);
    return read > 0;
  }

  private static HttpFault tooLong(int max) {
    return new HttpFault("body of more than " + max + " bytes");
  }
}
