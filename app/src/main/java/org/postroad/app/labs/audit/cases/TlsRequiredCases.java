package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.then;
import static org.postroad.app.labs.audit.cases.DaneActs.tlsaMeets;

import java.util.List;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Post.Demand;
import org.postroad.app.labs.audit.cases.Acts.Setting;
import org.postroad.lab.LabDomain;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.StartTls;
import org.postroad.protocol.mtasts.PolicyMode;

/// What the author of a message waives of TLS: the header `TLS-Required: No` (RFC 8689 §3).
final class TlsRequiredCases {

  static final List<AuditCase> ALL =
      List.of(
          waived(
                  "tls-required-no-untrusted",
                  "TLS-Required: No, an enforced policy, and nobody's certificate",
                  "The policy is ignored, and TLS is used where it is to be had.")
              .delivers(
                  notRequired(PolicyMode.ENFORCE, (scene, domain) -> scene.distrust(domain.mx()))),
          waived(
                  "tls-required-no-outside",
                  "TLS-Required: No, and an exchanger that the enforced policy does not name",
                  "The policy is ignored.")
              .delivers(
                  notRequired(
                      PolicyMode.ENFORCE,
                      (scene, domain) -> {
                        LabMx other = scene.mx("mx9." + domain.name());
                        scene.route(domain.name(), other.hostName());
                      })),
          waived(
                  "tls-required-no-starttls",
                  "TLS-Required: No, an enforced policy, and an exchanger without STARTTLS",
                  "The message is sent whether TLS comes about or not.")
              .mayBeInClear()
              .delivers(
                  notRequired(
                      PolicyMode.ENFORCE,
                      (scene, domain) ->
                          domain.mx().conduct(MxConduct.honest().withoutStartTls()))),
          waived(
                  "tls-required-no-mismatch",
                  "TLS-Required: No, and a host that does not match its TLSA record",
                  "DANE is ignored, and TLS is used where it is to be had.")
              .needs(Need.DNSSEC)
              .delivers(
                  notRequired(
                      PolicyMode.NONE, (scene, domain) -> domain.dane().tlsa(Tlsa.wrong()))),
          waived(
                  "tls-required-no-tlsa-fails",
                  "TLS-Required: No, and the TLSA look-up fails",
                  "DANE is ignored, and nobody needs to know what it would have said.")
              .needs(Need.DNSSEC)
              .delivers(
                  notRequired(
                      PolicyMode.NONE,
                      (scene, domain) -> {
                        domain.dane();
                        tlsaMeets(scene, domain.mxName(), Interference.servfail());
                      })),
          waived(
                  "tls-required-no-server-demands",
                  "TLS-Required: No, no TLS comes about, and the server takes nothing without it",
                  "A server that demands TLS in vain: the message goes back.")
              .needs(Need.TRANSPORT)
              .mayBeInClear()
              .bounces(
                  notRequired(
                      PolicyMode.NONE,
                      (scene, domain) ->
                          domain
                              .mx()
                              .conduct(
                                  MxConduct.honest()
                                      .startTls(new StartTls.NotOffered())
                                      .demandingTls()))),
          waived(
                  "tls-required-no-next",
                  "TLS-Required: No in one message, and not in the next",
                  "What one message waives, the next one does not.")
              .delays(
                  then(
                      (scene, domain) -> {
                        scene.distrust(domain.mx());
                        scene.arrives(Post.to(domain.name()).demanding(Demand.TLS_NOT_REQUIRED));
                      })),
          of(
                  "tls-required-yes",
                  "TLS-Required: Yes, an enforced policy, and nobody's certificate",
                  "§3",
                  "The only word of the header is No; any other changes nothing.")
              .delays(
                  scene -> {
                    LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                    scene.arrives(domain);
                    scene.distrust(domain.mx());
                    scene.decides(Post.to(domain.name()).demanding(Demand.NO_SUCH_WORD));
                  }));

  private TlsRequiredCases() {}

  /// A message arrives at a domain with a policy, which then becomes what the case is about; then
  /// one is sent whose author does not insist on TLS.
  private static Script notRequired(PolicyMode mode, Setting setting) {
    return scene -> {
      LabDomain domain = scene.domain(mode);
      scene.arrives(domain);
      setting.stage(scene, domain);
      scene.decides(Post.to(domain.name()).demanding(Demand.TLS_NOT_REQUIRED));
    };
  }

  private static AuditCase.Draft waived(String id, String title, String why) {
    return of(id, title, "§3, §4.2.2", why).needs(Need.TLS_REQUIRED);
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.REQUIRETLS, id, title, "RFC 8689 " + section, why);
  }
}
