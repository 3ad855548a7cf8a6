package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.dns.AttackedZones.MX;
import static org.postroad.engine.dns.AttackedZones.TLSA;
import static org.postroad.engine.dns.AttackedZones.address;
import static org.postroad.engine.dns.AttackedZones.answering;
import static org.postroad.engine.dns.AttackedZones.assertBogus;
import static org.postroad.engine.dns.AttackedZones.denying;
import static org.postroad.engine.dns.AttackedZones.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Attackers on the path to the resolver, or inside it, who say that something is not there: a
/// record, a name, or that a zone is signed. All that they get is a failed look-up.
class DnssecDeniersTest {

  private static AttackedZones zones;

  @BeforeAll
  static void signs() throws IOException {
    zones = new AttackedZones();
  }

  @AfterAll
  static void closes() throws IOException {
    zones.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.NOERROR, Rcode.NXDOMAIN})
  void attackerWhoSaysThatThereIsNothingIsNotBelieved(int rcode) {
    zones.assertBogus(TLSA, RecordType.TLSA, (query, _) -> denying(query, rcode, List.of()));
  }

  /// dnsjava alone takes the absence for insecure, as the zone of that SOA record is.
  @ParameterizedTest
  @ValueSource(
      strings = {"plain.example.", "mx.plain.example.", "signed.example.", "example.", "."})
  void attackerWhoSaysItWithASoaRecordIsNotBelieved(String owner) {
    Record soa = record(owner + " 300 SOA ns.example. root.example. 1 2 3 4 300");
    for (int rcode : new int[] {Rcode.NOERROR, Rcode.NXDOMAIN}) {
      zones.assertBogus(TLSA, RecordType.TLSA, (query, _) -> denying(query, rcode, List.of(soa)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.plain.example.", "mx.signed.example.", "_25._tcp.mx.signed.example."})
  void attackerWhoSaysItWithAnNsecRecordOfHisOwnIsNotBelieved(String owner) {
    Record nsec = record(owner + " 300 NSEC zzz.signed.example. A RRSIG NSEC");
    zones.assertBogus(
        TLSA, RecordType.TLSA, (query, _) -> denying(query, Rcode.NOERROR, List.of(nsec)));
  }

  /// All genuine NSEC and NSEC3 records of the zones, a few at a time in any order.
  @ParameterizedTest
  @ValueSource(strings = {"signed.example.", "hashed.example."})
  void attackerWhoReplaysGenuineProofsOfOtherAbsencesIsNotBelieved(String zone) {
    List<List<Record>> genuine = new ArrayList<>();
    for (String name : new String[] {"", "b.", "n.", "zzzz.", "q.other.", "_25._tcp.q.", "0."}) {
      for (int type : new int[] {Type.A, Type.TLSA, Type.MX}) {
        for (List<Record> proof : zones.proofs(name + zone, type)) {
          if (!genuine.contains(proof)) {
            genuine.add(proof);
          }
        }
      }
    }
    for (String node : new String[] {"mx.", "other.", "a."}) {
      genuine.addAll(zones.proofs(node + zone, Type.MX));
    }
    String victim = "_25._tcp.wild.zz." + zone.substring(0, zone.length() - 1);
    List<Record> soa = zones.ask(zone, Type.SOA).getSection(Section.ANSWER);
    Random random = new Random(1);
    for (int i = 0; i < 150; i++) {
      Collections.shuffle(genuine, random);
      int rcode = i % 2 == 0 ? Rcode.NXDOMAIN : Rcode.NOERROR;
      Stream<List<Record>> some = genuine.subList(0, 1 + i % Math.min(5, genuine.size())).stream();
      List<Record> authority = Stream.concat(Stream.of(soa), some).flatMap(List::stream).toList();
      zones.assertBogus(victim, RecordType.TLSA, (query, _) -> denying(query, rcode, authority));
    }
  }

  @Test
  void attackerWhoTakesTheParentsWordForTheChildIsNotBelieved() {
    List<List<Record>> proofs = zones.proofs("signed.example.", Type.DS);
    List<Record> atCut =
        proofs.isEmpty() ? zones.proofs("sm.example.", Type.A).getFirst() : proofs.getFirst();
    for (String name : new String[] {"signed.example", MX, TLSA}) {
      zones.assertBogus(name, RecordType.TLSA, (query, _) -> denying(query, Rcode.NOERROR, atCut));
    }
  }

  /// dnsjava alone lets the absence pass as unchecked when its keys cannot be had.
  @ParameterizedTest
  @ValueSource(ints = {Type.DNSKEY, Type.DS})
  void attackerWhoHidesTheKeysAndForgesAnAbsenceIsNotBelieved(int hidden) {
    Name zone = SignedZone.name("signed.example.");
    List<Record> other = zones.ask("mx.signed.example.", Type.TXT).getSection(Section.AUTHORITY);
    zones.world.tampering(
        (query, honest) -> {
          int type = query.getQuestion().getType();
          boolean itsKeys = type == hidden && query.getQuestion().getName().equals(zone);
          return itsKeys
              ? DnssecWorld.silence()
              : type == Type.TLSA ? denying(query, Rcode.NXDOMAIN, other) : honest;
        });
    assertThat(zones.world.lookup(TLSA, RecordType.TLSA))
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.why()).isEqualTo(Answer.Why.TIMED_OUT);
              assertThat(failed.detail()).contains("signed.example. " + Type.string(hidden));
            });
  }

  /// dnsjava alone finds no iterations valid once the key has gone from its cache, and then takes
  /// any genuine NSEC3 for an insecure absence.
  @Test
  void attackerWhoShortensTheLifeOfTheKeysIsNotBelieved() {
    List<Record> other = zones.ask("hashed.example.", Type.TXT).getSection(Section.AUTHORITY);
    zones.world.tampering(
        (query, honest) ->
            switch (query.getQuestion().getType()) {
              case Type.DNSKEY -> answering(query, shortLived(honest));
              case Type.TLSA -> denying(query, Rcode.NXDOMAIN, other);
              default -> honest;
            });
    assertThat(zones.world.verdict("_25._tcp.mx.hashed.example", RecordType.TLSA))
        .isEqualTo("BOGUS");
    assertThat(zones.world.verdict("no.mx.hashed.example", RecordType.A))
        .isEqualTo("SECURE no name");
  }

  private static List<Record> shortLived(Message honest) {
    return honest.getSection(Section.ANSWER).stream()
        .map(
            r -> Record.newRecord(r.getName(), r.getType(), DClass.IN, 0, r.rdataToWireCanonical()))
        .toList();
  }

  @Test
  void attackerWhoHidesADelegationsDsIsNotBelieved() {
    Name zone = SignedZone.name("signed.example.");
    for (String other : new String[] {"plain.example.", "no.example.", "example.", "."}) {
      for (int type : new int[] {Type.DS, Type.A}) {
        List<Record> lie = zones.ask(other, type).getSection(Section.AUTHORITY);
        zones.world.tampering(
            (query, honest) -> {
              Record question = query.getQuestion();
              if (question.getType() == Type.DS && question.getName().equals(zone)) {
                return denying(query, Rcode.NOERROR, lie);
              }
              return question.getType() == Type.A ? answering(query, List.of(address())) : honest;
            });
        assertBogus(zones.world.lookup(MX, RecordType.A));
      }
    }
  }
}
