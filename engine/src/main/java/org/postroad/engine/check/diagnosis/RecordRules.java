package org.postroad.engine.check.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.NameServer;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.RecordLookup;
import org.postroad.protocol.mtasts.StsRecord;

/// The TXT record at `_mta-sts.DOMAIN` (RFC 8461 §3.1).
final class RecordRules {

  private RecordRules() {}

  static List<Finding> of(DomainView view) {
    Optional<Finding> record =
        switch (view.record()) {
          case RecordLookup.Found found -> blankBeforeSemicolon(view);
          case RecordLookup.Unanswered(Answer.Why why, String detail) ->
              unanswered(view, why, detail);
          case RecordLookup.Absent(RecordLookup.Reason reason, String detail, var ttl) ->
              Optional.of(
                  switch (reason) {
                    case NO_RECORD -> none(view);
                    case SEVERAL_RECORDS -> several(view);
                    case INVALID_RECORD -> invalid(view);
                  });
        };
    return Stream.concat(record.stream(), differs(view).stream()).toList();
  }

  /// The grammar allows blanks before the first semicolon, and the text beside it has senders
  /// discard what does not begin with `v=STSv1;`.
  private static Optional<Finding> blankBeforeSemicolon(DomainView view) {
    List<String> texts = view.texts(view.recordName());
    return texts.stream().anyMatch(text -> text.startsWith("v=STSv1;"))
        ? Optional.empty()
        : texts.stream()
            .filter(StsRecord::counts)
            .findFirst()
            .map(
                text ->
                    Finding.of(
                            FindingCode.STS_RECORD_SYNTAX,
                            view.recordName(),
                            Words.quoted(text) + ": a blank before the first semicolon",
                            "The grammar allows the blank, and senders are told to discard what"
                                + " does not begin with v=STSv1; so some see no record at all.",
                            "Publish it without: " + example(view))
                        .as(Severity.WARNING));
  }

