package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.evil;
import static org.postroad.app.labs.audit.cases.DaneActs.atOnce;
import static org.postroad.app.labs.audit.cases.DaneActs.dane;
import static org.postroad.app.labs.audit.cases.DaneActs.preferred;
import static org.postroad.app.labs.audit.cases.DaneActs.then;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsa;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsaMeets;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.AddressForger;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.DnssecStripper;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.TlsaForger;
import org.postroad.lab.attacker.TlsaHider;
import org.postroad.lab.attacker.TlsaSilencer;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.SigningAlgorithm;
import org.postroad.protocol.dns.RecordType;

/// What a look-up is worth: secure, insecure, bogus or unanswered (RFC 7672 §2.1).
final class DaneLookupCases {

  static final List<AuditCase> ALL =
      Stream.of(forged(), unanswered(), zones(), insecure()).flatMap(List::stream).toList();

  private DaneLookupCases() {}

  private static List<AuditCase> forged() {
    return List.of(
        dane(
                "dane-mx-forged",
                "An attacker forges the MX of a signed zone",
                "§2.1.1, §2.1.2",
                "A bogus answer is a failed look-up, and the message waits.")
            .delays(
                then((scene, domain) -> scene.attack(new MxForger(domain.name(), evil(scene))))),
        dane(
                "dane-mx-hidden",
                "An attacker denies the MX of a signed zone without a proof",
                "§2.1.1, §2.1.2",
                "What is not proved not to be there is not known not to be there.")
            .delays(
                then(
                    (scene, domain) -> {
                      String own = scene.stranger(evil(scene)).hostName();
                      String address = scene.net().addressesOf(own).getFirst().getHostAddress();
                      scene.interfere(domain.name(), RecordType.MX, Interference.forgedNoData());
                      scene.interfere(domain.name(), RecordType.A, Interference.forged(address));
                    })),
        dane(
                "dane-dnssec-stripped",
                "An attacker takes all signatures away and forges the MX",
                "§2.1.1",
                "A zone whose DS record is hidden without a proof is bogus, not insecure.")
            .delays(
                then(
                    (scene, domain) -> {
                      scene.attack(new DnssecStripper(domain.name()));
                      scene.attack(new MxForger(domain.name(), evil(scene)));
                    })),
        dane(
                "dane-address-forged",
                "An attacker forges the address of the exchanger",
                "§2.1.2",
                "A host whose address is bogus is unreachable.")
            .delays(
                then(
                    (scene, domain) ->
                        scene.attack(
                            new AddressForger(domain.mxName(), evil(scene), Forgery.UNTRUSTED)))),
        dane(
                "dane-tlsa-forged",
                "An attacker on the path forges the TLSA record for his certificate",
                "§2.1.2",
                "A host whose TLSA records are bogus is unreachable.")
            .delays(then((scene, domain) -> scene.attack(new TlsaForger(domain.mxName())))),
        dane(
                "dane-tlsa-hidden",
                "An attacker on the path says that there are no TLSA records",
                "§2.1.2",
                "A denial without a proof is bogus, and the host unreachable.")
            .delays(
                then(
                    (scene, domain) -> {
                      scene.attack(new TlsaHider(domain.mxName()));
                      scene.attack(new CertificateSubstituter(domain.mxName(), Forgery.UNTRUSTED));
                    })));
  }

