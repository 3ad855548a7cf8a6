package org.postroad.app.labs.audit.cases;

import static org.postroad.app.labs.audit.cases.Acts.exchangerBehaves;
import static org.postroad.app.labs.audit.cases.Acts.exchangerShows;
import static org.postroad.app.labs.audit.cases.Acts.section;
import static org.postroad.app.labs.audit.cases.Acts.then;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.AuditCase.Script;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Need;
import org.postroad.app.labs.audit.cases.Acts.Pair;
import org.postroad.lab.LabDomain;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.StarttlsInjector;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.lab.mx.StartTls;
import org.postroad.protocol.mtasts.PolicyMode;

/// What happens between the sender and an exchanger (RFC 8461 §4.2, §5).
final class WireCases {

  private static final int HANDSHAKE_FAILURE = 40; // RFC 8446 §6

  static final List<AuditCase> ALL =
      Stream.of(startTls(), certificates(), hosts(), laxer()).flatMap(List::stream).toList();

  private WireCases() {}

  private static List<AuditCase> startTls() {
    return List.of(
        of(
                "wire-stripped",
                "STARTTLS is removed on the way",
                "§5",
                "Without STARTTLS nothing may be delivered, and the message waits.")
            .delays(attacked(mx -> new StarttlsStripper(mx, StarttlsStripper.Way.REMOVES))),
        of(
                "wire-refused",
                "STARTTLS is refused with 454",
                "§5",
                "A refusal is no reason to go on in clear.")
            .delays(attacked(mx -> new StarttlsStripper(mx, StarttlsStripper.Way.REFUSES))),
        of(
                "wire-cut",
                "The handshake is cut",
                "§5",
                "A broken handshake is no reason to go on in clear.")
            .delays(attacked(mx -> new StarttlsStripper(mx, StarttlsStripper.Way.CUTS))),
        of(
                "wire-no-starttls",
                "The exchanger knows no STARTTLS",
                "§5",
                "Nothing may be delivered to a host without STARTTLS, even the right one.")
            .delays(exchangerBehaves(MxConduct.honest().withoutStartTls())),
        of(
                "wire-junk",
                "STARTTLS is answered with junk",
                "§5",
                "What is no answer is no reason to go on in clear.")
            .delays(starts(new StartTls.AnswersJunk("what?\r\n"))),
        of(
                "wire-alert",
                "The handshake is answered with an alert",
                "§5",
                "A refused handshake is no reason to go on in clear.")
            .delays(starts(new StartTls.Alerts(HANDSHAKE_FAILURE))),
        of(
                "wire-injected-replies",
                "Replies are injected before the handshake",
                "§5; RFC 3207 §4.2",
                "What came in clear counts for nothing under TLS: it is dropped, or the session ends.")
            .mayDeliver(
                then((scene, domain) -> scene.attack(new StarttlsInjector(domain.mxName())))));
  }

  private static List<AuditCase> certificates() {
    return List.of(
        of(
                "wire-untrusted",
                "A certificate of an authority that nobody trusts",
                "§4.2",
                "The certificate must chain to a trusted root.")
            .delays(attacked(mx -> new CertificateSubstituter(mx, Forgery.UNTRUSTED))),
        of(
                "wire-self-signed",
                "A self-signed certificate",
                "§4.2",
                "The certificate must chain to a trusted root.")
            .delays(attacked(mx -> new CertificateSubstituter(mx, Forgery.SELF_SIGNED))),
        of(
                "wire-wrong-name",
                "A good certificate for another name",
                "§4.2",
                "The certificate must be for the host that was contacted.")
            .delays(attacked(mx -> new CertificateSubstituter(mx, Forgery.WRONG_NAME))),
        of("wire-expired", "An expired certificate", "§4.2", "The certificate must not be expired.")
            .delays(attacked(mx -> new CertificateSubstituter(mx, Forgery.EXPIRED))),
        of(
                "wire-not-yet-valid",
                "A certificate of tomorrow",
                "§4.2; RFC 5280 §6.1.3",
                "A certificate that is not valid yet proves nothing.")
            .delays(exchangerShows(Leaf::notYetValid)),
        of(
                "wire-cn-only",
                "The name in the CN alone",
                "§4.2",
                "The name must be a DNS-ID in the subject alternative name.")
            .delays(attacked(mx -> new CertificateSubstituter(mx, Forgery.COMMON_NAME_ONLY))),
        of(
                "wire-address-only",
                "A certificate for the address",
                "§4.2",
                "The name must be a DNS-ID; an address is none.")
            .delays(exchangerShows(good -> Leaf.of().addresses("198.51.100.1"))),
        of(
                "wire-intermediate",
                "A certificate by an intermediate that is sent along",
                "§4.2",
                "A chain over an intermediate is as good as a short one.")
            .delivers(exchangerShows(Leaf::viaIntermediate)),
        of(
                "wire-missing-intermediate",
                "A certificate by an intermediate that is not sent",
                "§4.2",
                "Without its intermediate the certificate does not chain to a root.")
            .delays(exchangerShows(Leaf::viaMissingIntermediate)),
        of(
                "wire-same-names-other-authority",
                "The names of the right authority, the keys of another",
                "§4.2",
                "An authority is its key and not its name.")
            .delays(
                then(
                    (scene, domain) -> {
                      LabCa twin = LabCa.create("Lab root", Instant.now());
                      domain.mx().credential(twin.issue(Leaf.of(domain.mxName())));
                    })),
        of(
                "wire-no-cn",
                "A certificate without a CN",
                "§4.2",
                "The DNS-ID is what counts; a common name is not needed.")
            .delivers(exchangerShows(Leaf::withoutCommonName)));
  }

