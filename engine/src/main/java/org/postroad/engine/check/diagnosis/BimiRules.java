package org.postroad.engine.check.diagnosis;

import java.util.List;
import java.util.Optional;
import org.postroad.protocol.bimi.BimiRecord;
import org.postroad.protocol.dmarc.DmarcPolicy;
import org.postroad.protocol.dmarc.PolicyDiscovery;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;

/// BIMI shows a logo, and only beside mail that a strict DMARC policy protects.
final class BimiRules {

  private BimiRules() {}

  static List<Finding> of(DomainView view) {
    return finding(view).stream().toList();
  }

  private static Optional<Finding> finding(DomainView view) {
    Optional<DomainName> at = BimiRecord.name("default", view.domain());
    List<String> texts =
        at.stream()
            .flatMap(one -> view.texts(one).stream())
            .filter(text -> text.startsWith("v=BIMI"))
            .toList();
    if (at.isEmpty() || texts.isEmpty()) {
      return Optional.empty();
    }
    DomainName name = at.get();
    if (texts.size() > 1) {
      return Optional.of(severalBimi(name, texts));
    }
    String text = texts.getFirst();
    if (!(BimiRecord.parse(text) instanceof BimiRecord.Parsed.Valid(var record, var notes))) {
      return Optional.of(brokenBimi(name, text));
    }
    PolicyDiscovery discovery = PolicyDiscovery.of(view.domain(), view.facts().dns());
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

  private static Finding severalBimi(DomainName name, List<String> texts) {
    return Finding.of(
        FindingCode.BIMI_SYNTAX,
        name,
        texts.size() + " records: " + Words.list(texts.stream().map(Words::quoted).toList()),
        "Of several BIMI records none counts.",
        "Delete all but one.");
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
