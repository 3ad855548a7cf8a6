package org.postroad.protocol.dns;

import java.util.Comparator;
import java.util.List;

/// An MX record: the lower the preference (0 to 65535), the earlier it is tried (RFC 5321 §5.1).
///
/// The exchange is the root in a null MX, "no mail here" (RFC 7505).
public record MxRecord(int preference, DomainName exchange) implements DnsRecord {

  private static final int PREFERENCE_MAX = 65_535; // RFC 1035 §3.3.9: 16 bits

  public MxRecord {
    if (preference < 0 || preference > PREFERENCE_MAX) {
      throw new IllegalArgumentException("MX preference " + preference);
    }
  }

  /// Whether the records say that the domain takes no mail: a single one that points to the root.
  public static boolean isNull(List<MxRecord> records) {
    return records.size() == 1 && records.getFirst().exchange().isRoot();
  }

  /// By preference; hosts of the same preference by name, so that an order is reproducible.
  public static Comparator<MxRecord> byPreference() {
    return Comparator.comparingInt(MxRecord::preference).thenComparing(MxRecord::exchange);
  }
}
