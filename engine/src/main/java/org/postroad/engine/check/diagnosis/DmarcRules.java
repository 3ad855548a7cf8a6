package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postroad.protocol.dmarc.DmarcPolicy;
import org.postroad.protocol.dmarc.DmarcRecord;
import org.postroad.protocol.dmarc.OrganizationalDomain;
import org.postroad.protocol.dmarc.PolicyDiscovery;
import org.postroad.protocol.dmarc.ReportTargets;
import org.postroad.protocol.dmarc.TreeWalk;
import org.postroad.protocol.dmarc.TreeWalk.Look;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.TagList;

/// The DMARC policy that holds for the domain, its own or inherited, and where its reports go (RFC
/// 9989, RFC 9990 §4).
final class DmarcRules {

  private static final Set<String> REMOVED = Set.of("pct", "rf", "ri"); // RFC 9989, historic tags

  private DmarcRules() {}

  static List<Finding> of(DomainView view) {
    Optional<DomainName> name = DmarcRecord.name(view.domain());
    if (name.isEmpty() || !view.asked(name.get(), RecordType.TXT)) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>(own(view, name.get()));
    boolean broken = found.stream().anyMatch(f -> f.severity() == Severity.ERROR);
    PolicyDiscovery discovery = PolicyDiscovery.of(view.domain(), view.facts().dns());
    switch (discovery) {
      case PolicyDiscovery.Applies applies -> found.addAll(applies(view, applies));
      case PolicyDiscovery.None none -> {
        if (!broken) {
          found.add(voided(none).orElseGet(() -> absent(view, name.get(), none.reason())));
        }
      }
      case PolicyDiscovery.TempError(String reason, TreeWalk walk) -> {
        if (wasAsked(view, walk)) {
          found.add(unanswered(name.get(), reason));
        }
      }
    }
    return found;
  }

  /// Whether every question of the walk was put: what a check left out for want of time is told as
  /// such.
  private static boolean wasAsked(DomainView view, TreeWalk walk) {
    return walk.steps().stream()
            .noneMatch(
                step ->
                    step.look() instanceof Look.Unanswered(Answer.Why why, String detail)
                        && why == Answer.Why.NOT_ASKED)
        && (walk.steps().stream().anyMatch(step -> step.look() instanceof Look.Unanswered)
            || view.asked(view.domain(), RecordType.A));
  }

  /// The record, here or above, that would hold if it could; empty if there is none.
  private static Optional<Finding> voided(PolicyDiscovery.None none) {
    TreeWalk walk = none.walk();
    List<TreeWalk.Step> found =
        walk.steps().stream().filter(step -> step.look() instanceof Look.Found).toList();
    if (found.isEmpty()) {
      return walk.steps().stream().flatMap(step -> severalAt(step).stream()).findFirst();
    }
    boolean own = found.getFirst().domain().equals(walk.start());
    TreeWalk.Step ignored = own ? found.getFirst() : found.getLast();
    Look.Found record = (Look.Found) ignored.look();
    return DmarcRecord.name(ignored.domain())
        .map(
            name ->
                syntax(
                    name,
                    Words.quoted(record.text()) + ": " + none.reason(),
                    "Without a p that can be read and without rua nobody processes the record.",
                    record));
  }

  private static Optional<Finding> severalAt(TreeWalk.Step step) {
    return step.look() instanceof Look.Several(List<String> texts)
        ? DmarcRecord.name(step.domain()).map(name -> several(name, texts))
        : Optional.empty();
  }

  private static Finding several(DomainName name, List<String> texts) {
    return Finding.of(
        FindingCode.DMARC_SEVERAL,
        name,
        texts.size() + " records: " + Words.list(texts.stream().map(Words::quoted).toList()),
        "With more than one DMARC record none counts, and forged mail is nobody's business.",
        "Delete all but one.");
  }

