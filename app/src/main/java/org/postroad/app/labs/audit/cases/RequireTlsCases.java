package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.DaneActs.preferred;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsa;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsaMeets;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Post.Demand;
import org.postroad.app.labs.audit.Scene;
import org.postroad.app.labs.audit.cases.Acts.Setting;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// What the author of a message demands of TLS (RFC 8689): REQUIRETLS, with [TlsRequiredCases]
/// before those that have both.
final class RequireTlsCases {

  static final List<AuditCase> ALL =
      Stream.of(met(), unmet(), unknown(), TlsRequiredCases.ALL, both())
          .flatMap(List::stream)
          .toList();

  private static final MxConduct OFFERS = MxConduct.honest().offeringRequireTls();

  private RequireTlsCases() {}

  private static List<AuditCase> met() {
    return List.of(
        of(
                "requiretls-policy",
                "An enforced policy is satisfied, and REQUIRETLS is offered",
                "§4.2.1",
                "All that is required is there: MAIL FROM carries REQUIRETLS on.")
            .delivers(
                required(
                    (scene, domain) -> domain.publish(domain.policy(PolicyMode.ENFORCE)),
                    RequireTlsCases::passesOn)),
        of(
                "requiretls-dane",
                "DANE is satisfied, and REQUIRETLS is offered",
                "§4.2.1",
                "All that is required is there: MAIL FROM carries REQUIRETLS on.")
            .delivers(required((scene, domain) -> domain.dane(), RequireTlsCases::passesOn)),
        of(
                "requiretls-second",
                "The first exchanger does not offer REQUIRETLS, the second does",
                "§4.2.1",
                "Each host is tried, in search of one that meets the requirements.")
            .delivers(
                required(
                    (scene, domain) -> {
                      domain.dane();
                      LabMx first = preferred(scene, domain);
                      tlsa(scene, first, Tlsa.ee(first.credential()));
                      scene.forbid(first);
                    },
                    RequireTlsCases::passesOn)),
        of(
                "requiretls-second-verified",
                "The first exchanger does not match its TLSA record, the second does",
                "§4.2.1",
                "Each host is tried, in search of one that meets the requirements.")
            .delivers(
                required(
                    (scene, domain) -> {
                      domain.dane();
                      LabMx first = preferred(scene, domain);
                      first.conduct(OFFERS);
                      tlsa(scene, first, Tlsa.wrong());
                      scene.forbid(first);
                    },
                    RequireTlsCases::passesOn)),
        of(
                "requiretls-smart-host",
                "A smart host with DANE that offers REQUIRETLS",
                "§4.2.1",
                "A relay has to meet the requirements, and gets REQUIRETLS passed on.")
            .needs(Need.SMART_HOST)
            .delivers(
                scene -> {
                  LabDomain relay = scene.domain().dane();
                  relay.mx().conduct(OFFERS);
                  Post post = Post.to(scene.name("to")).by(relay.name());
                  scene.decides(post.demanding(Demand.REQUIRE_TLS));
                  passesOn(scene, relay);
                }));
  }

  private static List<AuditCase> unmet() {
    return List.of(
        of(
                "requiretls-not-offered",
                "DANE is satisfied, and REQUIRETLS is not offered",
                "§4.2.1",
                "A server that does not promise the same gets nothing; the message goes back, 5.7.30.")
            .bounces(required((scene, domain) -> domain.dane().mx().conduct(MxConduct.honest()))),
        of(
                "requiretls-not-offered-policy",
                "An enforced policy is satisfied, and REQUIRETLS is not offered",
                "§4.2.1",
                "A server that does not promise the same gets nothing; the message goes back, 5.7.30.")
            .bounces(
                required(
                    (scene, domain) -> {
                      domain.publish(domain.policy(PolicyMode.ENFORCE));
                      domain.mx().conduct(MxConduct.honest());
                    })),
        of(
                "requiretls-in-clear-only",
                "REQUIRETLS is offered before TLS only",
                "§4.2.1",
                "What was offered in clear counts for nothing.")
            .bounces(
                required(
                    (scene, domain) ->
                        domain
                            .dane()
                            .mx()
                            .conduct(MxConduct.honest().offeringInClear("REQUIRETLS")))),
        of(
                "requiretls-unproven",
                "REQUIRETLS is offered by a host that neither DNSSEC nor a policy names",
                "§4.2.1",
                "Insecure MX records without a policy prove no host; the message goes back, 5.7.10.")
            .bounces(required((scene, domain) -> {})),
        of(
                "requiretls-no-starttls",
                "A signed domain without TLSA records, and an exchanger without STARTTLS",
                "§4.2.1",
                "Without TLS nothing is sent; the message goes back, 5.7.10.")
            .bounces(
                required(
                    (scene, domain) ->
                        domain.signed().mx().conduct(MxConduct.honest().withoutStartTls()))),
        of(
                "requiretls-stripped",
                "STARTTLS is removed on the way",
                "§4.2.1",
                "Without TLS nothing is sent.")
            .doesNotDeliver(
                required(
                    (scene, domain) -> {
                      domain.dane();
                      scene.attack(new StarttlsStripper(domain.mxName()));
                    })),
        of(
                "requiretls-untrusted",
                "A signed domain without TLSA records, and nobody's certificate",
                "§4.2.1",
                "The certificate must be verified, although no policy asks for that.")
            .doesNotDeliver(required((scene, domain) -> scene.distrust(domain.signed().mx()))),
        of(
                "requiretls-mismatch",
                "REQUIRETLS is offered by a host that does not match its TLSA record",
                "§4.2.1",
                "The host must prove itself by DANE where that applies.")
            .doesNotDeliver(required((scene, domain) -> domain.dane().tlsa(Tlsa.wrong()))),
        of(
                "requiretls-unusable",
                "TLSA records that cannot be used, and nobody's certificate",
                "§4.2.1; RFC 7672 §2.2",
                "TLS without a verified certificate is not enough.")
            .doesNotDeliver(
                required(
                    (scene, domain) -> {
                      scene.distrust(domain.signed().mx());
                      domain.tlsa(Tlsa.unusable(domain.mx().credential()));
                    })),
        of(
                "requiretls-testing",
                "A policy in testing, and an exchanger that does not satisfy it",
                "§4.2.1; RFC 8461 §5",
                "A policy in testing lets pass what REQUIRETLS does not.")
            .doesNotDeliver(
                required(
                    (scene, domain) -> {
                      domain.publish(domain.policy(PolicyMode.TESTING));
                      scene.distrust(domain.mx());
                    })));
  }

