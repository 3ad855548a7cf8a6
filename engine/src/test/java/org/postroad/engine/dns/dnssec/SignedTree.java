package org.postroad.engine.dns.dnssec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A root and what is below it, as a recursive resolver that validates nothing tells of it.
public final class SignedTree {

  /// What an attacker or a fault makes of an answer.
  @FunctionalInterface
  public interface Tampering {
    Message with(Message query, Message honest);
  }

  private final List<SignedZone> zones = new ArrayList<>();

  /// Zones in any order; each is delegated from the closest one above it.
  public SignedTree(SignedZone... zones) {
    this.zones.addAll(List.of(zones));
    for (SignedZone zone : zones) {
      if (!zone.origin().equals(Name.root)) {
        SignedZone parent = zoneOf(new Name(zone.origin(), 1));
        zone.delegation().forEach(parent::put);
      }
    }
  }

  /// DS records of the root: what a validator is told to trust.
  public String anchor() {
    return zoneOf(Name.root).key().ds(2).toString();
  }

  SignedZone zoneOf(Name name) {
    return zones.stream()
        .filter(zone -> name.subdomain(zone.origin()))
        .max(Comparator.comparingInt(zone -> zone.origin().labels()))
        .orElseThrow();
  }

  /// The answer to a query.
  public Message answer(Message query) {
    Record question = query.getQuestion();
    Message message = new Message(query.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RD);
    message.getHeader().setFlag(Flags.RA);
    message.addRecord(question, Section.QUESTION);
    boolean signatures =
        query.getOPT() != null && (query.getOPT().getFlags() & ExtendedFlags.DO) != 0;
    Optional<Name> name = Optional.of(question.getName());
    for (int i = 0; i < 8 && name.isPresent(); i++) {
      SignedZone.Said said =
          zone(name.get(), question.getType()).say(name.get(), question.getType());
      message.getHeader().setRcode(said.rcode());
      said.answer().forEach(record -> add(message, record, Section.ANSWER, signatures));
      said.authority().forEach(record -> add(message, record, Section.AUTHORITY, signatures));
      name = said.next();
    }
    return message;
  }

  /// RFC 4035 §3.1.4.1: the parent knows the DS records.
  private SignedZone zone(Name name, int type) {
    return type == Type.DS && !name.equals(Name.root) ? zoneOf(new Name(name, 1)) : zoneOf(name);
  }

  private static void add(Message message, Record record, int section, boolean signatures) {
    boolean isProof =
        record.getType() == Type.RRSIG
            || record.getType() == Type.NSEC
            || record.getType() == Type.NSEC3;
    if (signatures || !isProof) {
      message.addRecord(record, section);
    }
  }

  /// The octets for a datagram or a stream: cut off where they do not fit.
  public static byte[] octets(Message query, Message answer, boolean tcp) {
    byte[] octets = answer.toWire();
    int room = query.getOPT() == null ? 512 : query.getOPT().getPayloadSize();
    if (tcp || octets.length <= room) {
      return octets;
    }
    Message cut = new Message(query.getHeader().getID());
    cut.getHeader().setFlag(Flags.QR);
    cut.getHeader().setFlag(Flags.TC);
    cut.getHeader().setRcode(Rcode.NOERROR);
    cut.addRecord(query.getQuestion(), Section.QUESTION);
    return cut.toWire();
  }
}
