package org.postroad.protocol.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// In what the header fields of a message are written: those before its first empty line, those of
/// its parts and those of messages within it, since RFC 6531 §3.2 asks for SMTPUTF8 "at any level
/// within its MIME structure".
public enum HeaderText {
  ASCII,

  /// An internationalized message (RFC 6532), which only a server with SMTPUTF8 takes.
  UTF8,

  /// Octets of some other charset, as old programs write them: a message by no RFC, but there is
  /// such mail, and servers "SHOULD NOT reject messages based on perceived defects" of a header
  /// (RFC 5321 §3.3). A server with 8BITMIME takes its octets as they are.
  OTHER;

  static HeaderText of(byte[] octets) {
    return new Reader(octets).read();
  }

  /// Goes over the lines and knows of each whether it belongs to a header. Of a structure that is
  /// broken it sees what a lenient reader would.
  private static final class Reader {

    private static final int BOUNDARIES_MAX = 1000;
    private static final int BOUNDARY_MAX = 200; // RFC 2046 §5.1.1 has 70
    private static final int FIELD_MAX = 8192;
    private static final Pattern BOUNDARY =
        Pattern.compile(
            ";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,200}+)\"|([^\\s;\"]{1,200}+))",
            Pattern.CASE_INSENSITIVE);

    private final byte[] octets;

    /// Those seen so far; true for those of a digest, whose parts are messages (RFC 2046 §5.1.5).
    private final Map<String, Boolean> boundaries = new HashMap<>();

    private final StringBuilder contentType = new StringBuilder();
    private boolean inHeader = true;
    private boolean inDigest;
    private boolean inContentType;

    Reader(byte[] octets) {
      this.octets = octets;
    }

    HeaderText read() {
      HeaderText text = ASCII;
      int from = 0;
      while (from < octets.length) {
        int end = from;
        boolean high = false;
        while (end < octets.length && octets[end] != '\n') {
          high |= octets[end++] < 0;
        }
        int length = end - from - (end > from && octets[end - 1] == '\r' ? 1 : 0);
        if (!delimits(from, length) && inHeader) {
          if (high && !isUtf8(from, length)) {
            return OTHER;
          }
          text = high ? UTF8 : text;
          header(from, length);
        }
        from = end + 1;
      }
      return text;
    }

    /// Whether the line stands between two parts or behind the last one.
    private boolean delimits(int from, int length) {
      if (length < 3
          || length > BOUNDARY_MAX
          || octets[from] != '-'
          || octets[from + 1] != '-'
          || boundaries.isEmpty()) {
        return false;
      }
      String name = line(from + 2, length - 2).stripTrailing();
      Boolean digest = boundaries.get(name);
      boolean last = digest == null && name.endsWith("--");
      if (last) {
        digest = boundaries.get(name.substring(0, name.length() - 2));
      }
      if (digest == null) {
        return false;
      }
      begin(!last, digest);
      return true;
    }

    private void begin(boolean header, boolean digest) {
      inHeader = header;
      inDigest = digest;
      inContentType = false;
      contentType.setLength(0);
    }

    private void header(int from, int length) {
      if (length == 0) {
        endOfHeader();
        return;
      }
      String line = line(from, Math.min(length, FIELD_MAX));
      if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
        inContentType =
            contentType.isEmpty() && line.regionMatches(true, 0, "Content-Type:", 0, 13);
        line = inContentType ? line.substring(13) : line;
      }
      if (inContentType && contentType.length() < FIELD_MAX) {
        contentType.append(line).append(' ');
      }
    }

    private void endOfHeader() {
      String type = contentType.toString().strip().toLowerCase(Locale.ROOT);
      Matcher boundary = BOUNDARY.matcher(contentType);
      boolean message =
          type.isEmpty() ? inDigest : type.matches("(?s)message/(rfc822|global|news)\\b.*");
      if (type.startsWith("multipart/") && boundary.find() && boundaries.size() < BOUNDARIES_MAX) {
        String name = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
        boundaries.putIfAbsent(name.stripTrailing(), type.startsWith("multipart/digest"));
      }
      begin(message, false);
    }

    private String line(int from, int length) {
      return new String(octets, from, length, StandardCharsets.ISO_8859_1);
    }

    private boolean isUtf8(int from, int length) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, from, length));
        return true;
      } catch (CharacterCodingException e) {
        return false;
      }
    }
  }
}
