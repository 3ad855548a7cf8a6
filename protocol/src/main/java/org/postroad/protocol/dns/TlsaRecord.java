package org.postroad.protocol.dns;

import java.util.HexFormat;
import java.util.Locale;

/// A TLSA record (RFC 6698 §2.1): what a host's certificate, or that of its authority, must be.
///
/// @param usage 0 to 255: 2 DANE-TA, 3 DANE-EE (RFC 7218)
/// @param selector 0 to 255: 0 the whole certificate, 1 its SubjectPublicKeyInfo
/// @param matchingType 0 to 255: 0 the octets themselves, 1 their SHA-256, 2 their SHA-512
/// @param data the certificate association data, in lower-case hexadecimal digits; it may be empty,
///   which is malformed and still a record
public record TlsaRecord(int usage, int selector, int matchingType, String data)
    implements DnsRecord {

  public TlsaRecord {
    if ((usage | selector | matchingType) >>> 8 != 0) {
      throw new IllegalArgumentException("a field of a TLSA record is one octet");
    }
    data = HexFormat.of().formatHex(HexFormat.of().parseHex(data.toLowerCase(Locale.ROOT)));
  }

  /// The data as octets.
  public byte[] octets() {
    return HexFormat.of().parseHex(data);
  }

  /// As in a zone file: `3 1 1 0b9f…`.
  public String text() {
    return usage + " " + selector + " " + matchingType + " " + data;
  }
}
