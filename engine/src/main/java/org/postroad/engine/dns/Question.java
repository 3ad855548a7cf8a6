package org.postroad.engine.dns;

import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// One question, and how it looks on the wire.
record Question(DomainName name, RecordType type) {

  /// What we take over UDP, so that no answer is cut in fragments, which can be forged.
  static final int EDNS_BYTES = 1232; // DNS flag day 2020

  /// A query for a recursive resolver.
  byte[] query(int id, boolean edns) {
    Message message = new Message(id);
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(Record.newRecord(wireName(), wireType(), DClass.IN), Section.QUESTION);
    if (edns) {
      message.addRecord(new OPTRecord(EDNS_BYTES, 0, 0), Section.ADDITIONAL);
    }
    return message.toWire();
  }

  /// Whether the message answers this question, asked under that id (RFC 5452 §9.1). An error may
  /// come without the question: a server that cannot read one cannot repeat it.
  boolean isAnsweredBy(Message message, int id) {
    if (message.getHeader().getID() != id
        || !message.getHeader().getFlag(Flags.QR)
        || message.getHeader().getOpcode() != Opcode.QUERY) {
      return false;
    }
    Record asked = message.getQuestion();
    if (asked == null) {
      int rcode = message.getHeader().getRcode();
      return rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN;
    }
    return message.getHeader().getCount(Section.QUESTION) == 1
        && asked.getType() == wireType()
        && asked.getDClass() == DClass.IN
        && asked.getName().equals(wireName()); // without regard to case
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
      case CNAME -> Type.CNAME;
      case MX -> Type.MX;
      case TLSA -> Type.TLSA;
      case TXT -> Type.TXT;
    };
  }
}
