package org.postroad.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A message as it may stand between DATA and the final dot: every line ends in CRLF, and there is
/// no CR and no LF beside.
///
/// Receivers differ in what they take for the end of a message; a bare LF or CR before a dot lets a
/// stranger smuggle a second message past those that are too generous. So none is ever sent (RFC
/// 5321 §2.3.8): [#parse] converts a message with LF line ends throughout, as files on Unix have
/// them, and refuses any other mixture instead of guessing.
public final class MessageBytes {

  private final byte[] octets;
  private final boolean has8Bit;
  private final HeaderText headerText;

  private MessageBytes(byte[] octets) {
    this.octets = octets;
    boolean high = false;
    for (byte octet : octets) {
      high |= octet < 0;
    }
    this.has8Bit = high;
    this.headerText = high ? HeaderText.of(octets) : HeaderText.ASCII;
  }

  /// A message, or why the octets are none.
  public sealed interface Parsed {
    record Valid(MessageBytes message) implements Parsed {}

    /// @param line 1-based
    record Invalid(String why, int line) implements Parsed {
      /// `line 3: bare CR`.
      public String text() {
        return "line " + line + ": " + why;
      }
    }
  }

  /// Reads a message from a file. The first line end decides which of the two kinds all must be; a
  /// last line without an end gets one.
  public static Parsed parse(byte[] octets) {
    boolean crlf = false;
    int line = 1;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\r') {
        if (i + 1 == octets.length || octets[i + 1] != '\n') {
          return new Parsed.Invalid("bare CR", line);
        }
        if (line > 1 && !crlf) {
          return new Parsed.Invalid("ends in CRLF, the lines before it in LF", line);
        }
        crlf = true;
        i++;
        line++;
      } else if (octets[i] == '\n') {
        if (crlf) {
          return new Parsed.Invalid("ends in LF, the lines before it in CRLF", line);
        }
        line++;
      }
    }
    return new Parsed.Valid(new MessageBytes(withCrlf(octets)));
  }

  /// The length in octets as RFC 1870 §5 counts it: with CRLFs, without doubled dots and the end.
  public int size() {
    return octets.length;
  }

  /// Whether an octet has its high bit set, so that the server must offer 8BITMIME (RFC 6152).
  public boolean has8Bit() {
    return has8Bit;
  }

  /// In what its header fields are written, those of its parts included.
  public HeaderText headerText() {
    return headerText;
  }

  /// The same message with a header field before all others.
  ///
  /// @param field with its CRLF, in ASCII
  public MessageBytes with(String field) {
    byte[] first = field.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(first, first.length + octets.length);
    System.arraycopy(octets, 0, all, first.length, octets.length);
    return new MessageBytes(all);
  }

  /// The octets with CRLF line ends.
  public byte[] octets() {
    return octets.clone();
  }

  /// All that follows the reply 354: leading dots doubled (RFC 5321 §4.5.2), then a dot alone on
  /// its line.
  public byte[] dataBlock() {
    byte[] block = new byte[octets.length + leadingDots() + 3];
    int to = 0;
    for (int from = 0; from < octets.length; from++) {
      if (octets[from] == '.' && startsLine(from)) {
        block[to++] = '.';
      }
      block[to++] = octets[from];
    }
    block[to++] = '.';
    block[to++] = '\r';
    block[to] = '\n';
    return block;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageBytes message && Arrays.equals(octets, message.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return "a message of " + octets.length + " octets";
  }

  private int leadingDots() {
    int dots = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '.' && startsLine(i)) {
        dots++;
      }
    }
    return dots;
  }

  private boolean startsLine(int at) {
    return at == 0 || octets[at - 1] == '\n';
  }

  /// Only for octets that [#parse] found to be of one kind.
  private static byte[] withCrlf(byte[] octets) {
    int bare = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
        bare++;
      }
    }
    boolean unfinished = octets.length > 0 && octets[octets.length - 1] != '\n';
    byte[] converted = new byte[octets.length + bare + (unfinished ? 2 : 0)];
    int to = 0;
    for (int from = 0; from < octets.length; from++) {
      if (octets[from] == '\n' && (from == 0 || octets[from - 1] != '\r')) {
        converted[to++] = '\r';
      }
      converted[to++] = octets[from];
    }
    if (unfinished) {
      converted[to++] = '\r';
      converted[to] = '\n';
    }
    return converted;
  }
}
