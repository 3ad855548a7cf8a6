package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.evil;
import static org.postroad.app.labs.audit.cases.Acts.then;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Scene;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.protocol.mtasts.PolicyMode;

/// Which exchangers a policy covers (RFC 8461 §4.1), and which names a certificate must have for
/// them (§4.2).
final class PatternCases {

  static final List<AuditCase> ALL =
      Stream.of(covered(), uncovered(), several()).flatMap(List::stream).toList();

  private PatternCases() {}

  private static List<AuditCase> covered() {
    return List.of(
        of("pattern-host", "The exchanger by name", "§4.1", "The exchanger is named, and good.")
            .delivers(moved("mx2", "mx2.DOMAIN")),
        of(
                "pattern-case",
                "The pattern in capitals",
                "§4.1",
                "Names are compared without regard to case.")
            .delivers(moved("mx2", "MX2.DOMAIN")),
        of(
                "pattern-wildcard",
                "The exchanger below a wildcard",
                "§4.1",
                "A wildcard stands for the one leftmost label.")
            .delivers(moved("mx2", "*.DOMAIN")),
        of(
                "pattern-third",
                "The third pattern of three",
                "§4.1",
                "It is enough that one of the patterns matches.")
            .delivers(moved("mx2", "a.DOMAIN", "*.b.DOMAIN", "mx2.DOMAIN")),
        of(
                "pattern-a-label",
                "An exchanger with an A-label",
                "§4.1",
                "Internationalized names are compared as A-labels.")
            .delivers(moved("xn--mx-xka", "xn--mx-xka.DOMAIN")),
        of(
                "pattern-wildcard-certificate",
                "A wildcard certificate of the domain",
                "§4.2",
                "A wildcard as the whole leftmost label is a good name for the exchanger.")
            .delivers(Acts.exchangerShows(good -> Leaf.of("*." + parent(good)))),
        of(
                "pattern-many-names",
                "A certificate with many names, the right one last",
                "§4.2",
                "It is enough that one of the names matches.")
            .delivers(
                Acts.exchangerShows(
                    good -> Leaf.of("a." + parent(good), "b.example.net", name(good)))));
  }

