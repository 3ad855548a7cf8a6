package org.postroad.protocol.smtp;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// An address of the envelope: `local-part@domain` (RFC 5321 §4.1.2).
///
/// It holds nothing that could end a command or its angle brackets early: the local part is atoms
/// and dots, or a quoted string of printable ASCII. Addresses beyond ASCII need SMTPUTF8 and are
/// refused until it is spoken here.
///
/// @param localPart as written, its quotes with it: case and quoting belong to the receiver
public record Mailbox(String localPart, MailHost host) {

  private static final int LOCAL_PART_MAX = 64; // RFC 5321 §4.5.3.1.1
  private static final Pattern DOT_STRING =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"); // RFC 5321
  // §4.1.2
  private static final Pattern QUOTED_STRING = Pattern.compile("\"([ !#-\\[\\]-~]|\\\\[ -~])*+\"");

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
    if (localPart.chars().anyMatch(c -> c >= 0x80)) {
      return Optional.of("local part needs SMTPUTF8: \"" + Printable.of(localPart, 80) + "\"");
    }
    if (localPart.length() > LOCAL_PART_MAX) {
      return Optional.of(
          "local part of " + localPart.length() + " octets, at most " + LOCAL_PART_MAX);
    }
    return DOT_STRING.matcher(localPart).matches() || QUOTED_STRING.matcher(localPart).matches()
        ? Optional.empty()
        : Optional.of("not a local part: \"" + Printable.of(localPart, 80) + "\"");
  }
}
