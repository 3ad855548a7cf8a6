package org.postroad.engine.check.diagnosis;

import static java.util.Comparator.comparingInt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.Security;

/// DNSSEC of what the mail depends on: the domain, its policy host and its exchangers.
final class DnssecRules {

  /// The part of its life in which a signature should have been made anew.
  private static final int SHARE = 10;

  private DnssecRules() {}

  static List<Finding> of(DomainView view) {
    Map<DomainName, List<DnsQuestion>> bogus = bogus(view);
    List<Finding> found = new ArrayList<>();
    bogus.forEach((zone, questions) -> found.add(bogus(view, zone, questions)));
    expired(view, bogus).ifPresent(found::add);
    if (bogus.isEmpty()) {
      expiring(view).or(() -> valid(view)).ifPresent(found::add);
    }
    return found;
  }

  /// Answers whose signatures did not hold, by the registered name that they belong to.
  private static Map<DomainName, List<DnsQuestion>> bogus(DomainView view) {
    Map<DomainName, List<DnsQuestion>> found = new TreeMap<>();
    view.facts()
        .dns()
        .entries()
        .forEach(
            (question, entry) -> {
              if (entry.answer() instanceof Answer.Failed(Answer.Why why, String detail)
                  && why == Answer.Why.BOGUS
                  && matters(view, question.name())) {
                found
                    .computeIfAbsent(Words.registered(question.name()), any -> new ArrayList<>())
                    .add(question);
              }
            });
    return found;
  }

  /// Third parties' names, of an SPF include for instance, are not the domain's fault.
  private static boolean matters(DomainView view, DomainName name) {
    return isAtOrBelow(name, view.domain())
        || view.mxHosts().stream().anyMatch(host -> isAtOrBelow(name, host));
  }

  private static boolean isAtOrBelow(DomainName name, DomainName top) {
    return name.equals(top) || name.text().endsWith("." + top.text());
  }

  /// The names nearest to the zone's own come first: they say more than a guessed selector.
  private static Finding bogus(DomainView view, DomainName zone, List<DnsQuestion> all) {
    List<DnsQuestion> questions =
        all.stream().sorted(comparingInt(question -> question.name().labels().size())).toList();
    String detail =
        view.lookup(questions.getFirst().name(), questions.getFirst().type())
                instanceof Answer.Failed(Answer.Why why, String text)
            ? Words.printable(text)
            : "";
    return Finding.of(
        FindingCode.DNSSEC_BOGUS,
        zone,
        "not valid: " + Words.list(questions) + (detail.isEmpty() ? "" : " (" + detail + ")"),
        "The zone is signed and these signatures do not hold, so validating resolvers answer"
            + " nothing at all. For a good part of all senders the domain does not exist. Usually"
            + " signing stopped, or keys and the DS record at the registrar no longer fit.",
        "Look with: delv "
            + zone
            + " SOA. Sign the zone anew; if the DS record is of another key, put the right one"
            + " there, or remove it until the zone is mended.");
  }

  private static Optional<Finding> expired(
      DomainView view, Map<DomainName, List<DnsQuestion>> bogus) {
    boolean validates = view.facts().circumstances().tellsSecure();
    return view.facts().signatures().stream()
        .filter(signature -> signature.expiration().isBefore(view.now()))
        .filter(
            signature ->
                !validates || bogus.containsKey(Words.registered(signature.question().name())))
        .min(Comparator.comparing(SignatureSeen::expiration))
        .map(
            signature -> {
              Finding finding =
                  Finding.of(
                          FindingCode.DNSSEC_EXPIRED,
                          signature.signer(),
                          "the signature of "
                              + signature.question()
                              + " by key "
                              + signature.keyTag()
                              + " ended on "
                              + Words.time(signature.expiration()),
                          "Signatures live for days or weeks and must be made anew before they"
                              + " end. Signing stopped: a cron job, a signer that is down, or a"
                              + " secondary that no longer gets the zone. Validating resolvers"
                              + " answer nothing for the zone.",
                          "Start the signer (BIND: rndc sign ZONE; Knot: knotc zone-sign ZONE) and"
                              + " find out why it stopped; then check every name server has the"
                              + " new serial.")
                      .since(signature.expiration());
              return validates ? finding : finding.as(Severity.WARNING);
            });
  }

  private static Optional<Finding> expiring(DomainView view) {
    return view.facts().signatures().stream()
        .filter(signature -> signature.expiration().isAfter(view.now()))
        .filter(signature -> isSecure(view, signature.question()))
        .filter(signature -> isNear(signature, view.now()))
        .min(Comparator.comparing(SignatureSeen::expiration))
        .map(
            signature ->
                Finding.of(
                    FindingCode.DNSSEC_EXPIRING,
                    signature.signer(),
                    "the signature of "
                        + signature.question()
                        + " ends on "
                        + Words.time(signature.expiration())
                        + ", in "
                        + Words.span(Duration.between(view.now(), signature.expiration())),
                    "Nine tenths of its life are over and it was not made anew: signing seems to"
                        + " have stopped. When it ends, validating resolvers answer nothing for the"
                        + " zone, and mail stops.",
                    "Look at the signer today; make every signature anew."));
  }

  private static Optional<Finding> valid(DomainView view) {
    return view.facts().signatures().stream()
        .filter(signature -> signature.expiration().isAfter(view.now()))
        .filter(signature -> isSecure(view, signature.question()))
        .min(Comparator.comparing(SignatureSeen::expiration))
        .map(
            signature ->
                Finding.of(
                    FindingCode.DNSSEC_VALID,
                    view.domain(),
                    "the first signature to end is that of "
                        + signature.question()
                        + ", on "
                        + Words.time(signature.expiration())
                        + ", in "
                        + Words.span(Duration.between(view.now(), signature.expiration())),
                    "Answers are signed and validated, so nobody can forge them.",
                    "Nothing to do."));
  }

  private static boolean isSecure(DomainView view, DnsQuestion question) {
    return switch (view.lookup(question.name(), question.type())) {
      case Answer.Found found -> found.security() == Security.SECURE;
      case Answer.NoData none -> none.security() == Security.SECURE;
      case Answer.NoSuchName none -> none.security() == Security.SECURE;
      case Answer.Failed failed -> false;
    };
  }

  private static boolean isNear(SignatureSeen signature, Instant now) {
    Duration life = Duration.between(signature.inception(), signature.expiration());
    Duration left = Duration.between(now, signature.expiration());
    return left.compareTo(life.dividedBy(SHARE)) < 0;
  }
}
