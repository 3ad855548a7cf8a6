package org.postroad.protocol.postfix;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.MxPattern;

/// One entry of Postfix's `match=`: what the certificate must name. `mail.example.com` is that
/// name, `.example.net` any name below that domain, at any depth.
///
/// Never an address, and never one of the words that Postfix reads as something else: a policy with
/// the line `mx: nexthop` would otherwise match a name of the sender's own choosing.
public record MatchName(boolean below, DomainName name) {

  private static final Set<String> WORDS = Set.of("nexthop", "hostname", "dot-nexthop");

  public MatchName {
    Optional<String> fault = fault(below, name);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get() + ": \"" + name + "\"");
    }
  }

  /// A name to match, or why the text is none.
  public sealed interface Parsed {
    record Valid(MatchName match) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Reads `mail.example.com` or `.example.net`. Not `*.example.net`, which everywhere else means
  /// one label: Postfix has nothing for that, and to take any depth for it is not ours to decide.
  public static Parsed parse(String text) {
    if (text.startsWith("*.")) {
      return new Parsed.Invalid(
          "no wildcard for one label here; write " + text.substring(1) + " for any depth");
    }
    boolean below = text.startsWith(".");
    String domain = below ? text.substring(1) : text;
    return switch (DomainName.parse(domain)) {
      case DomainName.Parsed.Invalid(String why) -> new Parsed.Invalid(why);
      case DomainName.Parsed.Valid(DomainName name) ->
          fault(below, name)
              .<Parsed>map(Parsed.Invalid::new)
              .orElseGet(() -> new Parsed.Valid(new MatchName(below, name)));
    };
  }

  /// As it stands in `match=`.
  public String text() {
    return below ? "." + name.text() : name.text();
  }

  /// Whether Postfix lets a host pass whose certificate names it as it is called.
  boolean letsThrough(DomainName host) {
    return below ? host.text().endsWith("." + name.text()) : name.equals(host);
  }

  /// The entry for one host; none if Postfix could not take it for one.
  static Optional<MatchName> host(DomainName name) {
    return fault(false, name).isPresent()
        ? Optional.empty()
        : Optional.of(new MatchName(false, name));
  }

  /// The nearest entry for a pattern. For a wildcard it is wider, any depth for one label: Postfix
  /// has nothing closer.
  static Optional<MatchName> pattern(MxPattern pattern) {
    return switch (pattern) {
      case MxPattern.Host(DomainName name) -> host(name);
      case MxPattern.Wildcard(DomainName suffix) ->
          fault(true, suffix).isPresent()
              ? Optional.empty()
              : Optional.of(new MatchName(true, suffix));
      case MxPattern.Unmatchable unmatchable -> Optional.empty();
    };
  }

  private static Optional<String> fault(boolean below, DomainName name) {
    if (name.isRoot()) {
      return Optional.of("the root matches nothing");
    }
    if (!isHostName(name)) {
      return Optional.of("no name of a host");
    }
    return !below && WORDS.contains(name.text())
        ? Optional.of("a word that Postfix takes for something else")
        : Optional.empty();
  }

  /// Whether Postfix takes the name for a host's: no hyphen at either end of a label, and no
  /// address.
  static boolean isHostName(DomainName name) {
    List<String> labels = name.labels();
    return !labels.isEmpty()
        && labels.stream().noneMatch(label -> label.startsWith("-") || label.endsWith("-"))
        // RFC 3696 §2: no top-level domain is all digits, so this is an address or a part of one.
        && !labels.getLast().chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
