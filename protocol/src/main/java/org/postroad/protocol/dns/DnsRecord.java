package org.postroad.protocol.dns;

import java.net.InetAddress;
import java.util.List;

/// The data of one record, without its owner name and TTL: those belong to the [Answer].
public sealed interface DnsRecord
    permits DnsRecord.AddressRecord,
        DnsRecord.CnameRecord,
        DnsRecord.TxtRecord,
        MxRecord,
        TlsaRecord {

  /// An A or AAAA record.
  record AddressRecord(InetAddress address) implements DnsRecord {}

  /// A CNAME record, returned only where CNAME itself was asked for.
  record CnameRecord(DomainName target) implements DnsRecord {}

  /// A TXT record: its strings in order, each octet as one character (ISO 8859-1), so that nothing
  /// is lost and non-ASCII is seen for what it is.
  record TxtRecord(List<String> strings) implements DnsRecord {
    public TxtRecord {
      strings = List.copyOf(strings);
    }

    /// The strings glued together without spaces, as RFC 8461 §3.1 and RFC 7208 §3.3 want it.
    public String joined() {
      return String.join("", strings);
    }
  }
}
