package org.postroad.lab.dns;

import org.jspecify.annotations.Nullable;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.TlsaRecord;
import org.xbill.DNS.Compression;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/// A TLSA record without any data: malformed, so that dnsjava neither makes nor reads one, but
/// nothing keeps a zone from having it.
final class BareTlsa extends Record {

  private static final long serialVersionUID = 1;

  private final transient TlsaRecord tlsa;

  private BareTlsa(Name owner, long ttl, TlsaRecord tlsa) {
    super(owner, Type.TLSA, DClass.IN, ttl);
    this.tlsa = tlsa;
  }

  /// Any TLSA record as one of dnsjava's.
  static Record of(Name owner, TlsaRecord tlsa) {
    return tlsa.data().isEmpty()
        ? new BareTlsa(owner, Zone.TTL, tlsa)
        : new TLSARecord(
            owner,
            DClass.IN,
            Zone.TTL,
            tlsa.usage(),
            tlsa.selector(),
            tlsa.matchingType(),
            tlsa.octets());
  }

  BareTlsa lasting(long ttl) {
    return new BareTlsa(getName(), ttl, tlsa);
  }

  @Override
  protected void rrFromWire(DNSInput in) {
    throw new UnsupportedOperationException("this one is only written");
  }

  @Override
  protected void rdataFromString(Tokenizer text, @Nullable Name origin) {
    throw new UnsupportedOperationException("this one is only written");
  }

  @Override
  protected String rrToString() {
    return tlsa.text().strip();
  }

  @Override
  protected void rrToWire(DNSOutput out, @Nullable Compression compression, boolean canonical) {
    out.writeU8(tlsa.usage());
    out.writeU8(tlsa.selector());
    out.writeU8(tlsa.matchingType());
  }
}
