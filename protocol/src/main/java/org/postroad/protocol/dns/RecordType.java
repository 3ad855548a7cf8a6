package org.postroad.protocol.dns;

/// The record types that mail asks for: transport, the check of a domain, and the rules about
/// senders.
public enum RecordType {
  A,
  AAAA,
  CAA,
  CNAME,
  DNSKEY,
  DS,
  MX,
  NS,
  PTR,
  SOA,
  /// 99, which RFC 7208 §3.1 has done away with; its data is that of TXT.
  SPF,
  SRV,
  TLSA,
  TXT
}