  private static List<AuditCase> unanswered() {
    return List.of(
        dane(
                "dane-tlsa-silenced",
                "An attacker on the path lets no answer about TLSA records through",
                "§2.1.2",
                "A host whose TLSA look-up fails is unreachable, not unprotected.")
            .delays(
                then(
                    (scene, domain) -> {
                      scene.attack(new TlsaSilencer(domain.mxName()));
                      scene.attack(new CertificateSubstituter(domain.mxName(), Forgery.UNTRUSTED));
                    })),
        dane(
                "dane-tlsa-fails",
                "The TLSA look-up ends in SERVFAIL, and the exchanger is the right one",
                "§2.1.2",
                "A host whose TLSA look-up fails must not be connected to.")
            .delays(
                then(
                    (scene, domain) -> tlsaMeets(scene, domain.mxName(), Interference.servfail()))),
        dane(
                "dane-tlsa-fails-first",
                "The TLSA look-up of the first exchanger fails, the second has a right record",
                "§2.1.2",
                "The host is skipped, and the next one gets the mail.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      LabMx first = preferred(scene, domain);
                      scene.forbid(first);
                      tlsa(scene, first, Tlsa.ee(first.credential()));
                      tlsaMeets(scene, first.hostName(), Interference.servfail());
                    })),
        dane(
                "dane-mx-fails",
                "The MX look-up of a signed zone ends in SERVFAIL",
                "§2.1.2",
                "Where the hosts are not known, delivery must be delayed.")
            .delays(
                then(
                    (scene, domain) ->
                        scene.interfere(domain.name(), RecordType.MX, Interference.servfail()))),
        dane(
                "dane-address-fails",
                "The address look-up of the only exchanger ends in SERVFAIL",
                "§2.1.2",
                "No server is reachable, so delivery is delayed.")
            .delays(
                then(
                    (scene, domain) -> {
                      for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
                        scene.interfere(domain.mxName(), type, Interference.servfail());
                      }
                    })));
  }

  private static List<AuditCase> zones() {
    return List.of(
        faulty("dane-zone-expired", "The signatures of the zone have expired", Fault.EXPIRED),
        faulty("dane-zone-wrong-ds", "The DS record is that of another key", Fault.WRONG_DS),
        faulty(
            "dane-zone-ds-left-over",
            "A DS record was left over when the owner stopped to sign",
            Fault.DS_WITHOUT_KEYS),
        faulty("dane-zone-bogus", "The signatures of the zone are wrong", Fault.BOGUS_SIGNATURES),
        dane(
                "dane-zone-nsec3",
                "A zone with NSEC3, and a TLSA record of another key",
                "§2.2; RFC 5155",
                "A zone is secure however it proves what is not in it.")
            .delays(signedBy(Signing.usual().nsec3())),
        dane(
                "dane-zone-rsa",
                "A zone signed by RSASHA256, and a TLSA record of another key",
                "§2.2; RFC 8624 §3.1",
                "A zone is secure by any algorithm that validators must know.")
            .delays(signedBy(Signing.usual().algorithm(SigningAlgorithm.RSASHA256))));
  }

  private static List<AuditCase> insecure() {
    return List.of(
        dane(
                "dane-unsigned",
                "A TLSA record of another key in an unsigned zone",
                "§2.1.1, §2.2.2",
                "Records that are not signed say nothing.")
            .delivers(unsigned(domain -> {})),
        dane(
                "dane-unsigned-legacy",
                "A TLSA record in an unsigned zone, and an exchanger without STARTTLS",
                "§2.1.1, §2.2.2",
                "Records that are not signed say nothing.")
            .mayBeInClear()
            .delivers(
                unsigned(domain -> domain.mx().conduct(MxConduct.honest().withoutStartTls()))),
        dane(
                "dane-island",
                "A TLSA record of another key in a zone that is signed, but not delegated so",
                "§2.1.1; RFC 4035 §4.3",
                "Without a DS record the zone counts as unsigned.")
            .delivers(unsigned(domain -> domain.signed(Signing.usual().withoutDs()))),
        dane(
                "dane-unknown-algorithm",
                "A TLSA record of another key in a zone signed by an unknown algorithm",
                "§2.1.1; RFC 4035 §5.2",
                "A zone whose algorithm nobody knows counts as unsigned.")
            .delivers(
                unsigned(
                    domain -> domain.signed(Signing.usual().algorithm(SigningAlgorithm.UNKNOWN)))),
        dane(
                "dane-unsigned-blocked",
                "A server of an unsigned zone that answers no TLSA question",
                "§2.2.2",
                "Addresses come first: where they are insecure TLSA records are not asked for.")
            .delivers(
                scene -> {
                  LabDomain domain = scene.domain();
                  tlsaMeets(scene, domain.mxName(), Interference.silent());
                  scene.decides(domain);
                }),
        dane(
                "dane-host-unsigned",
                "A signed domain whose exchanger is in an unsigned zone, with a TLSA record",
                "§2.2.2",
                "Where the address is insecure DANE does not apply.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      LabMx host = DaneActs.elsewhere(scene, false);
                      tlsa(scene, host, Tlsa.wrong());
                      scene.route(domain.name(), host.hostName());
                    })),
        dane(
                "dane-host-unsigned-blocked",
                "A signed domain whose exchanger is in an unsigned zone that fails on TLSA",
                "§2.2.2",
                "Addresses come first: where they are insecure TLSA records are not asked for.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      LabMx host = DaneActs.elsewhere(scene, false);
                      tlsaMeets(scene, host.hostName(), Interference.servfail());
                      scene.route(domain.name(), host.hostName());
                    })));
  }

  /// What an owner does to an unsigned domain.
  @FunctionalInterface
  private interface Owner {
    void does(LabDomain domain);
  }

  /// A domain that says nothing by DNSSEC, with a TLSA record that matches nobody.
  private static AuditCase.Script unsigned(Owner owner) {
    return scene -> {
      LabDomain domain = scene.domain();
      domain.tlsa(Tlsa.wrong());
      owner.does(domain);
      scene.decides(domain);
    };
  }

  /// A message arrives; then the TLSA record is that of another key.
  private static AuditCase.Script signedBy(Signing how) {
    return scene -> {
      LabDomain domain = scene.domain().dane().signed(how);
      scene.arrives(domain);
      domain.tlsa(Tlsa.wrong());
      scene.decides(domain);
    };
  }

  /// A message arrives; then the whole zone is bogus.
  private static AuditCase faulty(String id, String title, Fault fault) {
    return dane(
            id,
            title,
            "§2.1.1, §2.1.2",
            "A bogus zone is neither unsigned nor empty: nothing in it is known, and mail waits.")
        .delays(then((scene, domain) -> domain.signed(Signing.usual().fault(fault))));
  }
}