  private static Optional<Finding> unanswered(DomainView view, Answer.Why why, String detail) {
    return why == Answer.Why.NOT_ASKED
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.STS_RECORD_UNANSWERED,
                view.recordName(),
                "the TXT question got no answer that counts: " + Words.reason(detail),
                "Whether the domain announces a policy could not be found out. Senders that know"
                    + " the policy keep to it; new ones do not learn of it, or delay the mail.",
                "Look at the name servers of the zone; then check again."));
  }

  private static Finding none(DomainView view) {
    Optional<Finding> dangling =
        view.alias(view.recordName())
            .filter(
                target -> !(view.lookup(view.recordName(), RecordType.TXT) instanceof Answer.Found))
            .map(
                target ->
                    Finding.of(
                        FindingCode.STS_RECORD_ALIAS_DANGLING,
                        view.recordName(),
                        "a CNAME to " + target + ", where there is no TXT record",
                        "The record was left to a provider by an alias, and the provider does not"
                            + " publish it (any more). Senders see no policy.",
                        "Ask the provider for the record, or put a TXT record of your own in place"
                            + " of the alias: "
                            + example(view)));
    return dangling.or(() -> wrongVersion(view)).orElseGet(() -> absent(view));
  }

  private static Finding absent(DomainView view) {
    boolean needless =
        DaneRules.protects(view)
            || (view.mxHosts().isEmpty()
                && !(view.lookup(view.domain(), RecordType.MX) instanceof Answer.Failed));
    Finding finding =
        Finding.of(
            FindingCode.STS_RECORD_ABSENT,
            view.recordName(),
            "no TXT record that begins with v=STSv1;",
            "Without it no sender looks for a policy, so whoever sits on the road can strip STARTTLS"
                + " or hand out other exchangers, and read the mail.",
            "Walk the road below: reports first, then a policy in testing, then this record.");
    return needless ? finding.as(Severity.INFO) : finding;
  }

  /// A record that was meant, and does not begin as it must.
  private static Optional<Finding> wrongVersion(DomainView view) {
    return view.texts(view.recordName()).stream()
        .filter(RecordRules::wasMeant)
        .findFirst()
        .map(
            text ->
                Finding.of(
                    FindingCode.STS_RECORD_WRONG_VERSION,
                    view.recordName(),
                    Words.quoted(text),
                    "The record must begin with v=STSv1; letter by letter, in this case and with"
                        + " the semicolon. Another beginning is ignored as if nothing stood"
                        + " there.",
                    cure(view)));
  }

  /// Records of other protocols that stand at every name of a zone with a wildcard, and so at this
  /// one.
  private static final List<String> OF_OTHERS = List.of("v=spf1", "spf2.0/", "v=dmarc1", "v=dkim1");

  static boolean wasMeant(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    return OF_OTHERS.stream().noneMatch(plain::startsWith)
        && (plain.contains("sts") || plain.contains("id=") || plain.startsWith("v="));
  }

  private static Finding several(DomainView view) {
    List<String> counting =
        view.texts(view.recordName()).stream().filter(StsRecord::counts).toList();
    return Finding.of(
        FindingCode.STS_RECORD_SEVERAL,
        view.recordName(),
        counting.size() + " records: " + Words.list(counting.stream().map(Words::quoted).toList()),
        "Where more than one record begins with v=STSv1; none of them counts. Often the new one"
            + " was added beside the old one.",
        "Delete all but the newest.");
  }

  private static Finding invalid(DomainView view) {
    String text =
        view.texts(view.recordName()).stream().filter(StsRecord::counts).findFirst().orElse("");
    String why =
        StsRecord.parse(text) instanceof StsRecord.Parsed.Invalid(String w, int at)
            ? w + ", at character " + at
            : "";
    String seen = Words.quoted(text) + ": " + why;
    if (why.startsWith("no id")) {
      return Finding.of(
          FindingCode.STS_RECORD_MISSING_ID,
          view.recordName(),
          seen,
          "Senders tell by the id whether the policy changed. A record without one is invalid and"
              + " counts as none.",
          cure(view));
    }
    if (why.startsWith("id is not") || emptyId(text)) {
      return Finding.of(
          FindingCode.STS_RECORD_BAD_ID,
          view.recordName(),
          seen,
          "An id is 1 to 32 letters and digits and nothing else: no hyphen, dot or colon, as a"
              + " date written out would have. The record is invalid and counts as none.",
          cure(view));
    }
    if (fields(text).keySet().stream().anyMatch(name -> !name.equals("v") && !name.equals("id"))) {
      return Finding.of(
          FindingCode.STS_RECORD_BAD_EXTENSION,
          view.recordName(),
          seen,
          "The record has the version and the id, and a field beside them that breaks the grammar."
              + " Often it is policy text (mode, mx, max_age), which belongs into the file at the"
              + " policy host. The record is invalid and counts as none.",
          cure(view));
    }
    return Finding.of(
        FindingCode.STS_RECORD_SYNTAX,
        view.recordName(),
        seen,
        "The whole record must keep to the grammar; one that does not counts as none.",
        cure(view));
  }

  private static boolean emptyId(String text) {
    return fields(text).getOrDefault("id", "x").isEmpty();
  }

  /// What looks like fields, `name=value` or `name: value`, by name.
  private static Map<String, String> fields(String text) {
    Map<String, String> found = new TreeMap<>();
    for (String part : text.split("[;\\s]+", -1)) {
      String[] pair = part.split("[=:]", 2);
      if (!pair[0].isEmpty()) {
        found.putIfAbsent(pair[0].toLowerCase(Locale.ROOT), pair.length > 1 ? pair[1] : "");
      }
    }
    return found;
  }

  /// The name servers' own words about the record, where they are not the same.
  private static Optional<Finding> differs(DomainView view) {
    DnsQuestion question = new DnsQuestion(view.recordName(), RecordType.TXT);
    Map<String, TreeSet<String>> serversByAnswer = new TreeMap<>();
    view.facts().nameServers().stream()
        .filter(NameServerRules::hasZone)
        .forEach(
            server ->
                server.answers().stream()
                    .filter(said -> said.question().equals(question))
                    .flatMap(said -> shown(said).stream())
                    .forEach(
                        words ->
                            serversByAnswer
                                .computeIfAbsent(words, any -> new TreeSet<>())
                                .add(NameServerRules.shown(server))));
    if (serversByAnswer.size() < 2) {
      return Optional.empty();
    }
    String seen =
        serversByAnswer.entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getValue().first()))
            .map(entry -> Words.list(entry.getValue()) + ": " + entry.getKey())
            .collect(Collectors.joining("; "));
    return Optional.of(
        Finding.of(
            FindingCode.STS_RECORD_DIFFERS,
            view.recordName(),
            seen,
            "Senders learn of one id or the other as chance has it, fetch the policy again and"
                + " again, or miss a change of it.",
            "Bring the name servers to the same zone: look at the zone transfer, and at providers"
                + " that are not fed from the same place."));
  }

  private static Optional<String> shown(NameServer.Said said) {
    if (!(said instanceof NameServer.Answered answered)
        || !answered.authoritative()
        || !answered.exists()) {
      return ZoneContentRules.words(said);
    }
    List<String> texts =
        answered.records().stream()
            .filter(TxtRecord.class::isInstance)
            .map(TxtRecord.class::cast)
            .map(TxtRecord::joined)
            .sorted()
            .map(Words::quoted)
            .toList();
    return Optional.of(texts.isEmpty() ? "no TXT record" : Words.list(texts));
  }

  private static String cure(DomainView view) {
    return "Publish exactly one TXT record there, for example "
        + example(view)
        + ", with a new id after each change of the policy.";
  }

  static String example(DomainView view) {
    return "\"" + Road.newRecord(view.now()).text() + "\"";
  }
}
