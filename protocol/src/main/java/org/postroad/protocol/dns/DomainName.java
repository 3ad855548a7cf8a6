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
/// else that DNS could carry names no mail host, so [#parse] refuses it; only [#ofOctets] makes
/// such a name, for a question that somebody's record composes, and writes the octet as `\DDD`.
/// U-labels are refused too: turn them into A-labels first, with [org.postroad.protocol.text.Idna].
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
    if (plain.indexOf('\\') >= 0) {
      int at = plain.indexOf('\\') + 1;
      return new Parsed.Invalid("character not allowed in a name at " + at);
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

  /// A name of whatever octets, one character each, as an SPF macro may compose it: `a:b.example`
  /// is `a\058b.example` (RFC 1035 §5.1). Such a name can be asked for; it names no host.
  public static Parsed ofOctets(String octets) {
    String plain = canonical(octets);
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c > 0xff) {
        return new Parsed.Invalid("character not an octet at " + (i + 1));
      }
      escaped.append(
          c == '.' || isLabelCharacter(c) ? c : String.format(Locale.ROOT, "\\%03d", (int) c));
    }
    if (plain.isEmpty()) {
      return new Parsed.Invalid("empty name");
    }
    return fault(escaped.toString())
        .<Parsed>map(Parsed.Invalid::new)
        .orElseGet(() -> new Parsed.Valid(new DomainName(escaped.toString())));
  }

  /// The name as [#ofOctets] takes it: one character for each octet.
  public String octets() {
    StringBuilder octets = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean escape = text.charAt(i) == '\\';
      octets.append(
          escape ? (char) Integer.parseInt(text.substring(i + 1, i + 4)) : text.charAt(i));
      i += escape ? 3 : 0;
    }
    return octets.toString();
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
    if (text.length() > TEXT_MAX && text.indexOf('\\') < 0) {
      return Optional.of("name of " + text.length() + " characters, at most " + TEXT_MAX);
    }
    int octets = 0;
    int label = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        if (label == 0) {
          return Optional.of("empty label at " + (i + 1));
        }
        if (label > LABEL_MAX) {
          return Optional.of("label of " + label + " octets, at most " + LABEL_MAX);
        }
        octets += label + 1;
        label = 0;
        continue;
      }
      if (text.charAt(i) == '\\') {
        if (!isEscape(text, i)) {
          return Optional.of("character not allowed in a name at " + (i + 1));
        }
        i += 3;
      } else if (!isLabelCharacter(text.charAt(i))) {
        return Optional.of("character not allowed in a name at " + (i + 1));
      }
      label++;
    }
    return octets - 1 > TEXT_MAX
        ? Optional.of("name of " + (octets - 1) + " octets, at most " + TEXT_MAX)
        : Optional.empty();
  }

  /// `\DDD` of an octet that cannot stand for itself, so that a name has one form only.
  private static boolean isEscape(String text, int at) {
    if (at + 4 > text.length()) {
      return false;
    }
    String digits = text.substring(at + 1, at + 4);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    int octet = Integer.parseInt(digits);
    return octet <= 0xff && !isLabelCharacter((char) octet) && !(octet >= 'A' && octet <= 'Z');
  }

  private static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }
}
