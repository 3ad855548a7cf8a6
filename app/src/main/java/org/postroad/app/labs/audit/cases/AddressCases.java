package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.then;
import static org.postroad.app.labs.audit.cases.Acts.twice;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Scene;
import org.postroad.lab.LabDomain;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Quarter;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.text.Idna;

/// From an address on the envelope to the address of a host: literals, IPv6, implicit and null MX,
/// smart hosts, internationalized names.
final class AddressCases {

  static final List<AuditCase> ALL =
      Stream.of(addresses(), exchangers(), names(), relays()).flatMap(List::stream).toList();

  private AddressCases() {}

  private static List<AuditCase> addresses() {
    return List.of(
        of(
                "address-ipv6-only",
                "An exchanger over IPv6 only, with a policy",
                "RFC 5321 §5.2; RFC 8461 §5",
                "IPv6 is a way like the other.")
            .needs(Need.IPV6)
            .delivers(
                scene -> {
                  LabDomain domain = ipv6(scene);
                  scene.arrives(domain);
                  scene.decides(domain);
                }),
        of(
                "address-ipv6-untrusted",
                "An untrusted exchanger over IPv6 only",
                "RFC 8461 §4.2",
                "A policy protects over IPv6 as over IPv4.")
            .needs(Need.IPV6)
            .delays(
                scene -> {
                  LabDomain domain = ipv6(scene);
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "address-policy-host-ipv6",
                "A policy host over IPv6 only",
                "RFC 8461 §3.3",
                "The policy is fetched over IPv6 as over IPv4.")
            .needs(Need.IPV6)
            .delays(
                scene -> {
                  LabDomain domain = scene.domain();
                  String host = domain.policyHostName();
                  InetAddress address = scene.net().network().allot6(Quarter.POLICY_HOSTS);
                  scene.dns().set(host, RecordType.AAAA, address.getHostAddress());
                  domain.publish(domain.policy(PolicyMode.ENFORCE));
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(domain);
                }),
        of(
                "address-ipv6-dead",
                "An exchanger whose IPv6 address refuses",
                "RFC 5321 §5.1",
                "The other addresses of the host are tried.")
            .delivers(
                twice(
                    (scene, domain) -> {
                      InetAddress dead = scene.net().network().allot6(Quarter.EXCHANGERS);
                      scene.dns().set(domain.mxName(), RecordType.AAAA, dead.getHostAddress());
                    })),
        of(
                "address-second",
                "An exchanger whose first address refuses",
                "RFC 5321 §5.1",
                "The other addresses of the host are tried.")
            .delivers(
                twice(
                    (scene, domain) -> {
                      String alive = address(scene, domain.mxName());
                      String dead =
                          scene.net().network().allot(Quarter.EXCHANGERS).getHostAddress();
                      scene.dns().set(domain.mxName(), RecordType.A, dead, alive);
                    })),
        of(
                "address-one-untrusted",
                "An exchanger one of whose two addresses is untrusted",
                "RFC 8461 §5; RFC 5321 §5.1",
                "What does not prove itself gets nothing; the other address gets the mail.")
            .delivers(
                then(
                    (scene, domain) -> {
                      String alive = address(scene, domain.mxName());
                      LabMx impostor = scene.stranger("impostor." + domain.name());
                      scene.distrust(impostor);
                      String bad = address(scene, impostor.hostName());
                      scene.dns().set(domain.mxName(), RecordType.A, bad, alive);
                    })),
        of(
                "address-literal",
                "A recipient at an address literal",
                "RFC 8461 §3.4; RFC 5321 §4.1.3",
                "A literal has no policy, and is no reason to hold mail back.")
            .needs(Need.TRANSPORT)
            .mayBeInClear()
            .delivers(
                scene -> {
                  LabDomain domain = scene.domain();
                  scene.decides(Post.to("[" + address(scene, domain.mxName()) + "]"));
                }));
  }

  private static List<AuditCase> exchangers() {
    return List.of(
        of(
                "address-implicit-mx",
                "No MX record, and a policy that names the domain",
                "RFC 5321 §5.1; RFC 8461 §4.1",
                "Without MX records the domain itself is the exchanger.")
            .delivers(
                scene -> {
                  LabDomain domain = implicit(scene, scene.name());
                  scene.arrives(domain);
                  scene.decides(domain);
                }),
        of(
                "address-implicit-mx-uncovered",
                "No MX record, and a policy that names another host",
                "RFC 5321 §5.1; RFC 8461 §4.1",
                "The implicit exchanger has to match the policy, too.")
            .delays(
                scene -> {
                  LabDomain domain = implicit(scene, "mx." + scene.name());
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "address-null-mx",
                "A null MX",
                "RFC 7505 §4.1",
                "The domain says that it takes no mail.")
            .needs(Need.TRANSPORT)
            .bounces(
                scene -> {
                  LabDomain domain = scene.domain();
                  scene.dns().set(domain.name(), RecordType.MX, "0 .");
                  scene.decides(domain);
                }),
        of(
                "address-null-mx-with-policy",
                "A null MX, and a policy in force",
                "RFC 7505 §4.1; RFC 8461 §5",
                "One says no mail, the other names an exchanger: nothing is delivered anywhere.")
            .needs(Need.TRANSPORT)
            .doesNotDeliver(
                then((scene, domain) -> scene.dns().set(domain.name(), RecordType.MX, "0 ."))),
        of(
                "address-no-domain",
                "A domain that does not exist",
                "RFC 5321 §5.1",
                "No such name is a definite answer.")
            .needs(Need.TRANSPORT)
            .bounces(scene -> scene.decides(Post.to("no-such-" + scene.name()))),
        of(
                "address-mx-unknown",
                "The MX question goes unanswered",
                "RFC 5321 §5.1",
                "What is not known now may be known later: the message waits.")
            .delays(
                then(
                    (scene, domain) ->
                        scene.interfere(domain.name(), RecordType.MX, Interference.servfail()))),
        of(
                "address-host-unknown",
                "The question for the exchanger's address goes unanswered",
                "RFC 5321 §5.1",
                "What is not known now may be known later: the message waits.")
            .needs(Need.TRANSPORT)
            .delays(
                then(
                    (scene, domain) ->
                        scene.interfereAt(domain.mxName(), Interference.servfail()))),
        of(
                "address-host-unknown-second",
                "The first exchanger's address is not to be had, the second's is",
                "RFC 5321 §5.1",
                "The next exchanger gets the mail.")
            .needs(Need.TRANSPORT)
            .delivers(
                twice(
                    (scene, domain) -> {
                      domain.publish(domain.policy(PolicyMode.ENFORCE, "*." + domain.name()));
                      LabMx first = scene.mx("mx1." + domain.name());
                      scene.route(domain.name(), first.hostName(), domain.mxName());
                      scene.interfereAt(first.hostName(), Interference.servfail());
                    })),
        of(
                "address-host-missing",
                "The only exchanger's name does not exist",
                "RFC 5321 §5.1",
                "There is no host to go to: the message waits or goes back, and goes nowhere else.")
            .needs(Need.TRANSPORT)
            .doesNotDeliver(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  scene.forbid(domain.mx());
                  scene.route(domain.name(), "gone." + domain.name());
                  scene.decides(domain);
                }));
  }

  private static List<AuditCase> names() {
    return List.of(
        of(
                "address-upper-case",
                "The recipient's domain in capitals",
                "RFC 8461 §3.1; RFC 4343",
                "Names are the same in capitals, and so is the policy.")
            .delays(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(Post.to(domain.name().toUpperCase(java.util.Locale.ROOT)));
                }),
        of(
                "address-u-label",
                "The recipient's domain as U-labels",
                "RFC 8461 §3.4; RFC 5891",
                "The policy domain is the A-label form of what stands in the address.")
            .needs(Need.U_LABELS)
            .delays(
                scene -> {
                  String written = "straße-" + scene.name();
                  LabDomain domain = scene.domain(ascii(written), PolicyMode.ENFORCE);
                  domain.mx().conduct(MxConduct.honest().offering("SMTPUTF8"));
                  scene.arrives(domain);
                  scene.distrust(domain.mx());
                  scene.decides(Post.to(written));
                }));
  }