  /// The domain's own record, as such.
  private static List<Finding> own(DomainView view, DomainName name) {
    List<String> texts = view.texts(name);
    List<Finding> found = new ArrayList<>();
    switch (TreeWalk.look(view.domain(), view.facts().dns())) {
      case Look.Several(List<String> counting) -> found.add(several(name, counting));
      case Look.Found record -> {
        faults(name, record).ifPresent(found::add);
        removed(name, record.text()).ifPresent(found::add);
      }
      case Look.Missing _ ->
          texts.stream()
              .filter(text -> text.toLowerCase(Locale.ROOT).contains("dmarc"))
              .findFirst()
              .ifPresent(text -> found.add(notFirst(name, text)));
      case Look.Unanswered _ -> {}
    }
    return found;
  }

  private static Finding notFirst(DomainName name, String text) {
    return Finding.of(
        FindingCode.DMARC_SYNTAX,
        name,
        Words.quoted(text) + " does not begin with v=DMARC1;",
        "The version must stand first, in this very case; else the record is none.",
        "Let the record begin with v=DMARC1; and leave what follows as it is.");
  }

  /// What cannot be read is an error where it takes the policy or the reports away.
  private static Optional<Finding> faults(DomainName name, Look.Found found) {
    if (found.faults().isEmpty()) {
      return Optional.empty();
    }
    Finding finding =
        syntax(
            name,
            Words.quoted(found.text())
                + ": "
                + Words.list(found.faults().stream().map(Fault::text).toList()),
            "What cannot be read is ignored, or replaced by what holds without it.",
            found);
    boolean noReports =
        found.record().rua().isEmpty() && TagList.parse(found.text()).tag("rua").isPresent();
    return Optional.of(
        found.record().isReadable() && !noReports ? finding.as(Severity.WARNING) : finding);
  }

