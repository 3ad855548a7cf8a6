package org.postroad.protocol.spf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;

/// The domain that a term is about (RFC 7208 §4.8): a name, mostly with nothing to expand in it.
public record DomainSpec(MacroString macros) {

  /// None was written: the domain whose record it is.
  public static final DomainSpec CURRENT = new DomainSpec(new MacroString(List.of()));

  /// Whether none was written.
  public boolean isCurrent() {
    return equals(CURRENT);
  }

  public String text() {
    return macros.text();
  }

  /// Behind a mechanism that can do without: `:example.com`, or nothing.
  String argument() {
    return isCurrent() ? "" : ":" + text();
  }

  /// The name of an expansion; empty where it is none, which matches nothing (§4.8). One of more
  /// than 253 octets loses labels on the left (§7.3).
  static Optional<DomainName> name(String expanded) {
    String octets =
        new String(expanded.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String plain = octets.endsWith(".") ? octets.substring(0, octets.length() - 1) : octets;
    while (plain.length() > DomainName.TEXT_MAX) {
      int from = plain.length() - DomainName.TEXT_MAX;
      int dot = plain.indexOf('.', from - 1);
      if (dot < 0) {
        return Optional.empty();
      }
      plain = plain.substring(dot + 1);
    }
    return DomainName.ofOctets(plain) instanceof DomainName.Parsed.Valid(DomainName name)
        ? Optional.of(name)
        : Optional.empty();
  }
}
