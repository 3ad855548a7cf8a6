package org.postroad.protocol.smtp;

import java.util.Optional;

/// What the sender of a message calls this transmission, to find it again in notices about it (RFC
/// 3461 §4.4). The mail system attaches no meaning to it.
///
/// @param text printable US-ASCII, blanks included; at most 100 characters once it is encoded
public record EnvelopeId(String text) {

  /// Of the parameter's value as it goes out (§4.4, §5.4).
  public static final int ENCODED_MAX = 100;

  /// What a program that submits mail should keep to (§5.4).
  public static final int ADVISED_MAX = 38;

  public EnvelopeId {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  /// An envelope identifier, or why the text is none.
  public sealed interface Parsed {
    record Valid(EnvelopeId id) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  public static Parsed parse(String text) {
    return fault(text)
        .<Parsed>map(Parsed.Invalid::new)
        .orElseGet(() -> new Parsed.Valid(new EnvelopeId(text)));
  }

  /// As the value of ENVID.
  public String encoded() {
    return Xtext.encode(text);
  }

  private static Optional<String> fault(String text) {
    if (text.isEmpty()) {
      return Optional.of("empty");
    }
    if (!Xtext.canCarry(text)) {
      return Optional.of("not printable US-ASCII");
    }
    int length = Xtext.encode(text).length();
    return length > ENCODED_MAX
        ? Optional.of(length + " characters once encoded, at most " + ENCODED_MAX)
        : Optional.empty();
  }
}
