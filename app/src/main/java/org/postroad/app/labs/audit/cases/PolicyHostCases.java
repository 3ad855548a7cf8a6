package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.conduct;
import static org.postroad.app.labs.audit.cases.Acts.policyHostShows;
import static org.postroad.app.labs.audit.cases.Acts.reply;
import static org.postroad.app.labs.audit.cases.Acts.untrusted;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// The host that serves the policy, and the way to it (RFC 8461 §3.3).
final class PolicyHostCases {

  private static final long HUGE = 1L << 30;

  static final List<AuditCase> ALL =
      Stream.of(certificates(), statuses(), bodies(), roads()).flatMap(List::stream).toList();

  private PolicyHostCases() {}

  private static List<AuditCase> certificates() {
    return List.of(
        of(
                "host-expired",
                "Expired certificate",
                "§3.3",
                "A policy counts only from a host whose certificate is not expired.")
            .delivers(policyHostShows(Leaf::expired)),
        of(
                "host-not-yet-valid",
                "Certificate of tomorrow",
                "§3.3",
                "A certificate that is not valid yet proves nothing.")
            .delivers(policyHostShows(Leaf::notYetValid)),
        of(
                "host-self-signed",
                "Self-signed certificate",
                "§3.3",
                "The certificate must chain to a trusted root, or no policy was fetched.")
            .delivers(policyHostShows(Leaf::selfSigned)),
        of(
                "host-wrong-name",
                "Certificate for another name",
                "§3.3",
                "The certificate must be for mta-sts.DOMAIN, not for the domain itself.")
            .delivers(policyHostShows(good -> Leaf.of(parent(good)))),
        of(
                "host-cn-only",
                "The name in the CN alone",
                "§3.3",
                "Matching is against DNS-IDs only; a common name does not count.")
            .delivers(policyHostShows(good -> Leaf.commonNameOnly(good.dnsNames().getFirst()))),
        of(
                "host-wildcard",
                "Wildcard certificate of the domain",
                "§3.3",
                "A wildcard as the whole leftmost label is a good name for the host.")
            .delays(policyHostShows(good -> Leaf.of("*." + parent(good)))),
        of(
                "host-wildcard-too-high",
                "Wildcard of the level above",
                "§3.3",
                "A wildcard stands for one label and does not cover the host two levels below.")
            .delivers(policyHostShows(good -> Leaf.of("*.example"))),
        of(
                "host-intermediate",
                "Certificate by an intermediate that is sent along",
                "§3.3",
                "A chain over an intermediate is as good as a short one.")
            .delays(policyHostShows(Leaf::viaIntermediate)),
        of(
                "host-missing-intermediate",
                "Certificate by an intermediate that is not sent",
                "§3.3",
                "Without its intermediate the certificate does not chain to a root.")
            .delivers(policyHostShows(Leaf::viaMissingIntermediate)),
        of(
                "host-sha1",
                "Certificate signed with SHA-1",
                "§3.3",
                "RFC 8461 does not name SHA-1; whether to believe it is the sender's to say.")
            .mayDeliver(policyHostShows(Leaf::signedWithSha1)),
        of(
                "host-tls10",
                "A policy host that speaks TLS 1.0 only",
                "§3.3; RFC 8996 §4",
                "TLS 1.0 must not be used any more, so no policy was fetched.")
            .delivers(untrusted((scene, domain) -> domain.policyHost().versions("TLSv1"))),
        of(
                "host-needs-sni",
                "Shared host that tells its domains apart by SNI",
                "§7.1",
                "The client must send SNI; without it another domain's certificate comes.")
            .delays(
                untrusted(
                    (scene, domain) -> {
                      // The shared host's first site is another's; ours comes by SNI.
                      String first = scene.name("first");
                      var shared = scene.net().policyHost(first, Conduct.status(404));
                      String host = domain.policyHostName();
                      shared.serve(
                          host,
                          scene.net().ca().issue(Leaf.of(host)),
                          new Conduct.Replies(Acts.enforce(domain)));
                      var address = scene.dns().truth("mta-sts." + first, RecordType.A);
                      scene.dns().set(host, RecordType.A, address.toArray(String[]::new));
                    })));
  }

  private static List<AuditCase> statuses() {
    return List.of(
        redirect("host-redirect-301", 301),
        redirect("host-redirect-302", 302),
        redirect("host-redirect-307", 307),
        of("host-204", "Status 204", "§3.3", "Only status 200 carries a policy.")
            .delivers(conduct(Conduct.status(204))),
        of(
                "host-203-with-policy",
                "Status 203 with a policy for a body",
                "§3.3",
                "Only status 200 carries a policy, not every status that begins with 2.")
            .delivers(reply(good -> good.status(203))),
        of(
                "host-404-with-policy",
                "Status 404 with a policy for a body",
                "§3.3",
                "An error page is no policy, even if there are mx lines in it.")
            .delivers(reply(good -> good.status(404))),
        of(
                "host-500-with-policy",
                "Status 500 with a policy for a body",
                "§3.3",
                "An error page is no policy, even if there are mx lines in it.")
            .delivers(reply(good -> good.status(500))),
        of(
                "host-media-type-html",
                "The policy as text/html",
                "§3.2 (SHOULD)",
                "A page that users of the host could have put there is not to be taken for a policy.")
            .delivers(reply(good -> good.mediaType("text/html"))),
        of(
                "host-media-type-missing",
                "The policy without a media type",
                "§3.2 (SHOULD)",
                "The media type should be checked to be text/plain; here there is none.")
            .mayDeliver(reply(HttpReply::withoutMediaType)),
        of(
                "host-media-type-parameters",
                "text/plain with parameters",
                "§3.2",
                "Parameters of the media type are ignored.")
            .delays(reply(good -> good.mediaType("Text/Plain; charset=utf-8; x=y"))));
  }

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

  /// To a host with a good certificate and a good policy for the domain.
  private static AuditCase redirect(String id, int status) {
    return of(
            id,
            "Redirect " + status + " to a good policy",
            "§3.3",
            "Redirects must not be followed, so no policy was fetched.")
        .delivers(
            untrusted(
                (scene, domain) -> {
                  String elsewhere = scene.name("elsewhere");
                  scene.net().policyHost(elsewhere, new Conduct.Replies(Acts.enforce(domain)));
                  String url = "https://mta-sts." + elsewhere + "/.well-known/mta-sts.txt";
                  domain.publish(new Conduct.Replies(HttpReply.redirect(status, url)));
                }));
  }

  private static String parent(Leaf good) {
    String name = good.dnsNames().getFirst();
    return name.substring(name.indexOf('.') + 1);
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.POLICY_HOST, id, title, "RFC 8461 " + section, why);
  }
}