  private static List<AuditCase> uncovered() {
    return List.of(
        of(
                "pattern-outside",
                "The mail is led to a host outside the policy, with a certificate of its own",
                "§4.1",
                "The MX host must match a pattern, however good its certificate is.")
            .delays(
                then((scene, domain) -> scene.attack(new MxForger(domain.name(), evil(scene))))),
        of(
                "pattern-two-labels",
                "An exchanger two labels below a wildcard",
                "§4.1",
                "A wildcard stands for one label, not for any number of them.")
            .delays(strayed("a.b.DOMAIN", "*.DOMAIN")),
        of(
                "pattern-apex",
                "The domain itself below its wildcard",
                "§4.1",
                "A wildcard stands for a label, not for none.")
            .delays(strayed("DOMAIN", "*.DOMAIN", "mx.DOMAIN")),
        of(
                "pattern-dot",
                "A name that matches if dots are any character",
                "§4.1",
                "A pattern is a name and no regular expression.")
            .delays(strayed("mx-DOMAIN", "mx.DOMAIN")),
        of(
                "pattern-longer-label",
                "A name that ends like the pattern",
                "§4.1",
                "A name matches as a whole and not by its end.")
            .delays(strayed("evilmx.DOMAIN", "mx.DOMAIN")),
        of(
                "pattern-wildcard-no-dot",
                "A name that ends like the wildcard without its dot",
                "§4.1",
                "The wildcard ends at a dot.")
            .delays(strayed("evil-DOMAIN", "*.DOMAIN")),
        of(
                "pattern-below-host",
                "A name below a pattern without a wildcard",
                "§4.1",
                "A name without a wildcard covers nothing below it.")
            .delays(strayed("evil.mx.DOMAIN", "mx.DOMAIN")),
        of(
                "pattern-longer-name",
                "A name that begins like the pattern",
                "§4.1",
                "A name matches as a whole and not by its beginning.")
            .delays(strayed("mx.DOMAIN.evil.example", "mx.DOMAIN")),
        of(
                "pattern-other-certificate",
                "A host outside the policy with the certificate of one inside",
                "§4.1",
                "The MX host must match, not only the certificate.")
            .delays(
                then(
                    (scene, domain) -> {
                      LabMx other = scene.stranger(evil(scene));
                      other.credential(
                          scene.net().ca().issue(Leaf.of(domain.mxName(), other.hostName())));
                      scene.route(domain.name(), other.hostName());
                    })),
        of(
                "pattern-mixed-up-certificates",
                "A host of the policy with the certificate of another one",
                "§4.2",
                "The certificate must be for the host that was contacted, not for any in the policy.")
            .delays(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  domain.publish(policy(domain, domain.mxName(), "mx2.DOMAIN"));
                  scene.arrives(domain);
                  LabMx second = scene.stranger("mx2." + domain.name());
                  second.credential(scene.net().ca().issue(Leaf.of(domain.mxName())));
                  scene.route(domain.name(), second.hostName());
                  scene.decides(domain);
                }),
        of(
                "pattern-domain-certificate",
                "An exchanger with a certificate for the domain alone",
                "§4.2",
                "The certificate must be for the host name, not for the recipient's domain.")
            .delays(Acts.exchangerShows(good -> Leaf.of(parent(good)))),
        of(
                "pattern-certificate-too-high",
                "A wildcard certificate of the level above",
                "§4.2",
                "A wildcard stands for one label and does not cover the host two levels below.")
            .delays(Acts.exchangerShows(good -> Leaf.of("*.example"))));
  }

  private static List<AuditCase> several() {
    return List.of(
        of(
                "pattern-first-outside",
                "The best exchanger is outside the policy, the second inside",
                "§5.1",
                "A host that fails is passed over, and the next one gets the mail.")
            .delivers(
                then(
                    (scene, domain) -> {
                      LabMx other = scene.stranger(evil(scene));
                      scene.route(domain.name(), other.hostName(), domain.mxName());
                    })),
        of(
                "pattern-all-outside",
                "Both exchangers are outside the policy",
                "§5.1",
                "Where no host passes, the message waits.")
            .delays(
                then(
                    (scene, domain) -> {
                      LabMx one = scene.stranger("mx1." + scene.name("evil"));
                      LabMx other = scene.stranger("mx2." + scene.name("evil"));
                      scene.route(domain.name(), one.hostName(), other.hostName());
                    })),
        of(
                "pattern-shared-host",
                "A neighbour on the same exchanger with a policy for another",
                "§4.1",
                "A policy is its own domain's: a neighbour's does not stop this one's mail.")
            .delivers(
                scene -> {
                  LabDomain neighbour = scene.domain(scene.name("neighbour"), PolicyMode.ENFORCE);
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  domain.publish(policy(domain, neighbour.mxName()));
                  neighbour.publish(policy(neighbour, "elsewhere.DOMAIN"));
                  scene.route(domain.name(), neighbour.mxName());
                  scene.tries(neighbour);
                  scene.decides(domain);
                }),
        of(
                "pattern-testing",
                "testing, and a host outside the policy",
                "§5",
                "What fails in testing is reported, and delivered.")
            .delivers(
                then(
                    PolicyMode.TESTING,
                    (scene, domain) ->
                        scene.route(
                            domain.name(), scene.mx("mx." + scene.name("outside")).hostName()))));
  }

  /// The domain moves to another of its hosts, which its policy covers all along.
  private static Script moved(String host, String... patterns) {
    return scene -> {
      LabDomain domain = staged(scene, patterns);
      LabMx other = scene.mx(host + "." + domain.name());
      scene.route(domain.name(), other.hostName());
      scene.arrives(domain);
      scene.decides(domain);
    };
  }

  /// The mail is led to a host that looks as if the policy covered it, and has a good certificate.
  private static Script strayed(String host, String... patterns) {
    return scene -> {
      LabDomain domain = staged(scene, patterns);
      scene.arrives(domain);
      LabMx other = scene.stranger(host.replace("DOMAIN", domain.name()));
      scene.route(domain.name(), other.hostName());
      scene.decides(domain);
    };
  }

  private static LabDomain staged(Scene scene, String... patterns) {
    LabDomain domain = scene.domain(PolicyMode.ENFORCE);
    domain.publish(policy(domain, patterns));
    return domain;
  }

  /// `DOMAIN` in a pattern stands for the domain's name.
  private static String policy(LabDomain domain, String... patterns) {
    return domain.policy(
        PolicyMode.ENFORCE,
        Stream.of(patterns)
            .map(pattern -> pattern.replace("DOMAIN", domain.name()))
            .toArray(String[]::new));
  }

  private static String name(Leaf good) {
    return good.dnsNames().getFirst();
  }

  private static String parent(Leaf good) {
    return name(good).substring(name(good).indexOf('.') + 1);
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.PATTERNS, id, title, "RFC 8461 " + section, why);
  }
}
