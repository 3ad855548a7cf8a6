package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.evil;
import static org.postroad.app.labs.audit.cases.Acts.then;
import static org.postroad.app.labs.audit.cases.DaneActs.elsewhere;
import static org.postroad.app.labs.audit.cases.DaneActs.preferred;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsa;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsaMeets;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Scene;
import org.postroad.app.labs.audit.cases.Acts.Pair;
import org.postroad.app.labs.audit.cases.Acts.Setting;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.DaneMxForger;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.PolicyHostBlocker;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.protocol.mtasts.PolicyMode;

/// A domain with a policy and with TLSA records (RFC 8461 §2, RFC 7672 §2.2.1).
final class BothCases {

  static final List<AuditCase> ALL =
      Stream.of(conflicts(), lookups(), half(), insecure()).flatMap(List::stream).toList();

  private BothCases() {}

  private static List<AuditCase> conflicts() {
    return List.of(
        of(
                "both-agree",
                "An enforced policy and TLSA records, and an exchanger that satisfies both",
                "RFC 8461 §2",
                "Who satisfies both gets the mail.")
            .delivers(both(PolicyMode.ENFORCE, (scene, domain) -> {})),
        of(
                "both-dane-fails",
                "An enforced policy is satisfied, the TLSA record is not",
                "RFC 8461 §2",
                "A policy must not override a DANE validation that fails.")
            .delays(both(PolicyMode.ENFORCE, (scene, domain) -> domain.tlsa(Tlsa.wrong()))),
        of(
                "both-policy-fails",
                "The TLSA record matches a certificate that satisfies no enforced policy",
                "RFC 8461 §2; RFC 7672 §2.2",
                "Whether DANE alone will do is left open: deliver by it, or hold back by both.")
            .mayDeliver(
                both(
                    PolicyMode.ENFORCE,
                    (scene, domain) -> {
                      scene.distrust(domain.mx());
                      domain.tlsa(Tlsa.ee(domain.mx().credential()));
                    })),
        of(
                "both-both-fail",
                "The exchanger satisfies neither the enforced policy nor the TLSA record",
                "RFC 8461 §5; RFC 7672 §2.2",
                "Who satisfies neither gets nothing.")
            .delays(both(PolicyMode.ENFORCE, (scene, domain) -> scene.distrust(domain.mx()))),
        of(
                "both-testing-dane-fails",
                "A policy in testing, and a TLSA record that does not match",
                "RFC 7672 §2.2; RFC 8461 §5",
                "What a policy in testing lets pass, DANE does not.")
            .delays(both(PolicyMode.TESTING, (scene, domain) -> domain.tlsa(Tlsa.wrong()))),
        of(
                "both-none-dane-fails",
                "A policy of mode none, and a TLSA record that does not match",
                "RFC 7672 §2.2; RFC 8461 §5",
                "A policy of mode none says nothing about DANE.")
            .delays(both(PolicyMode.NONE, (scene, domain) -> domain.tlsa(Tlsa.wrong()))),
        of(
                "both-testing-stripped",
                "A policy in testing, TLSA records, and STARTTLS is removed",
                "RFC 7672 §2.2; RFC 8461 §5",
                "What a policy in testing lets pass, DANE does not.")
            .delays(
                both(
                    PolicyMode.TESTING,
                    (scene, domain) -> scene.attack(new StarttlsStripper(domain.mxName())))),
        of(
                "both-policy-untrusted",
                "An enforced policy in a signed zone without TLSA records, and nobody's certificate",
                "RFC 8461 §4.2; RFC 7672 §2.2.2",
                "Where there is no TLSA record the policy decides.")
            .delays(
                both(
                    PolicyMode.ENFORCE,
                    (scene, domain) -> {
                      domain.tlsa();
                      scene.distrust(domain.mx());
                    })),
        of(
                "both-unusable",
                "An enforced policy is satisfied, and the TLSA record cannot be used",
                "RFC 7672 §2.2; RFC 8461 §5",
                "TLS is demanded by the one and verified by the other.")
            .delivers(
                both(
                    PolicyMode.ENFORCE,
                    (scene, domain) -> domain.tlsa(Tlsa.unusable(domain.mx().credential())))),
        of(
                "both-unusable-untrusted",
                "The TLSA record cannot be used, and the certificate satisfies no enforced policy",
                "RFC 7672 §2.2; RFC 8461 §4.2",
                "Unusable records demand no certificate; the policy still does.")
            .delays(
                both(
                    PolicyMode.ENFORCE,
                    (scene, domain) -> {
                      scene.distrust(domain.mx());
                      domain.tlsa(Tlsa.unusable(domain.mx().credential()));
                    })));
  }

