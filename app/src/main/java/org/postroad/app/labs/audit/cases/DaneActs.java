package org.postroad.app.labs.audit.cases;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Scene;
import org.postroad.app.labs.audit.cases.Acts.Setting;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.protocol.dns.TlsaRecord;

/// What many cases with DANE do.
final class DaneActs {

  private DaneActs() {}

  /// TLSA records, seen from the certificate that the exchanger shows.
  @FunctionalInterface
  interface Records {
    TlsaRecord[] of(Scene scene, Credential shown);
  }

  /// A domain with DANE to which a message arrives; then it becomes what the case is about.
  static Script then(Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain().dane();
      scene.arrives(domain);
      setting.stage(scene, domain);
      scene.decides(domain);
    };
  }

  /// As above, without a message before it.
  static Script atOnce(Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain().dane();
      setting.stage(scene, domain);
      scene.decides(domain);
    };
  }

  /// A domain whose exchanger shows a certificate by its own hand and has these TLSA records.
  static Script selfSignedWith(Records records) {
    return atOnce(
        (scene, domain) -> {
          scene.distrust(domain.mx());
          domain.tlsa(records.of(scene, domain.mx().credential()));
        });
  }

  /// A message arrives; then the TLSA records are these, and the certificate is as good as before.
  static Script recordsBecome(Records records) {
    return then((scene, domain) -> domain.tlsa(records.of(scene, domain.mx().credential())));
  }

  /// `2 0 1` of an authority of the exchanger's own, whose certificate is made of a good one.
  static Script ownAuthority(UnaryOperator<Leaf> change) {
    return atOnce((scene, domain) -> byOwnAuthority(domain, change));
  }

  /// A message arrives by DANE-TA; then the certificate is made of a good one.
  static Script ownAuthorityThen(UnaryOperator<Leaf> change) {
    return scene -> {
      LabDomain domain = scene.domain().dane();
      LabCa ca = byOwnAuthority(domain, good -> good);
      scene.arrives(domain);
      domain.mx().credential(ca.issue(change.apply(Leaf.of(domain.mxName()).sendingRoot())));
      scene.decides(domain);
    };
  }

  /// TLS goes by the machine's clock, whatever the lab's says.
  private static LabCa byOwnAuthority(LabDomain domain, UnaryOperator<Leaf> change) {
    LabCa ca = LabCa.create("Own root", Instant.now());
    domain.mx().credential(ca.issue(change.apply(Leaf.of(domain.mxName()).sendingRoot())));
    domain.tlsa(Tlsa.ta(ca));
    return ca;
  }

  /// A second exchanger `mx1`, preferred to the first; the domain's zone is signed.
  static LabMx preferred(Scene scene, LabDomain domain) {
    LabMx first = scene.mx("mx1." + domain.name());
    scene.route(domain.name(), first.hostName(), domain.mxName());
    return first;
  }

  /// The zone of another organization with a host that takes mail, signed or not.
  static LabMx elsewhere(Scene scene, boolean signed) {
    String zone = scene.name("hosting");
    if (signed) {
      scene.net().signedZone(zone, "");
    } else {
      scene.net().zone(zone, "");
    }
    return scene.mx("mx." + zone);
  }

  static void tlsa(Scene scene, LabMx mx, TlsaRecord... records) {
    scene.net().tlsa(mx.hostName(), records);
  }

  /// The question for the TLSA records of a host goes wrong.
  static void tlsaMeets(Scene scene, String host, Interference interference) {
    scene.interfereAt(LabInternet.tlsaName(host), interference);
  }

  static TlsaRecord[] records(TlsaRecord... records) {
    return records;
  }

  static TlsaRecord with(TlsaRecord record, int usage, int selector, int matchingType) {
    return new TlsaRecord(usage, selector, matchingType, record.data());
  }

  /// Begins a case of this group.
  ///
  /// @param section of RFC 7672, unless it begins with the name of another
  static AuditCase.Draft dane(String id, String title, String section, String why) {
    return AuditCase.draft(Group.DANE, id, title, Acts.section("RFC 7672", section), why)
        .needs(Need.DNSSEC);
  }
}
