package org.postroad.protocol.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// The data of one record, without its owner name and TTL: those belong to the [Answer].
public sealed interface DnsRecord
    permits DnsRecord.AddressRecord,
        DnsRecord.CaaRecord,
        DnsRecord.CnameRecord,
        DnsRecord.DnskeyRecord,
        DnsRecord.DsRecord,
        DnsRecord.NsRecord,
        DnsRecord.PtrRecord,
        DnsRecord.SoaRecord,
        DnsRecord.SrvRecord,
        DnsRecord.TxtRecord,
        MxRecord,
        TlsaRecord {

  /// An A or AAAA record.
  record AddressRecord(InetAddress address) implements DnsRecord {}

  /// A CNAME record, returned only where CNAME itself was asked for.
  record CnameRecord(DomainName target) implements DnsRecord {}

  /// A CAA record (RFC 8659 §4.1): which authorities may issue certificates.
  ///
  /// @param flags 0 to 255; 128 is critical
  /// @param tag `issue`, `issuewild`, `iodef`, in lower case
  /// @param value octet by octet (ISO 8859-1)
  record CaaRecord(int flags, String tag, String value) implements DnsRecord {
    public CaaRecord {
      tag = tag.toLowerCase(Locale.ROOT);
    }
  }

  /// A DNSKEY record (RFC 4034 §2), as far as its presence and kind matter here.
  ///
  /// @param flags 256 a zone's key, 257 one that DS records point to
  record DnskeyRecord(int flags, int algorithm, int keyTag) implements DnsRecord {}

  /// A DS record (RFC 4034 §5): the zone above vouches for a key.
  ///
  /// @param digest in lower-case hexadecimal digits
  record DsRecord(int keyTag, int algorithm, int digestType, String digest) implements DnsRecord {}

  /// An NS record: a name server of the zone.
  record NsRecord(DomainName host) implements DnsRecord {}

  /// A PTR record: the name of an address.
  record PtrRecord(DomainName target) implements DnsRecord {}

  /// A SOA record (RFC 1035 §3.3.13); times in seconds.
  ///
  /// @param serial 0 to 4294967295
  record SoaRecord(
      DomainName primary, long serial, long refresh, long retry, long expire, long minimum)
      implements DnsRecord {}

  /// A SRV record (RFC 2782): where a service is. The target is the root where there is none.
  record SrvRecord(int priority, int weight, int port, DomainName target) implements DnsRecord {}

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