  private static Optional<Finding> removed(DomainName name, String text) {
    List<String> removed =
        TagList.parse(text).tags().stream()
            .map(TagList.Tag::name)
            .filter(REMOVED::contains)
            .toList();
    return removed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.DMARC_REMOVED_TAG,
                name,
                Words.list(removed.stream().map(tag -> tag + "=").toList()),
                "RFC 9989 has no such tags any more; receivers ignore them. pct below 100 no longer"
                    + " softens a policy: t=y does.",
                "Take them out."));
  }

  /// A policy that stands is never told to be replaced by a weaker one.
  private static Finding syntax(DomainName name, String seen, String cause, Look.Found found) {
    return Finding.of(
        FindingCode.DMARC_SYNTAX,
        name,
        seen,
        cause,
        found.record().p() instanceof DmarcRecord.Wish.Stated
            ? "Correct what is named, and leave the rest as it is."
            : "Correct what is named. A whole record is \"v=DMARC1; p=quarantine; rua=mailto:dmarc@"
                + name.text().substring("_dmarc.".length())
                + "\".");
  }

  private static Finding absent(DomainView view, DomainName name, String reason) {
    return Finding.of(
        FindingCode.DMARC_ABSENT,
        name,
        Words.reason(reason),
        "Nobody is told what to do with mail that forges the domain in From, and nobody reports it."
            + " Large receivers want DMARC of who sends much.",
        view.takesNoMail()
            ? "A domain that takes no mail seldom sends any: \"v=DMARC1; p=reject\"."
            : "Begin with reports alone: \"v=DMARC1; p=none; rua=mailto:dmarc@"
                + view.domain()
                + "\".");
  }

  private static Finding unanswered(DomainName name, String reason) {
    return Finding.of(
        FindingCode.DMARC_UNANSWERED,
        name,
        "the TXT question got no answer that counts: " + Words.reason(reason),
        "Which policy holds could not be found out. Receivers that cannot either apply none.",
        "Look at the name servers of the zone; then check again.");
  }

  private static List<Finding> applies(DomainView view, PolicyDiscovery.Applies applies) {
    List<Finding> found = new ArrayList<>();
    DomainName at = applies.at();
    if (applies.origin() != PolicyDiscovery.Origin.OWN) {
      found.add(
          Finding.of(
              FindingCode.DMARC_INHERITED,
              view.domain(),
              applies.tag() + "=" + applies.policy().text() + " from _dmarc." + at,
              "The domain has no DMARC record of its own, and that of " + at + " holds.",
              "Nothing, if that is meant; else publish a record at _dmarc." + view.domain() + "."));
    }
    if (applies.policy() == DmarcPolicy.NONE) {
      found.add(lenient(view, applies));
    } else if (applies.record().testing()) {
      found.add(
          Finding.of(
              FindingCode.DMARC_TESTING,
              view.domain(),
              "t=y at _dmarc." + at,
              "Receivers apply "
                  + applies.applied().text()
                  + " in place of "
                  + applies.policy().text()
                  + ".",
              "Take t=y out when the reports show no failure of your own mail."));
    }
    below(view, applies).ifPresent(found::add);
    found.addAll(targets(view, applies));
    return found;
  }

  private static Finding lenient(DomainView view, PolicyDiscovery.Applies applies) {
    boolean byTag = !applies.tag().equals("rua");
    Finding finding =
        policyNone(
            view,
            byTag
                ? applies.tag() + "=none at _dmarc." + applies.at()
                : "no policy that can be read at _dmarc."
                    + applies.at()
                    + ", and a rua: it counts as p=none");
    boolean unreadable =
        !byTag
            && applies.origin() == PolicyDiscovery.Origin.OWN
            && applies.walk().at(applies.at()).filter(own -> !own.faults().isEmpty()).isPresent();
    return unreadable ? finding.because(FindingCode.DMARC_SYNTAX) : finding;
  }

  private static Finding policyNone(DomainView view, String seen) {
    return Finding.of(
        FindingCode.DMARC_POLICY_NONE,
        view.domain(),
        seen,
        "Receivers report and do nothing against forged mail.",
        "Read the reports; when every sender of yours passes, go to p=quarantine and then"
            + " p=reject.");
  }

  /// Names below are exempt. Only the record of an organizational domain is inherited.
  private static Optional<Finding> below(DomainView view, PolicyDiscovery.Applies applies) {
    List<String> exempt =
        Stream.of(DmarcRecord.Subject.BELOW, DmarcRecord.Subject.BELOW_MISSING)
            .map(applies.record()::effect)
            .filter(DmarcRecord.Effect.Applies.class::isInstance)
            .map(DmarcRecord.Effect.Applies.class::cast)
            .filter(each -> each.policy() == DmarcPolicy.NONE)
            .map(each -> each.tag() + "=none")
            .distinct()
            .toList();
    return applies.policy() != DmarcPolicy.NONE
            && !exempt.isEmpty()
            && applies.walk().organizationalDomain()
                instanceof OrganizationalDomain.Known(DomainName organization, var how)
            && organization.equals(view.domain())
        ? Optional.of(
            policyNone(
                view, Words.list(exempt) + " at _dmarc." + applies.at() + ", for names below"))
        : Optional.empty();
  }

  private static List<Finding> targets(DomainView view, PolicyDiscovery.Applies applies) {
    return Stream.of(applies.record().rua(), applies.record().ruf())
        .flatMap(
            uris ->
                ReportTargets.of(
                    uris, applies.at(), applies.walk().organizationalDomain(), view.facts().dns())
                    .stream())
        .distinct()
        .filter(target -> target.consent() instanceof ReportTargets.Consent.Withheld)
        .map(
            target -> {
              var withheld = (ReportTargets.Consent.Withheld) target.consent();
              return Finding.of(
                  FindingCode.DMARC_REPORTS_REFUSED,
                  "_dmarc." + applies.at(),
                  Words.printable(target.uri().text())
                      + ": "
                      + Words.printable(withheld.name() + ", " + withheld.reason()),
                  "Reports for a domain go to another one only if that says that it wants them."
                      + " Without it reporters send nothing there.",
                  "Have whoever gets the reports publish at "
                      + Words.printable(withheld.name())
                      + " the TXT record \"v=DMARC1;\", or name a target of your own.");
            })
        .toList();
  }
}
