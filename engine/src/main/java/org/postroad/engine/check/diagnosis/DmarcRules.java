package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.bimi.BimiRecord;
import org.postroad.protocol.dmarc.DmarcPolicy;
import org.postroad.protocol.dmarc.DmarcRecord;
import org.postroad.protocol.dmarc.PolicyDiscovery;
import org.postroad.protocol.dmarc.ReportTargets;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.TagList;

/// The DMARC policy that holds for the domain, its own or inherited, and where its reports go (RFC
/// 9989, RFC 9990 §4); and the BIMI record that needs it.
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
      case PolicyDiscovery.None(String reason, var walk) -> {
        if (!broken) {
          found.add(absent(view, name.get(), reason));
        }
      }
      case PolicyDiscovery.TempError(String reason, var walk) -> {
        if (!notAsked(view, name.get())) {
          found.add(unanswered(name.get(), reason));
        }
      }
    }
    bimi(view, discovery).ifPresent(found::add);
    return found;
  }

  private static boolean notAsked(DomainView view, DomainName name) {
    return !(view.lookup(name, RecordType.TXT) instanceof Answer.Failed);
  }

  /// The domain's own record, as such.
  private static List<Finding> own(DomainView view, DomainName name) {
    List<String> texts = view.texts(name);
    List<String> counting = texts.stream().filter(DmarcRecord::counts).toList();
    if (counting.size() > 1) {
      return List.of(
          Finding.of(
              FindingCode.DMARC_SEVERAL,
              name,
              counting.size()
                  + " records: "
                  + Words.list(counting.stream().map(Words::quoted).toList()),
              "With more than one DMARC record none counts, and forged mail is nobody's business.",
              "Delete all but one."));
    }
    if (counting.isEmpty()) {
      return texts.stream()
          .filter(text -> text.toLowerCase(java.util.Locale.ROOT).contains("dmarc"))
          .findFirst()
          .map(
              text ->
                  List.of(
                      syntax(
                          name,
                          Words.quoted(text) + " does not begin with v=DMARC1;",
                          "The version must stand first, in this very case.")))
          .orElse(List.of());
    }
    List<Finding> found = new ArrayList<>();
    if (DmarcRecord.parse(counting.getFirst())
        instanceof DmarcRecord.Parsed.Valid(var record, List<Fault> faults, var notes)) {
      if (!faults.isEmpty()) {
        found.add(
            syntax(
                name,
                Words.quoted(counting.getFirst())
                    + ": "
                    + Words.list(faults.stream().map(Fault::text).toList()),
                "What cannot be read is ignored, or replaced by what holds without it."));
      }
      List<String> removed =
          TagList.parse(counting.getFirst()).tags().stream()
              .map(TagList.Tag::name)
              .filter(REMOVED::contains)
              .toList();
      if (!removed.isEmpty()) {
        found.add(
            Finding.of(
                FindingCode.DMARC_REMOVED_TAG,
                name,
                Words.list(removed.stream().map(tag -> tag + "=").toList()),
                "RFC 9989 has no such tags any more; receivers ignore them. pct below 100 no longer"
                    + " softens a policy: t=y does.",
                "Take them out."));
      }
    }
    return found;
  }

  private static Finding syntax(DomainName name, String seen, String cause) {
    return Finding.of(
        FindingCode.DMARC_SYNTAX,
        name,
        seen,
        cause,
        "Publish a record such as \"v=DMARC1; p=quarantine; rua=mailto:dmarc@"
            + name.text().substring("_dmarc.".length())
            + "\".");
  }

  private static Finding absent(DomainView view, DomainName name, String reason) {
    return Finding.of(
        FindingCode.DMARC_ABSENT,
        name,
        Words.printable(reason),
        "Nobody is told what to do with mail that forges the domain in From, and nobody reports it."
            + " Large receivers want DMARC of who sends much.",
        "Begin with reports alone: \"v=DMARC1; p=none; rua=mailto:dmarc@" + view.domain() + "\".");
  }

  private static Finding unanswered(DomainName name, String reason) {
    return Finding.of(
        FindingCode.DMARC_UNANSWERED,
        name,
        Words.printable(reason),
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
      found.add(
          Finding.of(
              FindingCode.DMARC_POLICY_NONE,
              view.domain(),
              applies.tag() + "=none at _dmarc." + at,
              "Receivers report and do nothing against forged mail.",
              "Read the reports; when every sender of yours passes, go to p=quarantine and then"
                  + " p=reject."));
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
    found.addAll(targets(view, applies));
    return found;
  }

  private static List<Finding> targets(DomainView view, PolicyDiscovery.Applies applies) {
    return ReportTargets.of(
            applies.record().rua(),
            applies.at(),
            applies.walk().organizationalDomain(),
            view.facts().dns())
        .stream()
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

  /// BIMI shows a logo only beside mail that a strict DMARC policy protects.
  private static Optional<Finding> bimi(DomainView view, PolicyDiscovery discovery) {
    Optional<DomainName> at = BimiRecord.name("default", view.domain());
    Optional<String> text =
        at.flatMap(one -> view.texts(one).stream().filter(t -> t.startsWith("v=BIMI")).findFirst());
    if (at.isEmpty() || text.isEmpty()) {
      return Optional.empty();
    }
    DomainName name = at.get();
    if (!(BimiRecord.parse(text.get()) instanceof BimiRecord.Parsed.Valid(var record, var notes))) {
      return Optional.of(brokenBimi(name, text.get()));
    }
    boolean strict =
        discovery instanceof PolicyDiscovery.Applies applies
            && applies.applied() != DmarcPolicy.NONE;
    boolean unknown = discovery instanceof PolicyDiscovery.TempError;
    return record.isDeclined() || strict || unknown
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.BIMI_WITHOUT_DMARC,
                name,
                "a BIMI record, and no DMARC policy of quarantine or reject in force",
                "A logo is shown only beside mail that DMARC protects; this one never is.",
                "First go to p=quarantine or p=reject."));
  }

  private static Finding brokenBimi(DomainName name, String text) {
    String why =
        BimiRecord.parse(text) instanceof BimiRecord.Parsed.Invalid(List<Fault> faults)
            ? ": " + Words.list(faults.stream().map(Fault::text).toList())
            : "";
    return Finding.of(
        FindingCode.BIMI_SYNTAX,
        name,
        Words.quoted(text) + why,
        "A BIMI record has v=BIMI1, and l= with the https address of an SVG logo. Nobody shows a"
            + " logo because of this one.",
        "Publish \"v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/mark.pem\".");
  }
}
