package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.DaneActs.atOnce;
import static org.postroad.app.labs.audit.cases.DaneActs.dane;
import static org.postroad.app.labs.audit.cases.DaneActs.elsewhere;
import static org.postroad.app.labs.audit.cases.DaneActs.preferred;
import static org.postroad.app.labs.audit.cases.DaneActs.then;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsa;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Scene;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.mx.LabMx;
import org.postroad.protocol.dns.RecordType;

/// Which hosts a domain has, and where their TLSA records are (RFC 7672 §2.2).
final class DaneHostCases {

  static final List<AuditCase> ALL =
      Stream.of(several(), without(), aliases(), records()).flatMap(List::stream).toList();

  private DaneHostCases() {}

  private static List<AuditCase> several() {
    return List.of(
        dane(
                "dane-second",
                "The first exchanger does not match its record, the second does",
                "§2.2",
                "A mismatch leads to the next host.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      LabMx first = preferred(scene, domain);
                      scene.forbid(first);
                      tlsa(scene, first, Tlsa.wrong());
                    })),
        dane(
                "dane-none-matches",
                "Two exchangers, and neither matches its record",
                "§2.2",
                "Where no host matches, the message waits.")
            .delays(
                then(
                    (scene, domain) -> {
                      LabMx first = preferred(scene, domain);
                      tlsa(scene, first, Tlsa.wrong());
                      domain.tlsa(Tlsa.wrong());
                    })),
        dane(
                "dane-preference",
                "A better exchanger without TLSA records, a worse one with a right one",
                "§2.2.1",
                "The order of preference comes before security.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      LabMx first = preferred(scene, domain);
                      scene.forbid(domain.mx());
                      scene.distrust(first);
                    })),
        dane(
                "dane-insecure-mx",
                "Insecure MX records, and an exchanger whose TLSA record is right",
                "§2.2.1",
                "A client may use DANE here or not: it must get the mail through either way.")
            .delivers(
                scene -> {
                  LabDomain domain = scene.domain();
                  LabMx host = elsewhere(scene, true);
                  scene.distrust(host);
                  tlsa(scene, host, Tlsa.ee(host.credential()));
                  scene.route(domain.name(), host.hostName());
                  scene.decides(domain);
                }),
        dane(
                "dane-smart-host",
                "A smart host that does not match its TLSA record",
                "§2.2.2; RFC 5321 §5.1",
                "A relay is held to its TLSA records as an exchanger is.")
            .needs(Need.SMART_HOST)
            .delays(
                scene -> {
                  LabDomain relay = scene.domain().dane();
                  scene.arrives(Post.to(scene.name("to")).by(relay.name()));
                  relay.tlsa(Tlsa.wrong());
                  scene.decides(Post.to(scene.name("to")).by(relay.name()));
                }));
  }

  private static List<AuditCase> without() {
    return List.of(
        dane(
                "dane-implicit-mx",
                "No MX record, and a self-signed certificate in the domain's own TLSA record",
                "§2.2.2",
                "Without MX records the domain is its own host, and has its own TLSA records.")
            .delivers(
                scene -> {
                  LabDomain domain = implicit(scene);
                  scene.decides(domain);
                }),
        dane(
                "dane-implicit-mx-mismatch",
                "No MX record, and a host that does not match the domain's own TLSA record",
                "§2.2.2",
                "Without MX records the domain is its own host, and has its own TLSA records.")
            .delays(
                scene -> {
                  LabDomain domain = implicit(scene);
                  scene.arrives(domain);
                  scene.net().tlsa(domain.name(), Tlsa.wrong());
                  scene.decides(domain);
                }),
        dane(
                "dane-null-mx",
                "A null MX in a signed zone, with TLSA records left over",
                "§2.2.2; RFC 7505 §4.1",
                "The domain says that it takes no mail.")
            .needs(Need.TRANSPORT)
            .bounces(
                atOnce((scene, domain) -> scene.dns().set(domain.name(), RecordType.MX, "0 ."))));
  }

  private static List<AuditCase> aliases() {
    return List.of(
        dane(
                "dane-cname-target",
                "The MX host is an alias, and its target's TLSA record does not match",
                "§2.2.2, §2.2.3",
                "The name at the end of the alias is the first to have TLSA records.")
            .delays(alias(true, (scene, host, alias) -> tlsa(scene, host, Tlsa.wrong()))),
        dane(
                "dane-cname-original",
                "The MX host is an alias, and the alias' own TLSA record does not match",
                "§2.2.2, §2.2.3",
                "Where the target has no TLSA records those of the alias count.")
            .delays(alias(true, (scene, host, alias) -> scene.net().tlsa(alias, Tlsa.wrong()))),
        dane(
                "dane-cname-unsigned-target",
                "The MX host is a signed alias into an unsigned zone, its own record mismatched",
                "§2.2.2, §2.2.3",
                "The address is insecure, but the alias is secure: its own TLSA records count.")
            .delays(alias(false, (scene, host, alias) -> scene.net().tlsa(alias, Tlsa.wrong()))),
        dane(
                "dane-cname-target-first",
                "The MX host is an alias; its target's record matches, its own does not",
                "§2.2.2",
                "The target's records are preferred; aliases need not be followed at all.")
            .mayDeliver(
                alias(
                    true,
                    (scene, host, alias) -> {
                      scene.distrust(host);
                      tlsa(scene, host, Tlsa.ee(host.credential()));
                      scene.net().tlsa(alias, Tlsa.wrong());
                    })),
        dane(
                "dane-next-hop-alias",
                "The recipient's domain is an alias of one whose exchanger does not match",
                "§2.2.1; RFC 5321 §5.1",
                "The MX records of the alias' target name the hosts, and those are held to DANE.")
            .delays(
                scene -> {
                  LabDomain domain = scene.domain().dane();
                  String alias = "post." + domain.name();
                  scene.dns().set(alias, RecordType.CNAME, domain.name());
                  scene.arrives(Post.to(alias));
                  domain.tlsa(Tlsa.wrong());
                  scene.decides(Post.to(alias));
                }));
  }

  private static List<AuditCase> records() {
    return List.of(
        dane(
                "dane-tlsa-alias",
                "The TLSA records are an alias of records in another signed zone",
                "§2.2.3; RFC 7671 §7",
                "An alias leads to records that count like one's own.")
            .delays(then((scene, domain) -> tlsaAlias(scene, domain, true))),
        dane(
                "dane-tlsa-alias-unsigned",
                "The TLSA records are an alias of mismatched records in an unsigned zone",
                "§2.1.3, §2.2.2",
                "What comes from an unsigned zone is insecure, and says nothing.")
            .delivers(atOnce((scene, domain) -> tlsaAlias(scene, domain, false))),
        dane(
                "dane-tlsa-wildcard",
                "The TLSA record of another key stands at a wildcard below the host",
                "§2.2.3; RFC 4592 §3.3",
                "A wildcard answers for the port as for any name below it.")
            .delays(
                then(
                    (scene, domain) -> {
                      domain.tlsa();
                      scene.dns().tlsa("*." + domain.mxName(), Tlsa.wrong());
                    })),
        dane(
                "dane-other-port",
                "The TLSA record of another key is one for port 465",
                "§2.2.3",
                "The port of the connection is part of the records' name.")
            .delivers(
                atOnce(
                    (scene, domain) -> {
                      domain.tlsa();
                      scene.dns().tlsa("_465._tcp." + domain.mxName(), Tlsa.wrong());
                    })));
  }

  /// What is so about an alias and the host behind it.
  @FunctionalInterface
  private interface Aliased {
    void stage(Scene scene, LabMx host, String alias);
  }

  /// A domain whose MX record names an alias of a host elsewhere.
  private static Script alias(boolean signed, Aliased aliased) {
    return atOnce(
        (scene, domain) -> {
          LabMx host = elsewhere(scene, signed);
          String alias = "post." + domain.name();
          scene.dns().set(alias, RecordType.CNAME, host.hostName());
          scene.route(domain.name(), alias);
          host.credential(scene.net().ca().issue(Leaf.of(host.hostName(), alias)));
          aliased.stage(scene, host, alias);
        });
  }

  /// Records of another key, in another zone.
  private static void tlsaAlias(Scene scene, LabDomain domain, boolean signed) {
    String zone = scene.name("keys");
    if (signed) {
      scene.net().signedZone(zone, "");
    } else {
      scene.net().zone(zone, "");
    }
    domain.tlsa();
    scene.dns().tlsa("dane." + zone, Tlsa.wrong());
    String name = LabInternet.tlsaName(domain.mxName());
    scene.dns().set(name, RecordType.CNAME, "dane." + zone);
  }

  /// The domain without MX records, itself a host that takes mail, by its own TLSA record.
  private static LabDomain implicit(Scene scene) {
    LabDomain domain = scene.domain().dane();
    scene.dns().remove(domain.name(), RecordType.MX);
    String address = scene.net().addressesOf(domain.mxName()).getFirst().getHostAddress();
    scene.dns().set(domain.name(), RecordType.A, address);
    Leaf leaf = Leaf.of(domain.name()).selfSigned();
    domain.mx().credential(scene.net().ca().issue(leaf));
    scene.net().tlsa(domain.name(), Tlsa.ee(domain.mx().credential()));
    return domain;
  }
}
