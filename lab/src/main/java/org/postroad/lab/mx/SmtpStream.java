package org.postroad.lab.mx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lines and replies of SMTP on a connection, each octet as one character (ISO 8859-1).
///
/// Only CRLF ends a line (RFC 5321 §2.3.8): a bare CR or LF stays in it, so that smuggling shows.
public final class SmtpStream {

  private static final int LINE_MAX = 64 * 1024;
  private static final int REPLY_LINES_MAX = 1000;

  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[8192];
  private int at;
  private int end;

  public SmtpStream(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// The next line without its CRLF; nothing if the other side is through.
  ///
  /// @throws IOException also if the line is longer than 64 KB, or cut short
  public Optional<String> line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int octet = read();
      if (octet < 0) {
        if (line.isEmpty()) {
          return Optional.empty();
        }
        throw new EOFException("line cut short: " + line);
      }
      line.append((char) octet);
      int length = line.length();
      if (octet == '\n' && length >= 2 && line.charAt(length - 2) == '\r') {
        return Optional.of(line.substring(0, length - 2));
      }
      if (length > LINE_MAX) {
        throw new IOException("line of more than " + LINE_MAX + " octets");
      }
    }
  }

  /// A whole reply, line by line: `250-first`, `250 last`.
  ///
  /// @throws IOException also if there is none, or what comes is no reply
  public List<String> reply() throws IOException {
    List<String> lines = new ArrayList<>();
    while (lines.size() < REPLY_LINES_MAX) {
      String line = line().orElseThrow(() -> new EOFException("the server hung up"));
      lines.add(line);
      if (!line.matches("[2-5][0-9][0-9]([ -].*)?")) {
        throw new IOException("no reply: " + line);
      }
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return lines;
      }
    }
    throw new IOException("reply of more than " + REPLY_LINES_MAX + " lines");
  }

  /// The lines of a message up to its final dot, as they are on the wire, dots still stuffed; the
  /// final line is not among them.
  ///
  /// @param octetsMax the rest is read and thrown away
  /// @return nothing if it was more
  public Optional<List<String>> message(int octetsMax) throws IOException {
    List<String> lines = new ArrayList<>();
    long octets = 0;
    while (true) {
      String line = line().orElseThrow(() -> new EOFException("message cut short"));
      if (line.equals(".")) {
        return octets > octetsMax ? Optional.empty() : Optional.of(lines);
      }
      octets += line.length() + 2;
      if (octets <= octetsMax) {
        lines.add(line);
      }
    }
  }

  /// The message itself: dots unstuffed (RFC 5321 §4.5.2), every line ended by CRLF.
  public static String unstuffed(List<String> lines) {
    StringBuilder message = new StringBuilder();
    lines.forEach(
        line -> message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n"));
    return message.toString();
  }

  /// Sends these octets, each character one of them, at once.
  public void write(String octets) throws IOException {
    out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /// What came and was not read yet, without waiting for more: at STARTTLS that must be nothing.
  public String pending() throws IOException {
    if (at == end) {
      at = 0;
      end = 0;
    }
    int ready = Math.min(in.available(), buffer.length - end);
    if (ready > 0) {
      end += Math.max(0, in.read(buffer, end, ready));
    }
    String pending = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
    at = end;
    return pending;
  }

  /// Whether more came that was not read yet.
  public boolean hasMore() throws IOException {
    return at < end || in.available() > 0;
  }

  private int read() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }
}
