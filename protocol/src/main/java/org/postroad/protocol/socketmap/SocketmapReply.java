package org.postroad.protocol.socketmap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.postroad.protocol.text.Printable;

/// An answer. Postfix reads the word, and logs the first 200 characters of a reason.
public sealed interface SocketmapReply {

  /// The longest reply in bytes, without the netstring around it; Postfix refuses longer ones.
  int BYTES_MAX = 100_000;

  /// The longest reason in characters; Postfix logs no more.
  int REASON_MAX = 200;

  /// The key is there, with this data.
  ///
  /// @param data at most [#BYTES_MAX] bytes less the word and the blank, see [#fits]
  record Ok(String data) implements SocketmapReply {
    private static final int DATA_MAX = BYTES_MAX - "OK ".length();

    public Ok {
      if (!fits(data)) {
        throw new IllegalArgumentException("data of more than " + DATA_MAX + " bytes");
      }
    }

    /// Whether the data is short enough for a reply.
    public static boolean fits(String data) {
      return data.length() <= DATA_MAX && data.getBytes(StandardCharsets.UTF_8).length <= DATA_MAX;
    }

    @Override
    public String text() {
      return "OK " + data;
    }
  }

  /// The map holds no such key. For a TLS policy: the sender's own level stands.
  record NotFound() implements SocketmapReply {
    @Override
    public String text() {
      return "NOTFOUND "; // the blank belongs to it
    }
  }

  /// No answer now; Postfix delays the mail.
  record Temp(String reason) implements SocketmapReply {
    public Temp {
      reason = Reason.safe(reason);
    }

    @Override
    public String text() {
      return "TEMP " + reason;
    }
  }

  /// No answer in time; Postfix delays the mail, as for [Temp].
  record Timeout(String reason) implements SocketmapReply {
    public Timeout {
      reason = Reason.safe(reason);
    }

    @Override
    public String text() {
      return "TIMEOUT " + reason;
    }
  }

  /// The question itself is wrong: an unknown map, a malformed request. Postfix delays the mail,
  /// and will until somebody changes its configuration.
  record Perm(String reason) implements SocketmapReply {
    public Perm {
      reason = Reason.safe(reason);
    }

    @Override
    public String text() {
      return "PERM " + reason;
    }
  }

  /// As on the wire, without the netstring.
  String text();

  /// The netstring that says this.
  default byte[] encode() {
    return Netstring.encode(text().getBytes(StandardCharsets.UTF_8));
  }

  /// A reply, or why the bytes are none.
  sealed interface Parsed {
    record Valid(SocketmapReply reply) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Reads the payload of a netstring, as a client does. The blank behind the word may be missing.
  static Parsed parse(byte[] bytes, int offset, int length) {
    if (length > BYTES_MAX) {
      return new Parsed.Invalid("reply of " + length + " bytes, at most " + BYTES_MAX);
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, offset, length))
              .toString();
    } catch (CharacterCodingException e) {
      return new Parsed.Invalid("reply is not UTF-8");
    }
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    String rest = blank < 0 ? "" : text.substring(blank + 1);
    return switch (word) {
      case "OK" -> new Parsed.Valid(new Ok(rest));
      case "NOTFOUND" -> new Parsed.Valid(new NotFound());
      case "TEMP" -> new Parsed.Valid(new Temp(rest));
      case "TIMEOUT" -> new Parsed.Valid(new Timeout(rest));
      case "PERM" -> new Parsed.Valid(new Perm(rest));
      default -> new Parsed.Invalid("unknown word \"" + Printable.of(word, 40) + "\"");
    };
  }

  /// What a reason may look like: it ends in logs.
  final class Reason {
    private static final int CUT = REASON_MAX - "\\uffff...".length();

    private Reason() {}

    /// Printable ASCII of at most [#REASON_MAX] characters; text that is that already stays.
    static String safe(String reason) {
      String plain = reason.strip();
      if (plain.length() <= REASON_MAX && plain.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
        return plain;
      }
      String printable = Printable.of(plain, REASON_MAX);
      return printable.length() <= REASON_MAX ? printable : Printable.of(plain, CUT);
    }
  }
}
