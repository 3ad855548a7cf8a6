package org.postroad.protocol.dns;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A DNS name in the one form in which names are compared, stored and printed here: lower-case
/// ASCII (A-labels), without the final dot. The root is the empty text.
///
/// `DomainName.of("Mail.Example.COM.").text()` is `mail.example.com`.
///
/// Labels hold letters, digits, hyphens and underscores (`_mta-sts`, `_25._tcp`), 1 to 63 octets
/// each; the whole is at most 253 characters (RFC 1035 §2.3.4 less the length octets). Anything
/// else that DNS could carry names no mail host, so it is refused. U-labels are refused too: turn
/// them into A-labels first, with [org.postroad.protocol.text.Idna].
public record DomainName(String text) implements Comparable<DomainName> {

  /// The longest name in text form, without the final dot.
  public static final int TEXT_MAX = 253; // RFC 1035 §2.3.4: 255 octets on the wire

  private static final int LABEL_MAX = 63; // RFC 1035 §2.3.4

  /// The root, `.`: the target of a null MX (RFC 7505).
  public static final DomainName ROOT = new DomainName("");

  public DomainName {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get() + ": \"" + text + "\"");
    }
  }

  /// A name, or why the text is none.
  public sealed interface Parsed {
    record Valid(DomainName name) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Reads a name as a person or a protocol wrote it: upper case and one final dot are normalized
  /// away.
  public static Parsed parse(String text) {
    String plain = canonical(text);
    if (plain.isEmpty() && !text.equals(".")) {
      return new Parsed.Invalid("empty name");
    }
    return fault(plain)
        .<Parsed>map(Parsed.Invalid::new)
        .orElseGet(() -> new Parsed.Valid(new DomainName(plain)));
  }

  /// The name of a literal that is known to be good.
  ///
  /// @throws IllegalArgumentException where [#parse] would say why not
  public static DomainName of(String text) {
    return switch (parse(text)) {
      case Parsed.Valid(DomainName name) -> name;
      case Parsed.Invalid(String why) ->
          throw new IllegalArgumentException(why + ": \"" + text + "\"");
    };
  }

  public boolean isRoot() {
    return text.isEmpty();
  }

  /// The labels from left to right; none for the root.
  public List<String> labels() {
    return isRoot() ? List.of() : List.of(text.split("\\.", -1));
  }

  /// The name without its leftmost label: `example.com` for `mail.example.com`; empty for the root.
  public Optional<DomainName> parent() {
    if (isRoot()) {
      return Optional.empty();
    }
    int dot = text.indexOf('.');
    return Optional.of(dot < 0 ? ROOT : new DomainName(text.substring(dot + 1)));
  }

  /// This name with one more label in front: `of("example.com").child("mta-sts")`.
  ///
  /// @throws IllegalArgumentException if the result would be no name, for instance too long
  public DomainName child(String label) {
    return new DomainName(isRoot() ? label : label + "." + text);
  }

  /// Whether one more label in front still makes a name: a domain of 250 characters has no
  /// `mta-sts` host.
  public boolean hasRoomFor(String label) {
    return label.length() + 1 + text.length() <= TEXT_MAX;
  }

  /// Whether the last label is a number, so that the name is an IPv4 address, whole or mistyped: no
  /// top-level domain is all digits (RFC 3696 §2).
  public boolean endsInNumber() {
    return !isRoot() && labels().getLast().chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(DomainName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return isRoot() ? "." : text;
  }

  private static String canonical(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static Optional<String> fault(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.length() > TEXT_MAX) {
      return Optional.of("name of " + text.length() + " characters, at most " + TEXT_MAX);
    }
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        if (i == start) {
          return Optional.of("empty label at " + (start + 1));
        }
        if (i - start > LABEL_MAX) {
          return Optional.of("label of " + (i - start) + " octets, at most " + LABEL_MAX);
        }
        start = i + 1;
      } else if (!isLabelCharacter(text.charAt(i))) {
        return Optional.of("character not allowed in a name at " + (i + 1));
      }
    }
    return Optional.empty();
  }

  private static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }
}
