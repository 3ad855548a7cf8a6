package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.DaneActs.atOnce;
import static org.postroad.app.labs.audit.cases.DaneActs.dane;
import static org.postroad.app.labs.audit.cases.DaneActs.records;
import static org.postroad.app.labs.audit.cases.DaneActs.recordsBecome;
import static org.postroad.app.labs.audit.cases.DaneActs.selfSignedWith;
import static org.postroad.app.labs.audit.cases.DaneActs.then;
import static org.postroad.app.labs.audit.cases.DaneActs.with;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Scene;
import org.postroad.app.labs.audit.cases.DaneActs.Records;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.MxConduct;
import org.postroad.protocol.dns.TlsaRecord;

/// TLSA records side by side, and records that cannot be used (RFC 7672 §2.2, RFC 7671 §9).
final class DaneRecordCases {

  static final List<AuditCase> ALL =
      Stream.of(several(), unusable()).flatMap(List::stream).toList();

  private DaneRecordCases() {}

  private static List<AuditCase> several() {
    return List.of(
        dane(
                "dane-rollover",
                "The key of tomorrow beside the one in use",
                "§4; RFC 7671 §8.1",
                "One record that matches is enough.")
            .delivers(selfSignedWith((scene, shown) -> records(Tlsa.wrong(), Tlsa.ee(shown)))),
        dane(
                "dane-agility",
                "A right SHA-256 beside a wrong SHA-512",
                "§5; RFC 7671 §9 (SHOULD)",
                "Of the digests of one usage and selector only the strongest counts.")
            .delays(
                recordsBecome(
                    (scene, shown) -> records(Tlsa.ee(shown), wrongSha512(scene, Tlsa.SPKI)))),
        dane(
                "dane-agility-selector",
                "A right SHA-256 of the key beside a wrong SHA-512 of the certificate",
                "§5; RFC 7671 §9",
                "Digests of another selector are not compared in strength.")
            .delivers(
                selfSignedWith(
                    (scene, shown) -> records(Tlsa.ee(shown), wrongSha512(scene, Tlsa.CERT)))),
        dane(
                "dane-agility-malformed",
                "A right SHA-256 beside a SHA-512 that is too short",
                "§5; RFC 7671 §9",
                "Malformed records are dropped before the strongest digest is looked for.")
            .delivers(
                selfSignedWith(
                    (scene, shown) ->
                        records(
                            Tlsa.ee(shown),
                            with(Tlsa.malformed(), Tlsa.DANE_EE, Tlsa.SPKI, Tlsa.SHA512)))),
        dane(
                "dane-agility-full",
                "The right key itself beside a wrong SHA-512",
                "§5; RFC 7671 §9",
                "Matching type 0 is no digest, and counts beside the strongest one.")
            .delivers(
                selfSignedWith(
                    (scene, shown) ->
                        records(
                            Tlsa.of(shown.leaf(), Tlsa.DANE_EE, Tlsa.SPKI, Tlsa.FULL),
                            wrongSha512(scene, Tlsa.SPKI)))),
        dane(
                "dane-usable-beside-unusable",
                "A record that matches among some that cannot be used",
                "§3.1.3; RFC 7671 §9",
                "What cannot be used is dropped, and the rest counts.")
            .delivers(
                selfSignedWith(
                    (scene, shown) ->
                        records(Tlsa.malformed(), Tlsa.unusable(shown), Tlsa.ee(shown)))),
        dane(
                "dane-mismatch-beside-unusable",
                "A record that does not match beside one that cannot be used",
                "§3.1.3, §2.2",
                "One usable record is enough to demand a match.")
            .delays(recordsBecome((scene, shown) -> records(Tlsa.wrong(), Tlsa.malformed()))),
        dane(
                "dane-many-records",
                "Forty records, the last one right, in an answer too long for UDP",
                "RFC 6698 §2; RFC 7766 §5",
                "What does not fit is asked for again over TCP.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      scene.distrust(domain.mx());
                      Stream<TlsaRecord> wrong = Stream.generate(Tlsa::wrong).limit(39);
                      domain.tlsa(
                          Stream.concat(wrong, Stream.of(Tlsa.ee(domain.mx().credential())))
                              .toArray(TlsaRecord[]::new));
                      DaneActs.tlsaMeets(scene, domain.mxName(), Interference.truncated());
                    })));
  }

  private static List<AuditCase> unusable() {
    return List.of(
        dane(
                "dane-unusable",
                "A record of usage 1 alone",
                "§3.1.3, §2.2",
                "Records that cannot be used demand TLS, and no certificate in particular.")
            .delivers(selfSignedWith((scene, shown) -> records(Tlsa.unusable(shown)))),
        unusable(
            "dane-unusable-stripped",
            "A record of usage 1 alone, and STARTTLS is removed",
            (scene, shown) -> records(Tlsa.unusable(shown))),
        unusable(
            "dane-malformed-stripped",
            "A digest that is too short, and STARTTLS is removed",
            (scene, shown) -> records(Tlsa.malformed())),
        unusable(
            "dane-unknown-usage-stripped",
            "A record of usage 4, and STARTTLS is removed",
            (scene, shown) -> records(with(Tlsa.ee(shown), 4, Tlsa.SPKI, Tlsa.SHA256))),
        unusable(
            "dane-unknown-type-stripped",
            "A record of matching type 3, and STARTTLS is removed",
            (scene, shown) -> records(with(Tlsa.ee(shown), Tlsa.DANE_EE, Tlsa.SPKI, 3))),
        dane(
                "dane-unknown-selector",
                "A record of selector 2 alone, and a self-signed certificate",
                "§2.2; RFC 7671 §4",
                "Records that cannot be used demand TLS, and no certificate in particular.")
            .delivers(
                selfSignedWith(
                    (scene, shown) -> records(with(Tlsa.ee(shown), Tlsa.DANE_EE, 2, Tlsa.SHA256)))),
        dane(
                "dane-no-tlsa",
                "A signed zone without TLSA records, and an exchanger without STARTTLS",
                "§2.2",
                "Where the DNS proves that there is no record, mail goes as before.")
            .mayBeInClear()
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      domain.tlsa();
                      domain.mx().conduct(MxConduct.honest().withoutStartTls());
                    })));
  }

  /// Nothing goes in clear to a host that has a secure record, of whatever kind.
  private static AuditCase unusable(String id, String title, Records records) {
    return dane(
            id,
            title,
            "§2.2, §2.2.3",
            "A host with secure records has committed itself to TLS, whatever they say.")
        .delays(
            then(
                (scene, domain) -> {
                  domain.tlsa(records.of(scene, domain.mx().credential()));
                  scene.attack(new StarttlsStripper(domain.mxName()));
                }));
  }

  /// Of the whole root or of its key, which no exchanger shows.
  private static TlsaRecord wrongSha512(Scene scene, int selector) {
    return Tlsa.of(scene.net().ca().root(), Tlsa.DANE_EE, selector, Tlsa.SHA512);
  }
}
