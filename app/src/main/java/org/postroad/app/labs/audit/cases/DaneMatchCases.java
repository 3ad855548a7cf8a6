package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.DaneActs.atOnce;
import static org.postroad.app.labs.audit.cases.DaneActs.ownAuthority;
import static org.postroad.app.labs.audit.cases.DaneActs.ownAuthorityThen;
import static org.postroad.app.labs.audit.cases.DaneActs.recordsBecome;
import static org.postroad.app.labs.audit.cases.DaneActs.selfSignedWith;
import static org.postroad.app.labs.audit.cases.DaneActs.then;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.cases.DaneActs.Records;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.MxConduct;
import org.postroad.protocol.dns.TlsaRecord;

/// Which certificates satisfy which TLSA records (RFC 7672 §3, RFC 7671).
final class DaneMatchCases {

  static final List<AuditCase> ALL =
      Stream.of(endEntity(), authority(), several(), unusable()).flatMap(List::stream).toList();

  private DaneMatchCases() {}

  private static List<AuditCase> endEntity() {
    return List.of(
        of(
                "dane-ee",
                "A self-signed certificate whose key is in the TLSA record (3 1 1)",
                "§3.1.1",
                "What the signed DNS says of the key needs no authority.")
            .delivers(selfSignedWith((scene, shown) -> records(Tlsa.ee(shown)))),
        of(
                "dane-ee-expired",
                "DANE-EE, and the certificate has expired",
                "§3.1.1",
                "Under DANE-EE the dates of the certificate must be ignored.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      Leaf leaf = Leaf.of(domain.mxName()).expired();
                      domain.mx().credential(scene.net().ca().issue(leaf));
                      domain.tlsa(Tlsa.ee(domain.mx().credential()));
                    })),
        of(
                "dane-ee-other-name",
                "DANE-EE, and the certificate is for another name",
                "§3.1.1",
                "Under DANE-EE the names of the certificate must not be looked at.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      Leaf leaf = Leaf.of("other.example");
                      domain.mx().credential(scene.net().ca().issue(leaf));
                      domain.tlsa(Tlsa.ee(domain.mx().credential()));
                    })),
        of(
                "dane-ee-sha512",
                "A self-signed certificate in a record 3 0 2",
                "RFC 6698 §2.1.3",
                "SHA-512 of the whole certificate is a match like any other.")
            .delivers(selfSignedWith(ee(Tlsa.CERT, Tlsa.SHA512))),
        of(
                "dane-ee-full",
                "A self-signed certificate that stands in the record itself (3 0 0)",
                "RFC 6698 §2.1.3",
                "Matching type 0 is the certificate itself.")
            .delivers(selfSignedWith(ee(Tlsa.CERT, Tlsa.FULL))),
        of(
                "dane-mismatch",
                "A trusted certificate for the right name, and a TLSA record of another key",
                "§3.1.1",
                "No authority stands in for a TLSA record that does not match.")
            .delays(recordsBecome((scene, shown) -> records(Tlsa.wrong()))),
        of(
                "dane-substituted",
                "An attacker on the path shows a self-signed certificate",
                "§2.2",
                "A server that its TLSA records do not vouch for gets nothing.")
            .delays(
                then(
                    (scene, domain) ->
                        scene.attack(
                            new CertificateSubstituter(domain.mxName(), Forgery.SELF_SIGNED)))),
        of(
                "dane-substituted-valid",
                "An attacker on the path has a trusted certificate for the exchanger's name",
                "§2.2",
                "A certificate that an authority gave to the wrong one does not match the record.")
            .delays(
                then(
                    (scene, domain) ->
                        scene.attack(new CertificateSubstituter(domain.mxName(), Forgery.VALID)))),
        of(
                "dane-stripped",
                "STARTTLS is removed on the way",
                "§2.2",
                "Who has TLSA records has TLS: nothing is delivered without it.")
            .delays(then((scene, domain) -> scene.attack(new StarttlsStripper(domain.mxName())))),
        of(
                "dane-refused",
                "STARTTLS is refused with 454",
                "§2.2",
                "A refusal is no reason to go on in clear.")
            .delays(
                then(
                    (scene, domain) ->
                        scene.attack(
                            new StarttlsStripper(domain.mxName(), StarttlsStripper.Way.REFUSES)))),
        of(
                "dane-sni",
                "The right certificate for those only who ask for the host by SNI",
                "§8.1",
                "The client must send the TLSA base domain as SNI.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      domain.mx().credential(domain.mxName(), domain.mx().credential());
                      domain
                          .mx()
                          .credential(
                              scene.net().ca().issue(Leaf.of("other.example").selfSigned()));
                    })));
  }

  private static List<AuditCase> authority() {
    return List.of(
        of(
                "dane-ta",
                "A certificate of the authority in the TLSA record (2 0 1), which nobody else trusts",
                "§3.1.2",
                "Under DANE-TA the record is the trust anchor.")
            .delivers(ownAuthority(good -> good)),
        of(
                "dane-ta-intermediate",
                "DANE-TA of an intermediate (2 1 1)",
                "§3.1.2",
                "Any authority in the chain can be the trust anchor.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      var ca = scene.net().ca();
                      domain.mx().credential(ca.issue(Leaf.of(domain.mxName()).viaIntermediate()));
                      domain.tlsa(Tlsa.of(ca.intermediate(), Tlsa.DANE_TA, Tlsa.SPKI, Tlsa.SHA256));
                    })),
        of(
                "dane-ta-other-name",
                "DANE-TA, and the certificate is for another name",
                "§3.2.1",
                "Under DANE-TA the client must check names.")
            .delays(ownAuthorityThen(good -> Leaf.of("other.example").sendingRoot())),
        of(
                "dane-ta-expired",
                "DANE-TA, and the certificate has expired",
                "§3.1.2; RFC 5280 §6.1.3",
                "Under DANE-TA a chain is verified as any chain is, with its dates.")
            .delays(ownAuthorityThen(Leaf::expired)),
        of(
                "dane-ta-not-sent",
                "DANE-TA, and the server does not send the authority's certificate",
                "§3.1.2",
                "A server must send it: without it there is no chain to the record.")
            .delays(ownAuthorityThen(good -> Leaf.of(good.dnsNames().toArray(String[]::new)))),
        of(
                "dane-ta-mismatch",
                "DANE-TA of an authority that did not sign, and a trusted certificate",
                "§3.1.2",
                "The public authorities do not stand in for the one in the record.")
            .delays(
                recordsBecome(
                    (scene, shown) ->
                        records(with(Tlsa.wrong(), Tlsa.DANE_TA, Tlsa.CERT, Tlsa.SHA256)))),
        of(
                "dane-ta-next-hop",
                "DANE-TA, and the certificate is for the recipient's domain",
                "§3.2.2",
                "With secure MX records the next-hop domain is a name to accept, too.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      var ca = scene.net().ca();
                      domain.mx().credential(ca.issue(Leaf.of(domain.name()).sendingRoot()));
                      domain.tlsa(Tlsa.ta(ca));
                    })),
        of(
                "dane-ta-wildcard",
                "DANE-TA, and the certificate has a wildcard for the first label",
                "§3.2.3",
                "Clients must support wildcards that match the first label.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      var ca = scene.net().ca();
                      Leaf leaf = Leaf.of("*." + domain.name()).sendingRoot();
                      domain.mx().credential(ca.issue(leaf));
                      domain.tlsa(Tlsa.ta(ca));
                    })),
        of(
                "dane-ta-cn",
                "DANE-TA, and the name stands in the CN of a certificate without DNS-IDs",
                "§3.2.3",
                "The CN is considered where there are no DNS-IDs, other than under MTA-STS.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      var ca = scene.net().ca();
                      Leaf leaf = Leaf.commonNameOnly(domain.mxName()).sendingRoot();
                      domain.mx().credential(ca.issue(leaf));
                      domain.tlsa(Tlsa.ta(ca));
                    })),
        of(
                "dane-ta-cn-beside-dns-id",
                "DANE-TA, the name in the CN, and a DNS-ID of another name",
                "§3.2.3",
                "Where there is a DNS-ID the CN does not count.")
            .delays(
                ownAuthorityThen(
                    good ->
                        Leaf.of("other.example")
                            .commonName(good.dnsNames().getFirst())
                            .sendingRoot())));
  }

  private static List<AuditCase> several() {
    return List.of(
        of(
                "dane-rollover",
                "The key of tomorrow beside the one in use",
                "§4; RFC 7671 §8.1",
                "One record that matches is enough.")
            .delivers(selfSignedWith((scene, shown) -> records(Tlsa.wrong(), Tlsa.ee(shown)))),
        of(
                "dane-agility",
                "A right SHA-256 beside a wrong SHA-512",
                "§5; RFC 7671 §9 (SHOULD)",
                "Of the digests of one usage and selector only the strongest counts.")
            .delays(
                recordsBecome(
                    (scene, shown) ->
                        records(
                            Tlsa.ee(shown),
                            Tlsa.of(
                                scene.net().ca().root(), Tlsa.DANE_EE, Tlsa.SPKI, Tlsa.SHA512)))),
        of(
                "dane-agility-selector",
                "A right SHA-256 of the key beside a wrong SHA-512 of the certificate",
                "§5; RFC 7671 §9",
                "Digests of another selector are not compared in strength.")
            .delivers(
                selfSignedWith(
                    (scene, shown) ->
                        records(
                            Tlsa.ee(shown),
                            Tlsa.of(
                                scene.net().ca().root(), Tlsa.DANE_EE, Tlsa.CERT, Tlsa.SHA512)))),
        of(
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
        of(
                "dane-agility-full",
                "The right key itself beside a wrong SHA-512",
                "§5; RFC 7671 §9",
                "Matching type 0 is no digest, and counts beside the strongest one.")
            .delivers(
                selfSignedWith(
                    (scene, shown) ->
                        records(
                            Tlsa.of(shown.leaf(), Tlsa.DANE_EE, Tlsa.SPKI, Tlsa.FULL),
                            Tlsa.of(
                                scene.net().ca().root(), Tlsa.DANE_EE, Tlsa.SPKI, Tlsa.SHA512)))),
        of(
                "dane-usable-beside-unusable",
                "A record that matches among some that cannot be used",
                "§3.1.3; RFC 7671 §9",
                "What cannot be used is dropped, and the rest counts.")
            .delivers(
                selfSignedWith(
                    (scene, shown) ->
                        records(Tlsa.malformed(), Tlsa.unusable(shown), Tlsa.ee(shown)))),
        of(
                "dane-mismatch-beside-unusable",
                "A record that does not match beside one that cannot be used",
                "§3.1.3, §2.2",
                "One usable record is enough to demand a match.")
            .delays(recordsBecome((scene, shown) -> records(Tlsa.wrong(), Tlsa.malformed()))),
        of(
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
        of(
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
        of(
                "dane-unknown-selector",
                "A record of selector 2 alone, and a self-signed certificate",
                "§2.2; RFC 7671 §4",
                "Records that cannot be used demand TLS, and no certificate in particular.")
            .delivers(
                selfSignedWith(
                    (scene, shown) -> records(with(Tlsa.ee(shown), Tlsa.DANE_EE, 2, Tlsa.SHA256)))),
        of(
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
    return of(
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

  private static Records ee(int selector, int matchingType) {
    return (scene, shown) -> records(Tlsa.of(shown.leaf(), Tlsa.DANE_EE, selector, matchingType));
  }

  private static TlsaRecord[] records(TlsaRecord... records) {
    return records;
  }

  private static TlsaRecord with(TlsaRecord record, int usage, int selector, int matchingType) {
    return new TlsaRecord(usage, selector, matchingType, record.data());
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    String whole = section.startsWith("RFC") ? section : "RFC 7672 " + section;
    return AuditCase.draft(Group.DANE, id, title, whole, why).needs(Need.DNSSEC);
  }
}
