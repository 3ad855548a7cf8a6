package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.engine.dns.dnssec.SignedTree;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Attackers on the path to the resolver, or inside it: they forge, hide, replay and swap, and all
/// that they get is a failed look-up.
class DnssecAttackersTest {

  private static final String MX = "mx.signed.example";
  private static final String TLSA = "_25._tcp.mx.signed.example";

  private static SignedTree tree;
  private static DnssecWorld world;

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
        .record("*.other 300 CNAME mx.plain.example.".replace("*.other", "*.alias"))
        .record("*._tcp.wild.zz 300 TLSA 3 1 1 " + "11".repeat(32))
        .record("zzz 300 A 192.0.2.4")
        .record("* 300 TXT \"any\"");
  }

  @BeforeAll
  static void signs() throws IOException {
    tree = new SignedTree(zones());
    world = new DnssecWorld(zones());
  }

  @AfterAll
  static void closes() throws IOException {
    world.close();
  }

  /// What comes of a look-up if its answer, and no other, is tampered with.
  private static Answer lookup(String name, RecordType type, SignedTree.Tampering tampering) {
    Name asked = SignedZone.name(name + ".");
    world.tampering(
        (query, honest) ->
            query.getQuestion().getName().equals(asked)
                    && query.getQuestion().getType() == Type.value(type.name())
                ? tampering.with(query, honest)
                : honest);
    return world.lookup(name, type);
  }

  private static void assertBogus(Answer answer) {
    assertThat(DnssecWorld.verdict(answer)).as(answer.toString()).isEqualTo("BOGUS");
  }

  /// A genuine answer to another question.
  private static Message ask(String name, int type) {
    Message query = Message.newQuery(Record.newRecord(SignedZone.name(name), type, DClass.IN));
    query.addRecord(
        new org.xbill.DNS.OPTRecord(4096, 0, 0, org.xbill.DNS.ExtendedFlags.DO),
        Section.ADDITIONAL);
    return tree.answer(query);
  }

  private static Record record(String text) {
    try {
      return FakeResolver.record(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static void add(Message message, int section, List<Record> records) {
    records.forEach(record -> message.addRecord(record, section));
  }

  /// The NSEC or NSEC3 records of a genuine answer, each with its signatures.
  private static List<List<Record>> proofs(Message message) {
    List<List<Record>> proofs = new ArrayList<>();
    for (Record record : message.getSection(Section.AUTHORITY)) {
      if (record.getType() == Type.NSEC || record.getType() == Type.NSEC3) {
        proofs.add(
            Stream.concat(
                    Stream.of(record),
                    message.getSection(Section.AUTHORITY).stream()
                        .filter(
                            r ->
                                r instanceof RRSIGRecord s && s.getName().equals(record.getName())))
                .toList());
      }
    }
    return proofs;
  }

  @Test
  void attackerWhoForgesARecordIsNotBelieved() {
    assertBogus(
        lookup(
            MX,
            RecordType.A,
            (query, _) -> {
              Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
              forged.addRecord(record(MX + ". 300 A 203.0.113.1"), Section.ANSWER);
              return forged;
            }));
  }

  @Test
  void attackerWhoAddsARecordToSignedOnesIsNotBelieved() {
    assertBogus(
        lookup(
            MX,
            RecordType.A,
            (_, honest) -> {
              honest.addRecord(record(MX + ". 300 A 203.0.113.1"), Section.ANSWER);
              return honest;
            }));
  }

  @Test
  void attackerWhoStripsTheSignaturesIsNotBelieved() {
    assertBogus(
        lookup(
            MX,
            RecordType.A,
            (_, honest) -> {
              SignedZone.strip(honest, Type.RRSIG);
              return honest;
            }));
  }

  /// dnsjava alone takes such records for insecure.
  @ParameterizedTest
  @ValueSource(strings = {"plain.example.", "mx.plain.example.", "no.such.", ".", "example."})
  void attackerWhoNamesAnotherZoneAsTheSignerIsNotBelieved(String signer) {
    assertBogus(
        lookup(
            MX,
            RecordType.A,
            (query, honest) -> {
              Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
              forged.addRecord(record(MX + ". 300 A 203.0.113.1"), Section.ANSWER);
              RRSIGRecord genuine =
                  (RRSIGRecord)
                      honest.getSection(Section.ANSWER).stream()
                          .filter(RRSIGRecord.class::isInstance)
                          .findFirst()
                          .orElseThrow();
              forged.addRecord(by(genuine, SignedZone.name(signer)), Section.ANSWER);
              return forged;
            }));
  }

  private static RRSIGRecord by(RRSIGRecord sig, Name signer) {
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

  @ParameterizedTest
  @ValueSource(ints = {Rcode.NOERROR, Rcode.NXDOMAIN})
  void attackerWhoSaysThatThereIsNothingIsNotBelieved(int rcode) {
    assertBogus(lookup(TLSA, RecordType.TLSA, (query, _) -> DnssecWorld.empty(query, rcode)));
  }

  /// dnsjava alone takes the absence for insecure, as the zone of that SOA record is.
  @ParameterizedTest
  @ValueSource(
      strings = {"plain.example.", "mx.plain.example.", "signed.example.", "example.", "."})
  void attackerWhoSaysItWithASoaRecordIsNotBelieved(String owner) {
    for (int rcode : new int[] {Rcode.NOERROR, Rcode.NXDOMAIN}) {
      assertBogus(
          lookup(
              TLSA,
              RecordType.TLSA,
              (query, _) -> {
                Message forged = DnssecWorld.empty(query, rcode);
                forged.addRecord(
                    record(owner + " 300 SOA ns.example. root.example. 1 2 3 4 300"),
                    Section.AUTHORITY);
                return forged;
              }));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.plain.example.", "mx.signed.example.", "_25._tcp.mx.signed.example."})
  void attackerWhoSaysItWithAnNsecRecordOfHisOwnIsNotBelieved(String owner) {
    assertBogus(
        lookup(
            TLSA,
            RecordType.TLSA,
            (query, _) -> {
              Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
              forged.addRecord(
                  record(owner + " 300 NSEC zzz.signed.example. A RRSIG NSEC"), Section.AUTHORITY);
              return forged;
            }));
  }

  /// All genuine NSEC and NSEC3 records of the zones, a few at a time in any order.
  @ParameterizedTest
  @ValueSource(strings = {"signed.example.", "hashed.example."})
  void attackerWhoReplaysGenuineProofsOfOtherAbsencesIsNotBelieved(String zone) {
    List<List<Record>> genuine = new ArrayList<>();
    for (String name : new String[] {"", "b.", "n.", "zzzz.", "q.other.", "_25._tcp.q.", "0."}) {
      for (int type : new int[] {Type.A, Type.TLSA, Type.MX}) {
        for (List<Record> proof : proofs(ask(name + zone, type))) {
          if (!genuine.contains(proof)) {
            genuine.add(proof);
          }
        }
      }
    }
    for (String node : new String[] {"mx.", "other.", "a."}) {
      genuine.addAll(proofs(ask(node + zone, Type.MX)));
    }
    String victim = "_25._tcp.wild.zz." + zone.substring(0, zone.length() - 1);
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 150; i++) {
      Collections.shuffle(genuine, random);
      int rcode = i % 2 == 0 ? Rcode.NXDOMAIN : Rcode.NOERROR;
      List<List<Record>> some =
          List.copyOf(genuine.subList(0, 1 + i % Math.min(5, genuine.size())));
      assertBogus(
          lookup(
              victim,
              RecordType.TLSA,
              (query, _) -> {
                Message forged = DnssecWorld.empty(query, rcode);
                add(forged, Section.AUTHORITY, ask(zone, Type.SOA).getSection(Section.ANSWER));
                some.forEach(proof -> add(forged, Section.AUTHORITY, proof));
                return forged;
              }));
    }
  }

  @Test
  void attackerWhoTakesTheParentsWordForTheChildIsNotBelieved() {
    List<Record> proof =
        proofs(ask("signed.example.", Type.DS)).isEmpty()
            ? List.of()
            : proofs(ask("signed.example.", Type.DS)).getFirst();
    List<Record> atCut = proof.isEmpty() ? proofs(ask("sm.example.", Type.A)).getFirst() : proof;
    for (String name : new String[] {"signed.example", MX, TLSA}) {
      assertBogus(
          lookup(
              name,
              RecordType.TLSA,
              (query, _) -> {
                Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
                add(forged, Section.AUTHORITY, atCut);
                return forged;
              }));
    }
  }

  @Test
  void attackerWhoSpreadsAWildcardOverWhatIsThereIsNotBelieved() {
    List<Record> spread =
        ask("q.signed.example.", Type.TXT).getSection(Section.ANSWER).stream()
            .map(record -> record.withName(SignedZone.name(MX + ".")))
            .toList();
    List<List<Record>> proofs = proofs(ask("q.signed.example.", Type.TXT));
    for (boolean withProof : new boolean[] {true, false}) {
      assertBogus(
          lookup(
              MX,
              RecordType.TXT,
              (query, _) -> {
                Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
                add(forged, Section.ANSWER, spread);
                if (withProof) {
                  proofs.forEach(proof -> add(forged, Section.AUTHORITY, proof));
                }
                return forged;
              }));
    }
  }

  /// dnsjava alone forgets that the wildcard was not proven once the end of the chain is.
  @Test
  void attackerWhoSpreadsAnAliasWithAProvenEndIsNotBelieved() throws IOException {
    SignedZone[] zones = {
      SignedZone.of("."),
      SignedZone.of("example.")
          .record("*.far 300 CNAME end.example.")
          .record("mx.far 300 TLSA 3 1 1 " + "00".repeat(32))
          .record("end 300 A 192.0.2.1")
    };
    SignedTree genuine = new SignedTree(zones);
    try (DnssecWorld other = new DnssecWorld(zones)) {
      other.tampering(
          (query, honest) -> {
            if (query.getQuestion().getType() != Type.TLSA) {
              return honest;
            }
            Message askedFor =
                Message.newQuery(
                    Record.newRecord(SignedZone.name("x.far.example."), Type.TLSA, DClass.IN));
            askedFor.addRecord(query.getOPT(), Section.ADDITIONAL);
            Message wild = genuine.answer(askedFor);
            Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
            for (Record record : wild.getSection(Section.ANSWER)) {
              forged.addRecord(
                  record.getName().toString().equals("x.far.example.")
                      ? record.withName(query.getQuestion().getName())
                      : record,
                  Section.ANSWER);
            }
            add(forged, Section.AUTHORITY, wild.getSection(Section.AUTHORITY));
            return forged;
          });
      assertThat(other.verdict("x.far.example", RecordType.TLSA)).isEqualTo("SECURE no data");
      assertThat(other.verdict("mx.far.example", RecordType.TLSA)).isEqualTo("BOGUS");
    }
  }

  /// dnsjava alone lets the absence pass as unchecked when its keys cannot be had.
  @ParameterizedTest
  @ValueSource(ints = {Type.DNSKEY, Type.DS})
  void attackerWhoHidesTheKeysAndForgesAnAbsenceIsNotBelieved(int hidden) {
    world.tampering(
        (query, honest) -> {
          int type = query.getQuestion().getType();
          boolean itsKeys =
              type == hidden
                  && query.getQuestion().getName().equals(SignedZone.name("signed.example."));
          return itsKeys
              ? DnssecWorld.silence()
              : type == Type.TLSA ? withAuthority(query, Rcode.NXDOMAIN) : honest;
        });
    assertThat(world.lookup(TLSA, RecordType.TLSA))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.why()).isEqualTo(Answer.Why.TIMED_OUT);
              assertThat(failed.detail()).contains("signed.example. " + Type.string(hidden));
            });
  }

  private static Message withAuthority(Message query, int rcode) {
    Message forged = DnssecWorld.empty(query, rcode);
    add(
        forged,
        Section.AUTHORITY,
        ask("mx.signed.example.", Type.TXT).getSection(Section.AUTHORITY));
    return forged;
  }

  /// dnsjava alone finds no iterations valid once the key has gone from its cache, and then takes
  /// any genuine NSEC3 for an insecure absence.
  @Test
  void attackerWhoShortensTheLifeOfTheKeysIsNotBelieved() {
    world.tampering(
        (query, honest) -> {
          if (query.getQuestion().getType() == Type.DNSKEY) {
            Message shortened = DnssecWorld.empty(query, Rcode.NOERROR);
            for (Record r : honest.getSection(Section.ANSWER)) {
              shortened.addRecord(
                  Record.newRecord(
                      r.getName(), r.getType(), DClass.IN, 0, r.rdataToWireCanonical()),
                  Section.ANSWER);
            }
            return shortened;
          }
          if (query.getQuestion().getType() == Type.TLSA) {
            Message forged = DnssecWorld.empty(query, Rcode.NXDOMAIN);
            add(
                forged,
                Section.AUTHORITY,
                ask("hashed.example.", Type.TXT).getSection(Section.AUTHORITY));
            return forged;
          }
          return honest;
        });
    assertThat(DnssecWorld.verdict(world.lookup("_25._tcp.mx.hashed.example", RecordType.TLSA)))
        .isEqualTo("BOGUS");
    assertThat(DnssecWorld.verdict(world.lookup("no.mx.hashed.example", RecordType.A)))
        .isEqualTo("SECURE no name");
  }

  @Test
  void attackerWhoHidesADelegationsDsIsNotBelieved() {
    Name zone = SignedZone.name("signed.example.");
    List<Message> lies = new ArrayList<>();
    for (String other : new String[] {"plain.example.", "no.example.", "example.", "."}) {
      lies.add(ask(other, Type.DS));
      lies.add(ask(other, Type.A));
    }
    for (Message lie : lies) {
      world.tampering(
          (query, honest) -> {
            if (query.getQuestion().getType() == Type.DS
                && query.getQuestion().getName().equals(zone)) {
              Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
              add(forged, Section.AUTHORITY, lie.getSection(Section.AUTHORITY));
              return forged;
            }
            if (query.getQuestion().getType() == Type.A) {
              Message forged = DnssecWorld.empty(query, Rcode.NOERROR);
              forged.addRecord(record(MX + ". 300 A 203.0.113.1"), Section.ANSWER);
              return forged;
            }
            return honest;
          });
      assertBogus(world.lookup(MX, RecordType.A));
    }
  }

  @Test
  void attackerBehindAnInsecureAliasIsNotBelievedAboutASecureEnd() throws IOException {
    try (DnssecWorld other =
        new DnssecWorld(
            SignedZone.of("."),
            SignedZone.unsigned("plain.").record("alias 300 CNAME mx.signed."),
            SignedZone.of("signed.").record("mx 300 A 192.0.2.1"))) {
      assertThat(other.verdict("alias.plain", RecordType.A)).isEqualTo("INSECURE found");
      other.tampering(
          (query, honest) -> {
            if (query.getQuestion().getType() == Type.A) {
              SignedZone.strip(honest, Type.A);
              honest.addRecord(record("mx.signed. 300 A 203.0.113.1"), Section.ANSWER);
            }
            return honest;
          });
      assertThat(other.verdict("alias.plain", RecordType.A)).isEqualTo("BOGUS");
    }
  }

  @Test
  void adBitOfAResolverThatIsNotTrustedMeansNothing() {
    assertThat(
            DnssecWorld.verdict(
                lookup(
                    "mx.plain.example",
                    RecordType.A,
                    (_, honest) -> {
                      honest.getHeader().setFlag(Flags.AD);
                      return honest;
                    })))
        .isEqualTo("INSECURE found");
  }

  @Test
  void attackerWhoReplaysAnOldSignatureIsNotBelieved() throws IOException {
    Instant until = DnssecWorld.NOW.minusSeconds(1);
    try (DnssecWorld other =
        new DnssecWorld(
            SignedZone.of("."),
            SignedZone.of("signed.")
                .valid(until.minusSeconds(99), until)
                .record("mx 300 A 192.0.2.1"))) {
      assertThat(other.verdict("mx.signed", RecordType.A)).isEqualTo("BOGUS");
    }
  }
}