  private static List<AuditCase> unknown() {
    return List.of(
        of(
                "requiretls-mx-fails",
                "The MX look-up fails",
                "§4.2.1; RFC 7672 §2.1.2",
                "What is not known now may be known later: the message waits.")
            .delays(
                required(
                    (scene, domain) -> {
                      domain.dane();
                      scene.interfere(domain.name(), RecordType.MX, Interference.servfail());
                    })),
        of(
                "requiretls-tlsa-fails",
                "The TLSA look-up fails",
                "§4.2.1; RFC 7672 §2.1.2",
                "What is not known now may be known later: the message waits.")
            .delays(
                required(
                    (scene, domain) -> {
                      domain.dane();
                      tlsaMeets(scene, domain.mxName(), Interference.servfail());
                    })));
  }

  private static List<AuditCase> both() {
    return List.of(
        of(
                "requiretls-and-header-untrusted",
                "REQUIRETLS and TLS-Required: No, and a host that does not match its TLSA record",
                "§4.1",
                "With REQUIRETLS the header must be ignored.")
            .needs(Need.TLS_REQUIRED)
            .doesNotDeliver(
                demanded(Demand.BOTH, (scene, domain) -> domain.dane().tlsa(Tlsa.wrong()))),
        of(
                "requiretls-and-header-not-offered",
                "REQUIRETLS and TLS-Required: No, and a host that does not offer REQUIRETLS",
                "§4.1, §4.2.1",
                "With REQUIRETLS the header must be ignored.")
            .needs(Need.TLS_REQUIRED)
            .bounces(
                demanded(
                    Demand.BOTH,
                    (scene, domain) -> domain.dane().mx().conduct(MxConduct.honest()))),
        of(
                "requiretls-and-header",
                "REQUIRETLS and TLS-Required: No, and a host that has all that is required",
                "§4.1, §4.2.1",
                "With REQUIRETLS the header must be ignored, and REQUIRETLS is passed on.")
            .needs(Need.TLS_REQUIRED)
            .delivers(
                demanded(
                    Demand.BOTH, (scene, domain) -> domain.dane(), RequireTlsCases::passesOn)));
  }

  /// A domain whose exchanger offers REQUIRETLS becomes what the case is about; then a message that
  /// requires it is sent.
  private static Script required(Setting setting) {
    return demanded(Demand.REQUIRE_TLS, setting);
  }

  private static Script required(Setting setting, Setting afterwards) {
    return demanded(Demand.REQUIRE_TLS, setting, afterwards);
  }

  private static Script demanded(Demand demand, Setting setting) {
    return demanded(demand, setting, (scene, domain) -> {});
  }

  private static Script demanded(Demand demand, Setting setting, Setting afterwards) {
    return scene -> {
      LabDomain domain = scene.domain();
      domain.mx().conduct(OFFERS);
      setting.stage(scene, domain);
      scene.decides(Post.to(domain.name()).demanding(demand));
      afterwards.stage(scene, domain);
    };
  }

  /// The exchanger was told that TLS is required.
  private static void passesOn(Scene scene, LabDomain domain) {
    scene.require(
        domain.mx().messages().entries().stream().allMatch(ReceivedMail::requiresTls),
        "delivered without REQUIRETLS");
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return draft(id, title, section, why).needs(Need.REQUIRETLS).needs(Need.DNSSEC);
  }

  private static AuditCase.Draft draft(String id, String title, String section, String why) {
    return AuditCase.draft(Group.REQUIRETLS, id, title, "RFC 8689 " + section, why);
  }
}
