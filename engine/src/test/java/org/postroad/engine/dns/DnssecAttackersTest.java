package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.dns.AttackedZones.MX;
import static org.postroad.engine.dns.AttackedZones.add;
import static org.postroad.engine.dns.AttackedZones.address;
import static org.postroad.engine.dns.AttackedZones.answering;
import static org.postroad.engine.dns.AttackedZones.by;
import static org.postroad.engine.dns.AttackedZones.record;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.engine.dns.dnssec.SignedTree;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Attackers on the path to the resolver, or inside it, who have an answer of their own: they
/// forge, strip, replay and swap, and all that they get is a failed look-up. [DnssecDeniersTest]
/// has those who say that there is none.
class DnssecAttackersTest {

  private static AttackedZones zones;

  @BeforeAll
  static void signs() throws IOException {
    zones = new AttackedZones();
  }

  @AfterAll
  static void closes() throws IOException {
    zones.close();
  }

  @Test
  void attackerWhoForgesARecordIsNotBelieved() {
    zones.assertBogus(MX, RecordType.A, (query, _) -> answering(query, List.of(address())));
  }

  @Test
  void attackerWhoAddsARecordToSignedOnesIsNotBelieved() {
    zones.assertBogus(
        MX,
        RecordType.A,
        (_, honest) -> {
          honest.addRecord(address(), Section.ANSWER);
          return honest;
        });
  }

  @Test
  void attackerWhoStripsTheSignaturesIsNotBelieved() {
    zones.assertBogus(
        MX,
        RecordType.A,
        (_, honest) -> {
          SignedZone.strip(honest, Type.RRSIG);
          return honest;
        });
  }

  /// dnsjava alone takes such records for insecure.
  @ParameterizedTest
  @ValueSource(strings = {"plain.example.", "mx.plain.example.", "no.such.", ".", "example."})
  void attackerWhoNamesAnotherZoneAsTheSignerIsNotBelieved(String signer) {
    zones.assertBogus(
        MX,
        RecordType.A,
        (query, honest) -> {
          RRSIGRecord genuine =
              (RRSIGRecord)
                  honest.getSection(Section.ANSWER).stream()
                      .filter(RRSIGRecord.class::isInstance)
                      .findFirst()
                      .orElseThrow();
          return answering(query, List.of(address(), by(genuine, SignedZone.name(signer))));
        });
  }

  @Test
  void attackerWhoSpreadsAWildcardOverWhatIsThereIsNotBelieved() {
    List<Record> spread =
        zones.ask("q.signed.example.", Type.TXT).getSection(Section.ANSWER).stream()
            .map(record -> record.withName(SignedZone.name(MX + ".")))
            .toList();
    List<List<Record>> proofs = zones.proofs("q.signed.example.", Type.TXT);
    for (boolean withProof : new boolean[] {true, false}) {
      zones.assertBogus(
          MX,
          RecordType.TXT,
          (query, _) -> {
            Message forged = answering(query, spread);
            if (withProof) {
              proofs.forEach(proof -> add(forged, Section.AUTHORITY, proof));
            }
            return forged;
          });
    }
  }

  /// dnsjava alone forgets that the wildcard was not proven once the end of the chain is.
  @Test
  void attackerWhoSpreadsAnAliasWithAProvenEndIsNotBelieved() throws IOException {
    SignedZone[] far = {
      SignedZone.of("."),
      SignedZone.of("example.")
          .record("*.far 300 CNAME end.example.")
          .record("mx.far 300 TLSA 3 1 1 " + "00".repeat(32))
          .record("end 300 A 192.0.2.1")
    };
    SignedTree genuine = new SignedTree(far);
    try (DnssecWorld other = new DnssecWorld(far)) {
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
            List<Record> renamed =
                wild.getSection(Section.ANSWER).stream()
                    .map(
                        record ->
                            record.getName().toString().equals("x.far.example.")
                                ? record.withName(query.getQuestion().getName())
                                : record)
                    .toList();
            Message forged = answering(query, renamed);
            add(forged, Section.AUTHORITY, wild.getSection(Section.AUTHORITY));
            return forged;
          });
      assertThat(other.verdict("x.far.example", RecordType.TLSA)).isEqualTo("SECURE no data");
      assertThat(other.verdict("mx.far.example", RecordType.TLSA)).isEqualTo("BOGUS");
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
                zones.lookup(
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
