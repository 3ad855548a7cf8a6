package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.ReportUri;
import org.postroad.protocol.tlsrpt.TlsRptLookup;
import org.postroad.protocol.tlsrpt.TlsRptRecord;

/// The TXT record at `_smtp._tls.DOMAIN` and where it sends reports (RFC 8460 §3).
final class ReportsRules {

  private ReportsRules() {}

  static List<Finding> of(DomainView view) {
    return TlsRptRecord.name(view.domain()).map(name -> at(view, name)).orElse(List.of());
  }

  private static List<Finding> at(DomainView view, DomainName name) {
    return switch (TlsRptLookup.of(view.lookup(name, RecordType.TXT))) {
      case TlsRptLookup.Found(TlsRptRecord record, List<Fault> notes) ->
          targets(view, name, record);
      case TlsRptLookup.Absent(String reason) ->
          view.mxHosts().isEmpty() ? List.of() : List.of(absent(name, reason + meant(view, name)));
      case TlsRptLookup.Several(List<String> texts) ->
          List.of(
              Finding.of(
                  FindingCode.TLSRPT_SEVERAL,
                  name,
                  texts.size() + " records: " + Words.list(quoted(texts)),
                  "Where more than one record begins with v=TLSRPTv1; none counts, and nobody"
                      + " reports.",
                  "Make one of them: the targets of one record stand in one rua, with commas"
                      + " between."));
      case TlsRptLookup.Invalid(String text, List<Fault> faults) ->
          List.of(
              Finding.of(
                  FindingCode.TLSRPT_SYNTAX,
                  name,
                  Words.quoted(text) + ": " + Words.list(faults.stream().map(Fault::text).toList()),
                  "The record is invalid and counts as none, so nobody reports. Often mailto: is"
                      + " missing before the address.",
                  "Publish: \"v=TLSRPTv1; rua=mailto:tls-reports@" + view.domain() + "\""));
      case TlsRptLookup.Unanswered(Answer.Why why, String detail) ->
          why == Answer.Why.NOT_ASKED
              ? List.of()
              : List.of(
                  Finding.of(
                      FindingCode.TLSRPT_UNANSWERED,
                      name,
                      "the TXT question got no answer that counts: " + Words.reason(detail),
                      "Whether the domain asks for reports could not be found out.",
                      "Look at the name servers of the zone; then check again."));
    };
  }

  private static List<String> quoted(List<String> texts) {
    return texts.stream().map(Words::quoted).toList();
  }

  /// What stands there and was meant for a record, but begins otherwise.
  private static String meant(DomainView view, DomainName name) {
    List<String> texts =
        view.texts(name).stream()
            .filter(text -> text.toLowerCase(Locale.ROOT).contains("tlsrpt"))
            .map(Words::quoted)
            .toList();
    return texts.isEmpty() ? "" : ", only " + Words.list(texts);
  }

  private static Finding absent(DomainName name, String reason) {
    return Finding.of(
        FindingCode.TLSRPT_ABSENT,
        name,
        reason,
        "Nobody tells you when delivery over TLS to your domain fails; under enforce you would hear"
            + " of it from people who miss mail.",
        "Publish the record of the next steps; large senders report once a day.");
  }

  private static List<Finding> targets(DomainView view, DomainName name, TlsRptRecord record) {
    List<Finding> found = new ArrayList<>();
    for (ReportUri uri : record.rua()) {
      reach(view, uri)
          .map(
              why ->
                  Finding.of(
                      FindingCode.TLSRPT_TARGET_UNREACHABLE,
                      name,
                      Words.printable(uri.text()) + ": " + why,
                      "Reports are sent there and lost: the target was mistyped, or a service was"
                          + " left.",
                      "Name a target that exists in rua."))
          .or(() -> unanswered(view, uri).map(why -> unknown(name, uri, why)))
          .ifPresent(found::add);
    }
    return found;
  }

  private static Finding unknown(DomainName name, ReportUri uri, String why) {
    return Finding.of(
            FindingCode.TLSRPT_TARGET_UNREACHABLE,
            name,
            Words.printable(uri.text()) + ": " + why,
            "Whether reports can arrive there could not be found out.",
            "Look at the name servers of the target; then check again.")
        .as(Severity.UNKNOWN);
  }

  /// What nobody answered of a target: whether it exists is not known then.
  private static Optional<String> unanswered(DomainView view, ReportUri uri) {
    return switch (uri) {
      case ReportUri.Mailto mailto -> unanswered(view, mailto.host(), RecordType.MX);
      case ReportUri.Https https ->
          view.hasAddress(https.host())
              ? Optional.empty()
              : unanswered(view, https.host(), RecordType.A);
      case ReportUri.Unsupported other -> Optional.empty();
    };
  }

  private static Optional<String> unanswered(DomainView view, DomainName host, RecordType type) {
    return !isOwn(view, host)
            && view.lookup(host, type) instanceof Answer.Failed(Answer.Why why, String detail)
            && why != Answer.Why.NOT_ASKED
        ? Optional.of(
            "the " + type + " question for " + host + " got no answer that counts: " + detail)
        : Optional.empty();
  }

  /// Why nothing can arrive at a target, if that is known.
  private static Optional<String> reach(DomainView view, ReportUri uri) {
    return switch (uri) {
      case ReportUri.Mailto mailto -> mailFault(view, mailto.host());
      case ReportUri.Https https ->
          hasNoAddress(view, https.host())
              ? Optional.of(https.host() + " has no address")
              : Optional.empty();
      case ReportUri.Unsupported other -> Optional.empty();
    };
  }

  private static Optional<String> mailFault(DomainView view, DomainName host) {
    return switch (view.lookup(host, RecordType.MX)) {
      case Answer.Found found ->
          MxRecord.isNull(found.only(MxRecord.class))
              ? Optional.of(host + " takes no mail")
              : Optional.empty();
      case Answer.NoSuchName none ->
          isOwn(view, host) ? Optional.empty() : Optional.of(host + " does not exist");
      case Answer.NoData none ->
          hasNoAddress(view, host) && !isOwn(view, host)
              ? Optional.of(host + " has neither MX nor address")
              : Optional.empty();
      case Answer.Failed failed -> Optional.empty();
    };
  }

  /// That the domain itself has no exchanger is said elsewhere.
  private static boolean isOwn(DomainView view, DomainName host) {
    return host.equals(view.domain());
  }

  private static boolean hasNoAddress(DomainView view, DomainName host) {
    return isNone(view.lookup(host, RecordType.A)) && isNone(view.lookup(host, RecordType.AAAA));
  }

  private static boolean isNone(Answer answer) {
    return answer instanceof Answer.NoData || answer instanceof Answer.NoSuchName;
  }
}