  private static List<AuditCase> hosts() {
    return List.of(
        of(
                "wire-second-good",
                "The best exchanger is untrusted, the second good",
                "§5.1",
                "A host that fails is passed over, and the next one gets the mail.")
            .delivers(
                two(
                    (scene, first, second) -> scene.distrust(first),
                    (scene, first, second) ->
                        scene.require(
                            second.messages().total() == 1,
                            "the second exchanger did not get it"))),
        of(
                "wire-second-after-strip",
                "The best exchanger has lost STARTTLS, the second is good",
                "§5.1",
                "A host that fails is passed over, and the next one gets the mail.")
            .delivers(
                two((scene, first, second) -> first.conduct(MxConduct.honest().withoutStartTls()))),
        of(
                "wire-all-untrusted",
                "Both exchangers are untrusted",
                "§5.1",
                "Where no host passes, the message waits.")
            .delays(
                two(
                    (scene, first, second) -> {
                      scene.distrust(first);
                      scene.distrust(second);
                    })),
        of(
                "wire-needs-sni",
                "The right certificate comes by SNI only",
                "§7.1",
                "SNI must carry the MX host name.")
            .delivers(
                then(
                    (scene, domain) -> {
                      domain
                          .mx()
                          .credential(
                              domain.mxName(), scene.net().ca().issue(Leaf.of(domain.mxName())));
                      domain.mx().credential(scene.net().ca().issue(Leaf.of("hosting.example")));
                    })),
        of("wire-tls12", "The exchanger speaks TLS 1.2 only", "§7.2", "TLS 1.2 is enough.")
            .delivers(exchangerBehaves(MxConduct.honest().tlsVersions("TLSv1.2"))),
        of(
                "wire-tls10",
                "The exchanger speaks TLS 1.0 only",
                "RFC 8461 §7.2; RFC 8996 §4",
                "TLS 1.0 must not be used any more, so this host cannot be verified.")
            .delays(exchangerBehaves(MxConduct.honest().tlsVersions("TLSv1"))),
        of(
                "wire-demands-tls",
                "The exchanger takes mail under TLS only",
                "§5",
                "Nothing is different: the sender uses TLS anyway.")
            .delivers(exchangerBehaves(MxConduct.honest().demandingTls())),
        of(
                "wire-greylisted",
                "The exchanger sends first-comers away",
                "§5; RFC 5321 §4.5.4.1",
                "A temporary refusal under TLS is answered by a second try under the same policy.")
            .delivers(
                scene -> {
                  LabDomain domain = scene.domain(PolicyMode.ENFORCE);
                  domain.mx().conduct(MxConduct.honest().greylisting());
                  scene.tries(domain);
                  scene.decides(domain);
                }),
        of(
                "wire-refused-mail",
                "The exchanger refuses the recipient for good",
                "RFC 5321 §4.2.1",
                "A definite no of a verified host is a no.")
            .needs(Need.TRANSPORT)
            .bounces(
                exchangerBehaves(
                    MxConduct.honest()
                        .answering(Stage.RCPT, SmtpReply.of(550, "5.1.1 no such user")))));
  }

  private static List<AuditCase> laxer() {
    return List.of(
        of(
                "wire-testing-untrusted",
                "testing, and a certificate that nobody trusts",
                "§5",
                "What fails in testing is reported, and delivered.")
            .delivers(then(PolicyMode.TESTING, (scene, domain) -> scene.distrust(domain.mx()))),
        of(
                "wire-testing-no-starttls",
                "testing, and an exchanger without STARTTLS",
                "§5",
                "What fails in testing is reported, and delivered.")
            .mayBeInClear()
            .delivers(exchangerBehaves(PolicyMode.TESTING, MxConduct.honest().withoutStartTls())),
        of(
                "wire-none-no-starttls",
                "Mode none, and an exchanger without STARTTLS",
                "§5",
                "Under none the domain is treated as though it had no policy.")
            .mayBeInClear()
            .delivers(exchangerBehaves(PolicyMode.NONE, MxConduct.honest().withoutStartTls())));
  }

  /// A first message arrives; then the exchanger's way with STARTTLS is this.
  private static Script starts(StartTls startTls) {
    return exchangerBehaves(MxConduct.honest().startTls(startTls));
  }

  /// A first message arrives; then an attacker stands before the exchanger.
  private static Script attacked(Function<String, Attacker> attacker) {
    return then((scene, domain) -> scene.attack(attacker.apply(domain.mxName())));
  }

  /// A first message arrives at a domain with two exchangers, both in its policy; then this happens
  /// to them.
  private static Script two(Pair pair) {
    return two(pair, (scene, first, second) -> {});
  }

  private static Script two(Pair pair, Pair afterwards) {
    return scene -> {
      LabDomain domain = scene.domain(PolicyMode.ENFORCE);
      LabMx second = scene.mx("mx2." + domain.name());
      domain.publish(domain.policy(PolicyMode.ENFORCE, domain.mxName(), second.hostName()));
      scene.route(domain.name(), domain.mxName(), second.hostName());
      scene.arrives(domain);
      pair.stage(scene, domain.mx(), second);
      scene.decides(domain);
      afterwards.stage(scene, domain.mx(), second);
    };
  }

  private static AuditCase.Draft of(String id, String title, String section, String why) {
    return AuditCase.draft(Group.WIRE, id, title, section("RFC 8461", section), why);
  }
}
