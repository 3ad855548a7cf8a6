package org.postroad.engine.check.diagnosis;

import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.MxPattern;

/// How a policy can name an exchanger.
final class PolicyLine {

  private PolicyLine() {}

  /// The pattern for a host: its name, or the wildcard above it where the grammar has no place for
  /// the name itself (`mx_1.example.com`: RFC 5321 §4.1.2 knows no underscore). Empty where no
  /// pattern covers it, as with an address.
  static Optional<String> of(DomainName host) {
    return Stream.concat(
            Stream.of(host.text()), host.parent().stream().map(parent -> "*." + parent.text()))
        .filter(text -> covers(text, host))
        .findFirst();
  }

  /// What to write for a host, as an advice.
  static String advice(DomainName host) {
    return of(host).map(line -> "mx: " + line).orElse("no line: no policy can name " + host);
  }

  private static boolean covers(String text, DomainName host) {
    return MxPattern.parse(text) instanceof MxPattern.Parsed.Valid(MxPattern pattern)
        && pattern.matches(host);
  }
}
