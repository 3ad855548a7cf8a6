package org.postroad.protocol.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// An address of the envelope: `local-part@domain` (RFC 5321 §4.1.2, RFC 6531 §3.3).
///
/// It holds nothing that could end a command or its angle brackets early: the local part is atoms
/// and dots, or a quoted string, of printable ASCII and of other visible characters. Controls, and
/// what turns the direction of writing, are refused, so that an address is what it looks like.
///
/// @param localPart as written, its quotes with it: case and quoting belong to the receiver
public record Mailbox(String localPart, MailHost host) {

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c; // Persian needs it
  private static final int ZERO_WIDTH_JOINER = 0x200d; // and Sinhala this
  private static final int REPLACEMENT = 0xfffd;
  private static final int LOCAL_PART_MAX = 64; // octets, RFC 5321 §4.5.3.1.1
  private static final String ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10FFFF}-]";
  private static final Pattern DOT_STRING = Pattern.compile(ATEXT + "++(?:\\." + ATEXT + "++)*+");
  private static final Pattern QUOTED_STRING =
      Pattern.compile("\"(?:[ !#-\\[\\]-~\\x{80}-\\x{10FFFF}]|\\\\[ -~])*+\"");

  public Mailbox {
    Optional<String> fault = fault(localPart);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  /// A mailbox, or why the text is none.
  public sealed interface Parsed {
    record Valid(Mailbox mailbox) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Reads an address as a person or a protocol wrote it, without angle brackets.
  public static Parsed parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return new Parsed.Invalid("no @ in \"" + Printable.of(text, 80) + "\"");
    }
    Optional<String> fault = fault(text.substring(0, at));
    if (fault.isPresent()) {
      return new Parsed.Invalid(fault.get());
    }
    return switch (MailHost.parse(text.substring(at + 1))) {
      case MailHost.Parsed.Invalid(String why) -> new Parsed.Invalid(why);
      case MailHost.Parsed.Valid(MailHost host) ->
          new Parsed.Valid(new Mailbox(text.substring(0, at), host));
    };
  }

  /// The mailbox of a literal that is known to be good.
  ///
  /// @throws IllegalArgumentException where [#parse] would say why not
  public static Mailbox of(String text) {
    return switch (parse(text)) {
      case Parsed.Valid(Mailbox mailbox) -> mailbox;
      case Parsed.Invalid(String why) -> throw new IllegalArgumentException(why);
    };
  }

  /// Whether a server must offer SMTPUTF8 to be told of it (RFC 6531). A domain never needs that,
  /// as A-labels.
  public boolean needsUtf8() {
    return localPart.chars().anyMatch(c -> c >= 0x80);
  }

  /// `local-part@domain`, the domain as A-labels.
  public String text() {
    return localPart + "@" + host.text();
  }

  @Override
  public String toString() {
    return text();
  }

  private static Optional<String> fault(String localPart) {
    if (localPart.isEmpty()) {
      return Optional.of("nothing before the @");
    }
    OptionalInt unfit = localPart.codePoints().filter(Mailbox::isUnfit).findFirst();
    if (unfit.isPresent()) {
      return Optional.of(
          String.format("character U+%04X not allowed in a local part", unfit.getAsInt()));
    }
    int octets = localPart.getBytes(StandardCharsets.UTF_8).length;
    if (octets > LOCAL_PART_MAX) {
      return Optional.of("local part of " + octets + " octets, at most " + LOCAL_PART_MAX);
    }
    return DOT_STRING.matcher(localPart).matches() || QUOTED_STRING.matcher(localPart).matches()
        ? Optional.empty()
        : Optional.of("not a local part: \"" + Printable.of(localPart, 80) + "\"");
  }

  /// What nobody sees, what makes others look different, and what stands for an octet that could
  /// not be read.
  private static boolean isUnfit(int c) {
    if (c < 0x80) {
      return false; // the grammar says
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
      default -> c == REPLACEMENT;
    };
  }
}
