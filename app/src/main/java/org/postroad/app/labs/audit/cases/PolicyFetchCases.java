package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.conduct;
import static org.postroad.app.labs.audit.cases.Acts.reply;
import static org.postroad.app.labs.audit.cases.Acts.untrusted;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.lab.LabInternet;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// How the policy comes: the body of the reply, and the way to the host (RFC 8461 §3.3).
final class PolicyFetchCases {

  private static final long HUGE = 1L << 30;

  static final List<AuditCase> ALL = Stream.of(bodies(), roads()).flatMap(List::stream).toList();

  private PolicyFetchCases() {}

  private static List<AuditCase> bodies() {
    return List.of(
        of(
                "host-empty",
                "An empty body",
                "§3.2",
                "Nothing is no policy: version, mode and max_age are required.")
            .delivers(conduct(new Conduct.Replies(HttpReply.empty()))),
        of(
                "host-chunked",
                "The body in chunks",
                "§3.3",
                "HTTP has several ways to send a body; the policy is the same.")
            .delays(reply(HttpReply::chunked)),
        of(
                "host-until-close",
                "The body ends with the connection",
                "§3.3",
                "HTTP has several ways to send a body; the policy is the same.")
            .delays(reply(HttpReply::untilClose)),
        of(
                "host-cut",
                "The body is cut in the middle",
                "§3.3; RFC 9112 §8",
                "An incomplete reply is no reply: what came of it is not the policy.")
            .delivers(
                untrusted(
                    (scene, domain) -> {
                      String whole = domain.policy(PolicyMode.ENFORCE) + "max_age: 604800\r\n";
                      int first = domain.policy(PolicyMode.ENFORCE).length();
                      domain.publish(new Conduct.Replies(HttpReply.policy(whole).cutAfter(first)));
                    })),
        of(
                "host-large",
                "A policy of a megabyte",
                "§3.3",
                "A sender may stop at 64 KB, or read it all.")
            .mayDeliver(reply(good -> good.filledTo(1 << 20))),
        of(
                "host-endless-body",
                "A body of a gigabyte that is no policy",
                "§3.3",
                "What is fetched is bounded, and what is no policy must not hold mail up.")
            .delivers(conduct(new Conduct.Replies(HttpReply.policy("x: ").filledTo(HUGE)))),
        of(
                "host-drips",
                "The policy comes at an octet a second",
                "§3.3",
                "A sender may stop after a minute; mail waits for the host no longer than that.")
            .needs(Need.HOURS)
            .mayDeliver(reply(good -> good.dripped(Duration.ofSeconds(1)))),
        of(
                "host-silent",
                "The host takes the request and says nothing",
                "§3.3",
                "A policy that cannot be fetched is none: the message must be delivered.")
            .needs(Need.HOURS)
            .delivers(conduct(new Conduct.Silent())));
  }

  private static List<AuditCase> roads() {
    return List.of(
        of(
                "host-refuses",
                "The host refuses connections",
                "§3.3",
                "A policy that cannot be fetched is none: the message must be delivered.")
            .delivers(
                untrusted(
                    (scene, domain) ->
                        scene
                            .net()
                            .doorsOf(domain.policyHostName(), LabInternet.HTTPS)
                            .forEach(door -> scene.mount(door.divert(new Answering.Refuses()))))),
        of(
                "host-no-address",
                "The host has no address",
                "§3.3",
                "A policy that cannot be fetched is none: the message must be delivered.")
            .delivers(
                untrusted(
                    (scene, domain) -> scene.dns().remove(domain.policyHostName(), RecordType.A))),
        of(
                "host-hangs-up",
                "The host hangs up in the handshake",
                "§3.3",
                "A policy that cannot be fetched is none: the message must be delivered.")
            .delivers(conduct(new Conduct.HangsUpInHandshake())),
        of(
                "host-other-protocol",
                "A mail server answers at the host's port",
                "§3.3",
                "What does not speak TLS serves no policy.")
            .delivers(conduct(new Conduct.SpeaksPlain("220 mx.example ESMTP\r\n"))),
        of(
                "host-cname",
                "The host is a CNAME to a provider",
                "§8.2",
                "Delegation by CNAME is normal; the certificate is for the name asked for.")
            .delays(
                untrusted(
                    (scene, domain) -> {
                      String host = domain.policyHostName();
                      String provider = "web." + scene.name("provider");
                      var address = scene.dns().truth(host, RecordType.A);
                      scene.net().zone(scene.name("provider"), "");
                      scene.dns().set(provider, RecordType.A, address.toArray(String[]::new));
                      scene.dns().remove(host, RecordType.A);
                      scene.dns().set(host, RecordType.CNAME, provider);
                    })),
        of(
                "host-second-address",
                "Two addresses, the first of which refuses",
                "§3.3; RFC 1123 §2.3 (SHOULD)",
                "A host is as good as its best address: the others should be tried.")
            .delays(
                untrusted(
                    (scene, domain) -> {
                      String dead =
                          scene.net().network().allot(Quarter.POLICY_HOSTS).getHostAddress();
                      String alive =
                          scene.dns().truth(domain.policyHostName(), RecordType.A).getFirst();
                      scene.dns().set(domain.policyHostName(), RecordType.A, dead, alive);
                    })),
        of(
                "host-others-policy",
                "A host that serves two domains, one policy each",
                "§3.3",
                "Each domain gets its own policy from a shared host.")
            .delays(
                untrusted(
                    (scene, domain) -> {
                      String other = scene.name("other");
                      var none = Conduct.policy("version: STSv1\nmode: none\nmax_age: 86400\n");
                      scene.net().policyAt(domain.policyHost(), other, none);
                    })));
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.POLICY_HOST, id, title, "RFC 8461 " + section, why);
  }
}
