package org.postroad.protocol.postfix;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;

/// What Postfix 3.10 and later may be told of the policy behind a level: to report by it, and since
/// 3.10.5 to connect only to MX hosts that a pattern covers.
///
/// `policy_type=sts policy_domain=example.com mx_host_pattern=*.example.net { policy_string =
/// version: STSv1 } …`
///
/// All or nothing: the TLSRPT code of 3.10 follows the lists of patterns and of strings without a
/// look at whether there are any, and an smtp process that dies delays everybody's mail.
record StsAttributes(DomainName domain, List<MxPattern> patterns, List<String> lines) {

  /// Of a policy as it was served.
  static StsAttributes of(DomainName domain, Policy policy) {
    return new StsAttributes(
        domain,
        policy.mx().stream().filter(StsAttributes::canStand).distinct().toList(),
        policy.lines().stream().filter(StsAttributes::canStand).toList());
  }

  /// With no more text than must be: the version, by which a reader of reports sees that the rest
  /// was left out.
  StsAttributes withoutText() {
    return new StsAttributes(domain, patterns, List.of("version: STSv1"));
  }

  /// With those patterns only that cover one of the hosts.
  StsAttributes coveringOnly(List<DomainName> hosts) {
    return new StsAttributes(
        domain,
        patterns.stream().filter(pattern -> hosts.stream().anyMatch(pattern::matches)).toList(),
        lines);
  }

  /// Behind the level and its attributes, with a leading blank; empty where a part would be
  /// missing.
  String text() {
    if (patterns.isEmpty() || lines.isEmpty() || !MatchName.isHostName(domain)) {
      return "";
    }
    StringBuilder out = new StringBuilder(" policy_type=sts policy_domain=").append(domain.text());
    patterns.forEach(pattern -> out.append(" mx_host_pattern=").append(pattern.text()));
    lines.forEach(line -> out.append(" { policy_string = ").append(line.strip()).append(" }"));
    return out.toString();
  }

  private static boolean canStand(MxPattern pattern) {
    return switch (pattern) {
      case MxPattern.Host(DomainName name) -> MatchName.isHostName(name);
      case MxPattern.Wildcard(DomainName suffix) -> MatchName.isHostName(suffix);
      case MxPattern.Unmatchable unmatchable -> false;
    };
  }

  /// Whether the line comes through Postfix's reader as it is: braces that open and close, since it
  /// counts them to find the end; no control characters, which end a string or a log line; text
  /// that UTF-8 can carry. Blanks, commas and equals signs stand between braces unharmed.
  private static boolean canStand(String line) {
    int depth = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth < 0 || (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0)) {
        return false;
      }
    }
    return depth == 0 && !line.isBlank() && StandardCharsets.UTF_8.newEncoder().canEncode(line);
  }
}
