package org.postroad.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one reply octet by octet, so that whatever follows it stays unread and can be seen for
/// what it is: nobody asked for it.
///
/// Strict in what steers the client: only CRLF ends a line (RFC 5321 §2.3.8 forbids to recognize
/// anything else), a code is `[2-5][0-5][0-9]` followed by nothing, a space or a hyphen, and all
/// lines carry the same one. Lenient in the text, of which RFC 5321 §4.2 says that any must do. Not
/// for use by several threads; after [Progress.Complete] or [Progress.Malformed] it is spent.
public final class ReplyReader {

  /// The longest line with its CRLF: four times what RFC 5321 §4.5.3.1.5 grants, since longer ones
  /// than 512 octets are seen.
  public static final int LINE_MAX = 2048;

  /// The most lines of one reply; EHLO answers have about twenty.
  public static final int LINES_MAX = 200;

  /// The most octets of one reply.
  public static final int OCTETS_MAX = 64 * 1024;

  private final StringBuilder line = new StringBuilder(80);
  private final List<String> texts = new ArrayList<>();
  private int code;
  private int octets;
  private boolean afterCr;
  private boolean spent;

  /// Ready for the first octet of a reply.
  public ReplyReader() {}

  /// How far it is after one more octet.
  public sealed interface Progress {
    record Incomplete() implements Progress {}

    record Complete(SmtpReply reply) implements Progress {}

    record Malformed(String why) implements Progress {}
  }

  private static final Progress INCOMPLETE = new Progress.Incomplete();

  /// Takes the next octet.
  ///
  /// @throws IllegalStateException if the reply was complete or malformed already
  public Progress accept(byte octet) {
    if (spent) {
      throw new IllegalStateException("the reply has ended");
    }
    Progress progress = next((char) (octet & 0xff));
    spent = !(progress instanceof Progress.Incomplete);
    return progress;
  }

  /// Whether no octet has come yet.
  public boolean isEmpty() {
    return octets == 0;
  }

  private Progress next(char c) {
    octets++;
    if (octets > OCTETS_MAX) {
      return malformed("reply of more than " + OCTETS_MAX + " octets");
    }
    if (afterCr) {
      return c == '\n' ? endOfLine() : malformed("bare CR in line " + (texts.size() + 1));
    }
    if (c == '\r') {
      afterCr = true;
      return INCOMPLETE;
    }
    if (c == '\n') {
      return malformed("bare LF in line " + (texts.size() + 1));
    }
    if (line.length() + 2 >= LINE_MAX) {
      return malformed("line of more than " + LINE_MAX + " octets");
    }
    line.append(c);
    // Junk is refused at once, before it can keep the client reading up to a limit.
    return line.length() <= 4 ? codeFault().map(this::malformed).orElse(INCOMPLETE) : INCOMPLETE;
  }

  /// What is wrong with the first four octets, as far as they have come.
  private Optional<String> codeFault() {
    int last = line.length() - 1;
    char c = line.charAt(last);
    boolean good =
        switch (last) {
          case 0 -> c >= '2' && c <= '5';
          case 1 -> c >= '0' && c <= '5';
          case 2 -> c >= '0' && c <= '9';
          default -> c == ' ' || c == '-';
        };
    if (good) {
      return Optional.empty();
    }
    return Optional.of(
        last < 3
            ? "no reply code in line " + (texts.size() + 1)
            : "neither space nor hyphen after the reply code in line " + (texts.size() + 1));
  }

  private Progress endOfLine() {
    afterCr = false;
    int number = texts.size() + 1;
    if (line.length() < 3) {
      return malformed("no reply code in line " + number);
    }
    int here = Integer.parseInt(line.substring(0, 3));
    if (texts.isEmpty()) {
      code = here;
    } else if (here != code) {
      return malformed("code " + here + " in line " + number + " of a reply of code " + code);
    }
    boolean last = line.length() == 3 || line.charAt(3) == ' ';
    texts.add(line.length() > 4 ? line.substring(4) : "");
    line.setLength(0);
    if (last) {
      return new Progress.Complete(new SmtpReply(code, texts));
    }
    return texts.size() == LINES_MAX
        ? malformed("reply of more than " + LINES_MAX + " lines")
        : INCOMPLETE;
  }

  private Progress malformed(String why) {
    return new Progress.Malformed(why);
  }
}
