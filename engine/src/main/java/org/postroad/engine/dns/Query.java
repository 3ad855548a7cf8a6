package org.postroad.engine.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// One question as it looks on the wire.
record Query(Name name, int type, Wanted wanted) {

  /// What we take over UDP, so that no answer is cut in fragments, which can be forged.
  static final int EDNS_BYTES = 1232; // DNS flag day 2020

  /// What is wanted besides the records.
  enum Wanted {
    /// Nothing.
    RECORDS,
    /// Whether the resolver validated them: its AD bit (RFC 6840 §5.7). Old ones give it to those
    /// only who take signatures.
    VERDICT,
    /// The signatures and proofs, also of what the resolver itself would refuse: we validate (RFC
    /// 4035 §4.9.1, §3.2.2).
    PROOF,
    /// The records, although the resolver refuses them.
    UNCHECKED,
    /// What the server knows itself: it is not to ask others.
    OWN;

    private boolean signatures() {
      return this == VERDICT || this == PROOF;
    }

    private boolean checkingDisabled() {
      return this == PROOF || this == UNCHECKED;
    }
  }

  /// A query for a recursive resolver, but for [Wanted#OWN].
  byte[] octets(int id, boolean edns) {
    Message message = new Message(id);
    if (wanted != Wanted.OWN) {
      message.getHeader().setFlag(Flags.RD);
    }
    if (wanted == Wanted.VERDICT) {
      message.getHeader().setFlag(Flags.AD);
    }
    if (wanted.checkingDisabled()) {
      message.getHeader().setFlag(Flags.CD);
    }
    message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    if (edns) {
      int flags = wanted.signatures() ? ExtendedFlags.DO : 0;
      message.addRecord(new OPTRecord(EDNS_BYTES, 0, 0, flags), Section.ADDITIONAL);
    }
    return message.toWire();
  }

  /// Whether it means anything to a server that knows no EDNS: without it there are no signatures.
  boolean worksWithoutEdns() {
    return wanted != Wanted.PROOF;
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
        && asked.getType() == type
        && asked.getDClass() == DClass.IN
        && asked.getName().equals(name); // without regard to case
  }
}
