package org.postroad.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.text.Printable;

/// One reply of an SMTP server (RFC 5321 §4.2): a code and the text of each of its lines.
///
/// ```
/// 250-mx.example.com at your service
/// 250 STARTTLS
/// ```
///
/// is code 250 with the lines `mx.example.com at your service` and `STARTTLS`. Text is kept octet
/// by octet as ISO 8859-1, whatever the server meant by it; print it through [#summary].
public record SmtpReply(int code, List<String> lines) {

  private static final int SUMMARY_MAX = 400;

  public SmtpReply {
    lines = List.copyOf(lines);
    if (code < 200 || code > 559 || code / 10 % 10 > 5) {
      throw new IllegalArgumentException("reply code " + code); // RFC 5321 §4.2: %x32-35 %x30-35
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line");
    }
    if (lines.stream().anyMatch(line -> line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0)) {
      throw new IllegalArgumentException("a line end within a line of a reply");
    }
  }

  /// What the first digit says; a client goes by nothing else (RFC 5321 §4.2).
  public enum Severity {
    /// 2yz: done.
    DONE,
    /// 3yz: go on with what was announced.
    GO_ON,
    /// 4yz: not now.
    NOT_NOW,
    /// 5yz: no.
    NO
  }

  /// One whole reply and nothing after it, or why the octets are none.
  public sealed interface Parsed {
    record Valid(SmtpReply reply) implements Parsed {}

    /// @param at the octet that was too much, 1-based; one past the end if something is missing
    record Invalid(String why, int at) implements Parsed {}
  }

  /// Reads one whole reply, strictly: see [ReplyReader].
  public static Parsed parse(byte[] octets) {
    ReplyReader reader = new ReplyReader();
    for (int i = 0; i < octets.length; i++) {
      switch (reader.accept(octets[i])) {
        case ReplyReader.Progress.Incomplete() -> {}
        case ReplyReader.Progress.Malformed(String why) -> {
          return new Parsed.Invalid(why, i + 1);
        }
        case ReplyReader.Progress.Complete(SmtpReply reply) -> {
          return i + 1 == octets.length
              ? new Parsed.Valid(reply)
              : new Parsed.Invalid("octets after the reply", i + 2);
        }
      }
    }
    return new Parsed.Invalid("reply is not complete", octets.length + 1);
  }

  public Severity severity() {
    return switch (code / 100) {
      case 2 -> Severity.DONE;
      case 3 -> Severity.GO_ON;
      case 4 -> Severity.NOT_NOW;
      default -> Severity.NO;
    };
  }

  public boolean isDone() {
    return severity() == Severity.DONE;
  }

  /// The enhanced status code that the text begins with (RFC 2034 §4), if it belongs to the class
  /// of the reply code; a `250` that claims `5.0.0` has none.
  public Optional<EnhancedStatus> enhanced() {
    String first = lines.getFirst();
    int end = first.indexOf(' ');
    return EnhancedStatus.parse(end < 0 ? first : first.substring(0, end))
        .filter(status -> status.kind() == code / 100);
  }

  /// The reply in one printable line, its enhanced code with it: `550 5.1.1 no such user`.
  public String summary() {
    String text = String.join(" / ", lines).strip();
    return Printable.of(text.isEmpty() ? "" + code : code + " " + text, SUMMARY_MAX);
  }

  /// The reply as a server sends it.
  public byte[] octets() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      out.append(code).append(i + 1 < lines.size() ? '-' : ' ').append(lines.get(i)).append("\r\n");
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
