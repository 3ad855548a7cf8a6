package org.postroad.protocol.dns;

/// The record types that mail transport asks for.
public enum RecordType {
  A,
  AAAA,
  CNAME,
  MX,
  TLSA,
  TXT
}