  private static List<AuditCase> lookups() {
    return List.of(
        of(
                "both-tlsa-fails",
                "An enforced policy is satisfied, and the TLSA look-up fails",
                "RFC 7672 §2.1.2; RFC 8461 §2",
                "The host is unreachable: a policy does not stand in for records nobody has seen.")
            .delays(
                both(
                    PolicyMode.ENFORCE,
                    (scene, domain) -> tlsaMeets(scene, domain.mxName(), Interference.servfail()))),
        of(
                "both-testing-tlsa-fails",
                "A policy in testing, the TLSA look-up fails, and an attacker is on the path",
                "RFC 7672 §2.1.2",
                "The host is unreachable, whatever a policy in testing would let pass.")
            .delays(
                both(
                    PolicyMode.TESTING,
                    (scene, domain) -> {
                      tlsaMeets(scene, domain.mxName(), Interference.silent());
                      scene.attack(new CertificateSubstituter(domain.mxName(), Forgery.UNTRUSTED));
                    })),
        of(
                "both-policy-kept-away",
                "An attacker keeps the policy away from a newcomer and is on the path",
                "RFC 7672 §2.2; RFC 8461 §10.2",
                "Who never saw the policy is still protected by DANE.")
            .delays(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE).dane();
                  scene.attack(new RecordHider(domain.name()));
                  scene.attack(new PolicyHostBlocker(domain.name()));
                  scene.attack(new CertificateSubstituter(domain.mxName(), Forgery.UNTRUSTED));
                  scene.decides(domain);
                }));
  }

  private static List<AuditCase> half() {
    return List.of(
        of(
                "both-half-untrusted",
                "The first exchanger has no TLSA record and nobody's certificate, the second is right",
                "RFC 8461 §5; RFC 7672 §2.2",
                "Each host is held to what it has: one without TLSA records to the policy.")
            .delivers(
                halves(
                    (scene, first, second) -> {
                      scene.distrust(first);
                      scene.forbid(first);
                    })),
        of(
                "both-half-good",
                "The first exchanger satisfies the policy and has no TLSA record, the second both",
                "RFC 8461 §5; RFC 7672 §2.2",
                "Each host is held to what it has, and both are good.")
            .delivers(halves((scene, first, second) -> {})),
        of(
                "both-half-mismatch",
                "The first exchanger does not match its TLSA record; the second satisfies the policy",
                "RFC 8461 §2; RFC 7672 §2.2",
                "The first is skipped by DANE, the second gets the mail by the policy.")
            .delivers(
                halves(
                    (scene, first, second) -> {
                      scene.forbid(first);
                      tlsa(scene, first, Tlsa.wrong());
                      tlsa(scene, second);
                    })),
        of(
                "both-half-attacked",
                "As before, and the second one's certificate is nobody's",
                "RFC 8461 §5; RFC 7672 §2.2",
                "Nobody is left who has proved anything, and the message waits.")
            .delays(
                halves(
                    (scene, first, second) -> {
                      tlsa(scene, first, Tlsa.wrong());
                      tlsa(scene, second);
                      scene.distrust(second);
                    })));
  }

  private static List<AuditCase> insecure() {
    return List.of(
        of(
                "both-mx-forged-with-tlsa",
                "An attacker forges an MX with TLSA records of its own, against an enforced policy",
                "RFC 7672 §2.2.1; RFC 8461 §4.1",
                "With insecure MX records DANE proves nothing of the domain; the policy does.")
            .delays(
                then(
                    (scene, domain) -> scene.attack(new DaneMxForger(domain.name(), evil(scene))))),
        of(
                "both-mx-insecure-untrusted",
                "Insecure MX, a right TLSA record, and a certificate against the enforced policy",
                "RFC 7672 §2.2.1; RFC 8461 §4.2",
                "With insecure MX records DANE does not stand in for the policy.")
            .delays(
                scene -> {
                  LabDomain domain = hosted(scene);
                  scene.arrives(domain);
                  LabMx host = scene.mx("mx2." + scene.name("hosting"));
                  scene.distrust(host);
                  tlsa(scene, host, Tlsa.ee(host.credential()));
                  scene.route(domain.name(), host.hostName());
                  scene.decides(domain);
                }),
        of(
                "both-mx-insecure-agree",
                "Insecure MX, a right TLSA record, and a certificate that satisfies the policy",
                "RFC 7672 §2.2.1; RFC 8461 §5",
                "Who satisfies both gets the mail.")
            .delivers(
                scene -> {
                  LabDomain domain = hosted(scene);
                  scene.arrives(domain);
                  scene.decides(domain);
                }),
        of(
                "both-address-insecure",
                "A signed domain with an enforced policy whose exchanger is in an unsigned zone",
                "RFC 7672 §2.2.2; RFC 8461 §4.2",
                "Where DANE does not apply the policy does.")
            .delays(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE).signed();
                  LabMx host = elsewhere(scene, false);
                  scene.route(domain.name(), host.hostName());
                  domain.publish(domain.policy(PolicyMode.ENFORCE, host.hostName()));
                  scene.arrives(domain);
                  scene.distrust(host);
                  scene.decides(domain);
                }));
  }

  /// A domain with a policy and TLSA records; a message arrives, then it becomes what the case is
  /// about.
  private static Script both(PolicyMode mode, Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain(mode).dane();
      scene.arrives(domain);
      setting.stage(scene, domain);
      scene.decides(domain);
    };
  }

  /// A domain with an enforced policy for two exchangers, of which the second has TLSA records.
  private static Script halves(Pair pair) {
    return scene -> {
      LabDomain domain = scene.domain(PolicyMode.ENFORCE).dane();
      LabMx first = preferred(scene, domain);
      domain.publish(domain.policy(PolicyMode.ENFORCE, first.hostName(), domain.mxName()));
      pair.stage(scene, first, domain.mx());
      scene.decides(domain);
    };
  }

  /// An unsigned domain with an enforced policy, at a host with DANE in a signed zone.
  private static LabDomain hosted(Scene scene) {
    LabDomain domain = scene.domain(PolicyMode.ENFORCE);
    LabMx host = elsewhere(scene, true);
    tlsa(scene, host, Tlsa.ee(host.credential()));
    scene.route(domain.name(), host.hostName());
    domain.publish(domain.policy(PolicyMode.ENFORCE, "*." + scene.name("hosting")));
    return domain;
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.BOTH, id, title, section, why).needs(Need.DNSSEC);
  }
}
