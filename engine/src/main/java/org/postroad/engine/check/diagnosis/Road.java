package org.postroad.engine.check.diagnosis;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.postroad.protocol.mtasts.StsRecord;

/// The road TLS-RPT, MX certificates, testing, a week of watching, enforce, from where a domain
/// stands.
final class Road {

  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Road() {}

  static List<NextStep> ahead(DomainView view, List<Finding> findings) {
    return List.of();
  }

  /// A record with an id that no earlier one had: the time.
  static StsRecord newRecord(Instant now) {
    return new StsRecord(ID.format(now));
  }
}
