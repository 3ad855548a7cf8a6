package org.postroad.protocol.certificate;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.postroad.protocol.dns.DomainName;

/// For whom a certificate may be, where an operator says so: for `mail.example.com`, or for any
/// name below `example.net`, at whatever depth.
public record NamePattern(boolean below, DomainName name) {

  /// Whether a DNS-ID of the certificate is for one of those.
  public static boolean anyCovers(List<NamePattern> patterns, X509Certificate certificate) {
    List<String> ids = DnsId.of(certificate);
    return patterns.stream().anyMatch(pattern -> ids.stream().anyMatch(pattern::covers));
  }

  /// Whether one DNS-ID counts, without regard to case. For a name it must be that name or a
  /// wildcard for it; for all names below a domain it must end there, a wildcard that does too.
  public boolean covers(String id) {
    if (!below) {
      return DnsId.matches(id, name);
    }
    if (name.isRoot() || id.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
      return false;
    }
    String rest = id.startsWith("*.") ? id.substring(2) : id;
    String suffix = "." + name.text();
    String lower = rest.toLowerCase(Locale.ROOT);
    boolean isBelow = lower.length() > suffix.length() && lower.endsWith(suffix);
    return !lower.contains("*")
        && (isBelow || (rest.length() < id.length() && lower.equals(name.text())));
  }

  /// `.example.net` for all below that.
  public String text() {
    return below ? "." + name.text() : name.text();
  }
}
