package org.postroad.app.labs.audit.cases;

import java.util.List;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.lab.LabDomain;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.StartTls;

/// Domains that ask for nothing: their mail must not suffer from what others ask for.
final class PlainCases {

  static final List<AuditCase> ALL =
      List.of(
          of("plain-tls", "A good exchanger", "Where TLS is offered, it is used.")
              .delivers(behaving(MxConduct.honest())),
          of(
                  "plain-legacy",
                  "An exchanger without STARTTLS",
                  "Without a policy mail is delivered as before, in clear if there is no other way.")
              .mayBeInClear()
              .delivers(behaving(MxConduct.honest().withoutStartTls())),
          of(
                  "plain-self-signed",
                  "A self-signed certificate",
                  "Without a policy any certificate will do.")
              .delivers(
                  scene -> {
                    LabDomain domain = scene.domain();
                    scene.distrust(domain.mx());
                    scene.decides(domain);
                  }),
          of(
                  "plain-demands-tls",
                  "An exchanger that takes mail under TLS only",
                  "Where TLS is offered, it is used.")
              .delivers(behaving(MxConduct.honest().demandingTls())),
          of(
                  "plain-refused",
                  "STARTTLS is refused with 454",
                  "Without a policy the sender may go on in clear, or come again later.")
              .mayBeInClear()
              .mayDeliver(behaving(MxConduct.honest().startTls(StartTls.refused()))),
          of(
                  "plain-broken-handshake",
                  "The handshake breaks",
                  "Without a policy the sender may go on in clear, or come again later.")
              .mayBeInClear()
              .mayDeliver(behaving(MxConduct.honest().startTls(new StartTls.HangsUp()))),
          of(
                  "plain-greylisted",
                  "An exchanger that sends first-comers away",
                  "A temporary refusal is answered by a second try.")
              .delivers(
                  scene -> {
                    LabDomain domain = scene.domain();
                    domain.mx().conduct(MxConduct.honest().greylisting());
                    scene.tries(domain);
                    scene.decides(domain);
                  }));

  private PlainCases() {}

  private static Script behaving(MxConduct conduct) {
    return scene -> {
      LabDomain domain = scene.domain();
      domain.mx().conduct(conduct);
      scene.decides(domain);
    };
  }

  private static AuditCase.Draft of(String id, String title, String why) {
    return AuditCase.draft(Group.PLAIN, id, title, "RFC 7435 §3; RFC 3207 §4", why);
  }
}
