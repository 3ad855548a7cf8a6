package org.postroad.app.labs.audit.reply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;

/// How names are held against `match` and `mx_host_pattern`.
final class Names {

  private Names() {}

  /// Whether an exchanger passes: there are no patterns, or one is its name or a wildcard for
  /// exactly one label.
  static boolean covered(String host, List<String> patterns) {
    return patterns.isEmpty()
        || patterns.stream()
            .map(pattern -> pattern.toLowerCase(Locale.ROOT))
            .anyMatch(
                pattern ->
                    pattern.startsWith("*.")
                        ? host.substring(Math.max(0, host.indexOf('.')))
                            .equals(pattern.substring(1))
                        : host.equals(pattern));
  }

  /// A name for which a certificate with that DNS-ID may be verified, if the policy accepts one.
  ///
  /// @param id as it stands in the certificate: `*.example.org`
  static Optional<DomainName> accepted(
      String id, TlsPolicy policy, String nextHop, DomainName host) {
    String name = id.toLowerCase(Locale.ROOT);
    List<String> match =
        policy.match().isEmpty()
            ? List.of(policy.level() == TlsPolicy.Level.SECURE ? "nexthop" : "hostname")
            : policy.match();
    return match.stream()
        .map(each -> accepted(name, each.toLowerCase(Locale.ROOT), nextHop, host))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<DomainName> accepted(
      String id, String match, String nextHop, DomainName host) {
    String wanted =
        switch (match) {
          case "hostname" -> host.text();
          case "nexthop" -> nextHop;
          case "dot-nexthop" -> "." + nextHop;
          default -> match;
        };
    if (wanted.startsWith(".")) {
      // Any depth: what the certificate says is taken at its word.
      return id.endsWith(wanted)
          ? name(id.startsWith("*.") ? "any" + id.substring(1) : id)
          : Optional.empty();
    }
    boolean same =
        id.startsWith("*.")
            ? wanted.indexOf('.') > 0
                && wanted.substring(wanted.indexOf('.')).equals(id.substring(1))
            : id.equals(wanted);
    return same ? name(wanted) : Optional.empty();
  }

  private static Optional<DomainName> name(String text) {
    return DomainName.parse(text) instanceof DomainName.Parsed.Valid(DomainName name)
        ? Optional.of(name)
        : Optional.empty();
  }
}
