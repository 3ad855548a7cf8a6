package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.engine.dns.dnssec.SignedTree;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Signed zones and one that is not, seen through whoever is on the path to the resolver, or inside
/// it; and what he makes his lies of.
final class AttackedZones implements AutoCloseable {

  static final String MX = "mx.signed.example";
  static final String TLSA = "_25._tcp.mx.signed.example";

  final DnssecWorld world;
  private final SignedTree tree;

  AttackedZones() throws IOException {
    tree = new SignedTree(zones());
    world = new DnssecWorld(zones());
  }

  private static SignedZone[] zones() {
    return new SignedZone[] {
      SignedZone.of(".").signedBy(8),
      SignedZone.of("example."),
      zone("signed.example."),
      zone("hashed.example.").nsec3(1, false),
      SignedZone.unsigned("plain.example.").record("mx 300 A 192.0.2.9")
    };
  }

  private static SignedZone zone(String origin) {
    return SignedZone.of(origin)
        .record("a 300 TXT \"x\"")
        .record("mx 300 A 192.0.2.1")
        .record("_25._tcp.mx 300 TLSA 3 1 1 " + "00".repeat(32))
        .record("other 300 A 192.0.2.2")
        .record("*.other 300 A 192.0.2.3")
        .record("*.alias 300 CNAME mx.plain.example.")
        .record("*._tcp.wild.zz 300 TLSA 3 1 1 " + "11".repeat(32))
        .record("zzz 300 A 192.0.2.4")
        .record("* 300 TXT \"any\"");
  }

  /// What comes of a look-up if its answer, and no other, is tampered with.
  Answer lookup(String name, RecordType type, SignedTree.Tampering tampering) {
    Name asked = SignedZone.name(name + ".");
    world.tampering(
        (query, honest) ->
            query.getQuestion().getName().equals(asked)
                    && query.getQuestion().getType() == Type.value(type.name())
                ? tampering.with(query, honest)
                : honest);
    return world.lookup(name, type);
  }

  /// Nobody believes an answer that is tampered with so.
  void assertBogus(String name, RecordType type, SignedTree.Tampering tampering) {
    assertBogus(lookup(name, type, tampering));
  }

  static void assertBogus(Answer answer) {
    assertThat(DnssecWorld.verdict(answer)).as(answer.toString()).isEqualTo("BOGUS");
  }

  /// A genuine answer to another question.
  Message ask(String name, int type) {
    Message query = Message.newQuery(Record.newRecord(SignedZone.name(name), type, DClass.IN));
    query.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    return tree.answer(query);
  }

  /// The NSEC or NSEC3 records of a genuine answer to another question, each with its signatures.
  List<List<Record>> proofs(String name, int type) {
    List<Record> authority = ask(name, type).getSection(Section.AUTHORITY);
    List<List<Record>> proofs = new ArrayList<>();
    for (Record record : authority) {
      if (record.getType() == Type.NSEC || record.getType() == Type.NSEC3) {
        Stream<Record> signatures =
            authority.stream()
                .filter(r -> r instanceof RRSIGRecord s && s.getName().equals(record.getName()));
        proofs.add(Stream.concat(Stream.of(record), signatures).toList());
      }
    }
    return proofs;
  }

  /// An answer with these records and no others.
  static Message answering(Message query, List<Record> records) {
    return forged(query, Rcode.NOERROR, Section.ANSWER, records);
  }

  /// An absence with these records and no others.
  static Message denying(Message query, int rcode, List<Record> authority) {
    return forged(query, rcode, Section.AUTHORITY, authority);
  }

  private static Message forged(Message query, int rcode, int section, List<Record> records) {
    Message message = DnssecWorld.empty(query, rcode);
    add(message, section, records);
    return message;
  }

  static void add(Message message, int section, List<Record> records) {
    records.forEach(record -> message.addRecord(record, section));
  }

  /// An address for the exchanger, which nobody signed.
  static Record address() {
    return record(MX + ". 300 A 203.0.113.1");
  }

  static Record record(String text) {
    try {
      return FakeResolver.record(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /// The same signature, said to be another zone's.
  static RRSIGRecord by(RRSIGRecord sig, Name signer) {
    return new RRSIGRecord(
        sig.getName(),
        DClass.IN,
        sig.getTTL(),
        sig.getTypeCovered(),
        sig.getAlgorithm(),
        sig.getOrigTTL(),
        sig.getExpire(),
        sig.getTimeSigned(),
        sig.getFootprint(),
        signer,
        sig.getSignature());
  }

  @Override
  public void close() throws IOException {
    world.close();
  }
}