  private static List<AuditCase> relays() {
    return List.of(
        of(
                "address-smart-host",
                "A smart host whose domain has a policy",
                "RFC 8461 §3.4",
                "With a smart host its domain is the policy domain.")
            .needs(Need.SMART_HOST)
            .delays(
                scene -> {
                  LabDomain relay = scene.domain(PolicyMode.ENFORCE);
                  Post first = Post.to(scene.name("to")).by(relay.name());
                  scene.arrives(first);
                  scene.distrust(relay.mx());
                  scene.decides(Post.to(scene.name("to")).by(relay.name()));
                }),
        of(
                "address-smart-host-without-policy",
                "A smart host without a policy, a recipient with one",
                "RFC 8461 §3.4",
                "With a smart host the recipient's own policy does not apply.")
            .needs(Need.SMART_HOST)
            .delivers(
                scene -> {
                  LabDomain relay = scene.domain();
                  LabDomain recipient = scene.domain(scene.name("to"), PolicyMode.ENFORCE);
                  scene.forbid(recipient.mx());
                  scene.arrives(Post.to(recipient.name()).by(relay.name()));
                  scene.distrust(relay.mx());
                  scene.decides(Post.to(recipient.name()).by(relay.name()));
                }));
  }

  /// The domain, whose exchanger has an IPv6 address only.
  private static LabDomain ipv6(Scene scene) {
    InetAddress address = scene.net().network().allot6(Quarter.EXCHANGERS);
    scene.net().zone(scene.name(), "mx AAAA " + address.getHostAddress());
    return scene.domain(PolicyMode.ENFORCE);
  }

  /// The domain without MX records, itself a host that takes mail.
  private static LabDomain implicit(Scene scene, String pattern) {
    LabDomain domain = scene.domain(PolicyMode.ENFORCE);
    scene.dns().remove(domain.name(), RecordType.MX);
    scene.dns().set(domain.name(), RecordType.A, address(scene, domain.mxName()));
    domain.mx().credential(scene.net().ca().issue(Leaf.of(domain.name())));
    domain.publish(domain.policy(PolicyMode.ENFORCE, pattern));
    return domain;
  }

  private static String address(Scene scene, String host) {
    return scene.net().addressesOf(host).getFirst().getHostAddress();
  }

  private static String ascii(String name) {
    return switch (Idna.toAscii(name)) {
      case Idna.Result.Ascii(String text) -> text;
      case Idna.Result.Invalid(String why) -> throw new IllegalArgumentException(why);
    };
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.ADDRESSES, id, title, section, why);
  }
}
