package org.postroad.engine.dns;

import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// One question.
record Question(DomainName name, RecordType type) {

  Query query(Query.Wanted wanted) {
    return new Query(wireName(), wireType(), wanted);
  }

  Name wireName() {
    try {
      return Name.fromString(name.text() + ".");
    } catch (TextParseException e) {
      throw new IllegalStateException("every DomainName is a name of the DNS: " + name, e);
    }
  }

  int wireType() {
    return switch (type) {
      case A -> Type.A;
      case AAAA -> Type.AAAA;
      case CAA -> Type.CAA;
      case CNAME -> Type.CNAME;
      case DNSKEY -> Type.DNSKEY;
      case DS -> Type.DS;
      case MX -> Type.MX;
      case NS -> Type.NS;
      case PTR -> Type.PTR;
      case SOA -> Type.SOA;
      case SPF -> Type.SPF;
      case SRV -> Type.SRV;
      case TLSA -> Type.TLSA;
      case TXT -> Type.TXT;
    };
  }
}
