package org.postroad.protocol.postfix;

import java.util.List;
import org.postroad.protocol.dns.MxRecord;

/// What the DNS says now of where a domain's mail goes.
public sealed interface LiveMx {

  /// The DNS answered. An empty list says that there are no MX records, so that the domain itself
  /// is the host (RFC 5321 §5.1). For a smart host, which is never looked up in the MX, it is that
  /// host alone.
  record Known(List<MxRecord> records) implements LiveMx {
    public Known {
      records = List.copyOf(records);
    }
  }

  /// It has not answered, or so long ago that the answer no longer counts.
  record Unknown() implements LiveMx {}
}
