package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.DaneActs.atOnce;
import static org.postroad.app.labs.audit.cases.DaneActs.dane;
import static org.postroad.app.labs.audit.cases.DaneActs.ownAuthority;
import static org.postroad.app.labs.audit.cases.DaneActs.ownAuthorityThen;
import static org.postroad.app.labs.audit.cases.DaneActs.records;
import static org.postroad.app.labs.audit.cases.DaneActs.recordsBecome;
import static org.postroad.app.labs.audit.cases.DaneActs.selfSignedWith;
import static org.postroad.app.labs.audit.cases.DaneActs.then;
import static org.postroad.app.labs.audit.cases.DaneActs.with;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.cases.DaneActs.Records;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;

/// Which certificates satisfy which TLSA records (RFC 7672 §3, RFC 7671).
final class DaneMatchCases {

  static final List<AuditCase> ALL =
      Stream.of(endEntity(), authority()).flatMap(List::stream).toList();

  private DaneMatchCases() {}

  private static List<AuditCase> endEntity() {
    return List.of(
        dane(
                "dane-ee",
                "A self-signed certificate whose key is in the TLSA record (3 1 1)",
                "§3.1.1",
                "What the signed DNS says of the key needs no authority.")
            .delivers(selfSignedWith((scene, shown) -> records(Tlsa.ee(shown)))),
        dane(
                "dane-ee-expired",
                "DANE-EE, and the certificate has expired",
                "§3.1.1",
                "Under DANE-EE the dates of the certificate must be ignored.")
            .delivers(showing(Leaf::expired)),
        dane(
                "dane-ee-other-name",
                "DANE-EE, and the certificate is for another name",
                "§3.1.1",
                "Under DANE-EE the names of the certificate must not be looked at.")
            .delivers(showing(good -> Leaf.of("other.example"))),
        dane(
                "dane-ee-sha512",
                "A self-signed certificate in a record 3 0 2",
                "RFC 6698 §2.1.3",
                "SHA-512 of the whole certificate is a match like any other.")
            .delivers(selfSignedWith(ee(Tlsa.CERT, Tlsa.SHA512))),
        dane(
                "dane-ee-full",
                "A self-signed certificate that stands in the record itself (3 0 0)",
                "RFC 6698 §2.1.3",
                "Matching type 0 is the certificate itself.")
            .delivers(selfSignedWith(ee(Tlsa.CERT, Tlsa.FULL))),
        dane(
                "dane-mismatch",
                "A trusted certificate for the right name, and a TLSA record of another key",
                "§3.1.1",
                "No authority stands in for a TLSA record that does not match.")
            .delays(recordsBecome((scene, shown) -> records(Tlsa.wrong()))),
        dane(
                "dane-substituted",
                "An attacker on the path shows a self-signed certificate",
                "§2.2",
                "A server that its TLSA records do not vouch for gets nothing.")
            .delays(attacked(mx -> new CertificateSubstituter(mx, Forgery.SELF_SIGNED))),
        dane(
                "dane-substituted-valid",
                "An attacker on the path has a trusted certificate for the exchanger's name",
                "§2.2",
                "A certificate that an authority gave to the wrong one does not match the record.")
            .delays(attacked(mx -> new CertificateSubstituter(mx, Forgery.VALID))),
        dane(
                "dane-stripped",
                "STARTTLS is removed on the way",
                "§2.2",
                "Who has TLSA records has TLS: nothing is delivered without it.")
            .delays(attacked(StarttlsStripper::new)),
        dane(
                "dane-refused",
                "STARTTLS is refused with 454",
                "§2.2",
                "A refusal is no reason to go on in clear.")
            .delays(attacked(mx -> new StarttlsStripper(mx, StarttlsStripper.Way.REFUSES))),
        dane(
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
        dane(
                "dane-ta",
                "A certificate of the authority in the TLSA record (2 0 1), which nobody else trusts",
                "§3.1.2",
                "Under DANE-TA the record is the trust anchor.")
            .delivers(ownAuthority(good -> good)),
        dane(
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
        dane(
                "dane-ta-other-name",
                "DANE-TA, and the certificate is for another name",
                "§3.2.1",
                "Under DANE-TA the client must check names.")
            .delays(ownAuthorityThen(good -> Leaf.of("other.example").sendingRoot())),
        dane(
                "dane-ta-expired",
                "DANE-TA, and the certificate has expired",
                "§3.1.2; RFC 5280 §6.1.3",
                "Under DANE-TA a chain is verified as any chain is, with its dates.")
            .delays(ownAuthorityThen(Leaf::expired)),
        dane(
                "dane-ta-not-sent",
                "DANE-TA, and the server does not send the authority's certificate",
                "§3.1.2",
                "A server must send it: without it there is no chain to the record.")
            .delays(ownAuthorityThen(good -> Leaf.of(good.dnsNames().toArray(String[]::new)))),
        dane(
                "dane-ta-mismatch",
                "DANE-TA of an authority that did not sign, and a trusted certificate",
                "§3.1.2",
                "The public authorities do not stand in for the one in the record.")
            .delays(
                recordsBecome(
                    (scene, shown) ->
                        records(with(Tlsa.wrong(), Tlsa.DANE_TA, Tlsa.CERT, Tlsa.SHA256)))),
        dane(
                "dane-ta-next-hop",
                "DANE-TA, and the certificate is for the recipient's domain",
                "§3.2.2",
                "With secure MX records the next-hop domain is a name to accept, too.")
            .delivers(trustedAuthority(domain -> Leaf.of(domain.name()))),
        dane(
                "dane-ta-wildcard",
                "DANE-TA, and the certificate has a wildcard for the first label",
                "§3.2.3",
                "Clients must support wildcards that match the first label.")
            .delivers(trustedAuthority(domain -> Leaf.of("*." + domain.name()))),
        dane(
                "dane-ta-cn",
                "DANE-TA, and the name stands in the CN of a certificate without DNS-IDs",
                "§3.2.3",
                "The CN is considered where there are no DNS-IDs, other than under MTA-STS.")
            .delivers(trustedAuthority(domain -> Leaf.commonNameOnly(domain.mxName()))),
        dane(
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

  /// The exchanger shows the certificate that is made of its good one, and has a record of its key.
  private static Script showing(UnaryOperator<Leaf> change) {
    return atOnce(
        (scene, domain) -> {
          Leaf leaf = change.apply(Leaf.of(domain.mxName()));
          domain.mx().credential(scene.net().ca().issue(leaf));
          domain.tlsa(Tlsa.ee(domain.mx().credential()));
        });
  }

  /// `2 0 1` of the authority that everybody trusts, and a certificate of it.
  private static Script trustedAuthority(Function<LabDomain, Leaf> shown) {
    return atOnce(
        (scene, domain) -> {
          LabCa ca = scene.net().ca();
          domain.mx().credential(ca.issue(shown.apply(domain).sendingRoot()));
          domain.tlsa(Tlsa.ta(ca));
        });
  }

  /// A message arrives; then an attacker stands before the exchanger.
  private static Script attacked(Function<String, Attacker> attacker) {
    return then((scene, domain) -> scene.attack(attacker.apply(domain.mxName())));
  }

  private static Records ee(int selector, int matchingType) {
    return (scene, shown) -> records(Tlsa.of(shown.leaf(), Tlsa.DANE_EE, selector, matchingType));
  }
}
