package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.conduct;
import static org.postroad.app.labs.audit.cases.Acts.policyHostShows;
import static org.postroad.app.labs.audit.cases.Acts.reply;
import static org.postroad.app.labs.audit.cases.Acts.untrusted;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.protocol.dns.RecordType;

/// The host that serves the policy: who it proves to be, and what status it answers (RFC 8461
/// §3.3).
final class PolicyHostCases {

  static final List<AuditCase> ALL =
      Stream.of(certificates(), statuses()).flatMap(List::stream).toList();

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
