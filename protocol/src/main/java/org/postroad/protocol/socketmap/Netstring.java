package org.postroad.protocol.socketmap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A netstring: the length in decimal digits, a colon, that many bytes, a comma.
///
/// `11:postfix a.b,` holds the 11 bytes `postfix a.b`. Source: D. J. Bernstein's definition of
/// 1997-02-01. Read strictly: no leading zeros, no blanks, nothing but a comma at the end, for a
/// reader that guesses where the next one begins answers a question that nobody asked.
public final class Netstring {

  private Netstring() {}

  /// The payload between its length and the comma.
  public static byte[] encode(byte[] payload) {
    byte[] length = Integer.toString(payload.length).getBytes(StandardCharsets.US_ASCII);
    byte[] framed = Arrays.copyOf(length, length.length + payload.length + 2);
    framed[length.length] = ':';
    System.arraycopy(payload, 0, framed, length.length + 1, payload.length);
    framed[framed.length - 1] = ',';
    return framed;
  }

  /// How many bytes a netstring with a payload of that many bytes has.
  public static int framedLength(int payload) {
    return Integer.toString(payload).length() + 1 + payload + 1;
  }

  /// What a [Decoder] found.
  public enum Outcome {
    /// A whole netstring: see [Decoder#start], [Decoder#end] and [Decoder#next].
    COMPLETE,
    /// A netstring so far; call again when more bytes stand behind these.
    INCOMPLETE,
    /// No netstring, see [Decoder#fault]. Where the next one would begin cannot be known.
    MALFORMED
  }

  /// Finds netstrings in bytes as they come in, without copying and without allocating.
  ///
  /// It keeps nothing but its last result, so one decoder serves all connections of a thread. The
  /// accessors are valid until the next call; they stand here in place of a sealed result, since
  /// this runs once per query of the warm path.
  public static final class Decoder {
    private final int max;
    private int start;
    private int end;
    private String fault = "";

    /// @param max the longest payload, in bytes, that is accepted
    public Decoder(int max) {
      if (max < 0) {
        throw new IllegalArgumentException("limit of " + max + " bytes");
      }
      this.max = max;
    }

    /// Looks at the netstring that begins at `from`; bytes at and behind `to` are not there yet.
    public Outcome decode(byte[] bytes, int from, int to) {
      long length = 0;
      int at = from;
      while (at < to && bytes[at] != ':') {
        int digit = bytes[at] - '0';
        if (digit < 0 || digit > 9) {
          return malformed("expected a digit of the length, not " + shown(bytes[at]));
        }
        if (length == 0 && at > from) {
          return malformed("leading zero in the length");
        }
        length = length * 10 + digit;
        if (length > max) {
          return malformed("longer than " + max + " bytes");
        }
        at++;
      }
      if (at == to) {
        return Outcome.INCOMPLETE;
      }
      if (at == from) {
        return malformed("no length before the colon");
      }
      start = at + 1;
      end = start + (int) length;
      if (end >= to) {
        return Outcome.INCOMPLETE;
      }
      return bytes[end] == ','
          ? Outcome.COMPLETE
          : malformed("expected a comma after " + length + " bytes, not " + shown(bytes[end]));
    }

    /// Where the payload begins.
    public int start() {
      return start;
    }

    /// Where the payload ends, exclusive: the place of the comma.
    public int end() {
      return end;
    }

    /// Where the next netstring begins.
    public int next() {
      return end + 1;
    }

    /// Why the last bytes were no netstring, fit to be printed.
    public String fault() {
      return fault;
    }

    private Outcome malformed(String why) {
      fault = why;
      return Outcome.MALFORMED;
    }

    private static String shown(byte b) {
      return b > 0x20 && b < 0x7f
          ? "'" + (char) b + "'"
          : "0x" + Integer.toHexString(0x100 | (b & 0xff)).substring(1);
    }
  }
}
