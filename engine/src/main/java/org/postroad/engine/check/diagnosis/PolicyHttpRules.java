package org.postroad.engine.check.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.protocol.mtasts.Policy;

/// What the policy host answers to the request for the policy (RFC 8461 §3.2, §3.3).
final class PolicyHttpRules {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private PolicyHttpRules() {}

  static List<Finding> of(DomainView view) {
    if (!PolicyHostDnsRules.isMeant(view)) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    for (PolicyVisit visit : view.facts().policyVisits()) {
      String subject = PolicyHostRules.subject(view, visit);
      switch (visit.http()) {
        case Http.Answered answered -> found.addAll(answered(view, visit, subject, answered));
        case Http.Broken(String why, Duration took) -> found.add(broken(subject, why));
        case Http.TimedOut(Duration took) ->
            found.add(broken(subject, "no response within " + Words.seconds(took)));
        case Http.NotTried skipped -> {}
      }
    }
    differ(view).ifPresent(found::add);
    return Merged.of(found);
  }

  private static List<Finding> answered(
      DomainView view, PolicyVisit visit, String subject, Http.Answered answered) {
    if (answered.status() != OK) {
      return List.of(status(view, subject, answered));
    }
    if (!DomainView.isPlainText(answered)) {
      List<String> types = answered.fields().getOrDefault("content-type", List.of());
      return List.of(
          Finding.of(
              FindingCode.POLICY_HOST_CONTENT_TYPE,
              subject,
              types.isEmpty()
                  ? "a response without Content-Type"
                  : "Content-Type " + Words.list(types.stream().map(Words::quoted).toList()),
              "Senders take a policy only as text/plain. A page of HTML with status 200 is often a"
                  + " default page or an error page in disguise.",
              "Serve the file with Content-Type: text/plain; look at what "
                  + url(view)
                  + " really shows."));
    }
    if (!answered.bodyFault().isEmpty()) {
      return List.of(
          answered.bodyFault().contains("body of more than")
              ? tooLarge(view, subject, answered)
              : broken(subject, answered.bodyFault()));
    }
    return DomainView.parsed(visit).stream()
        .flatMap(
            parsed ->
                switch (parsed) {
                  case Policy.Parsed.Invalid invalid ->
                      List.of(PolicyTextRules.invalid(view, subject, answered.body(), invalid))
                          .stream();
                  case Policy.Parsed.Valid(Policy policy) ->
                      PolicyTextRules.valid(view, subject, policy, answered).stream();
                })
        .toList();
  }

  private static Finding tooLarge(DomainView view, String subject, Http.Answered answered) {
    return Finding.of(
        FindingCode.POLICY_TOO_LARGE,
        subject,
        Words.reason(answered.bodyFault()),
        "Senders read "
            + Policy.BYTES_MAX
            + " bytes of a policy and no more; real ones have less than 1 KB. Something else is"
            + " served there.",
        "Serve the policy alone at " + url(view) + ".");
  }

  private static Finding status(DomainView view, String subject, Http.Answered answered) {
    int status = answered.status();
    if (status / 100 == 3) {
      String to = answered.field("location").map(place -> " to " + Words.quoted(place)).orElse("");
      return Finding.of(
          FindingCode.POLICY_HOST_REDIRECT,
          subject,
          "status " + status + to,
          "Senders must not follow redirects, or whoever can redirect could name the policy. They"
              + " get none. Web servers often send every name on to www.",
          "Serve the file itself at "
              + url(view)
              + ", and except that path (or the whole name) from the redirect.");
    }
    if (status == NOT_FOUND) {
      return Finding.of(
          FindingCode.POLICY_HOST_NOT_FOUND,
          subject,
          "status 404 for /.well-known/mta-sts.txt",
          "The web server knows the name and has no file there: it was never put there, stands"
              + " elsewhere, or the server hides paths that begin with a dot. Senders get no"
              + " policy.",
          "Serve the file at exactly " + url(view) + ".");
    }
    return Finding.of(
        FindingCode.POLICY_HOST_STATUS,
        subject,
        "status " + status,
        "Senders take a policy with status 200 only. A 403 is often a filter that wants a browser,"
            + " a 5xx a server behind the web server that is down.",
        "Look at the web server's log for this request; let " + url(view) + " answer everybody.");
  }

  private static Finding broken(String subject, String why) {
    return Finding.of(
        FindingCode.POLICY_HOST_HTTP_FAILED,
        subject,
        Words.reason(why),
        "TLS works, and then no readable HTTP response comes. Senders get no policy.",
        "Look at the web server's log; a plain file needs no application behind it.");
  }

  /// What a sender gets must not hang on the address that it tries first.
  private static Optional<Finding> differ(DomainView view) {
    List<PolicyVisit> good =
        view.facts().policyVisits().stream()
            .filter(visit -> DomainView.isVerified(visit.tls()))
            .filter(visit -> DomainView.parsed(visit).isPresent())
            .toList();
    List<String> texts = good.stream().map(PolicyHttpRules::lines).distinct().toList();
    if (texts.size() < 2) {
      return Optional.empty();
    }
    String seen =
        Words.list(
            good.stream()
                .map(visit -> PolicyHostRules.subject(view, visit) + ": " + lines(visit))
                .toList());
    return Optional.of(
        Finding.of(
            FindingCode.POLICY_HOST_ANSWERS_DIFFER,
            view.policyHost(),
            seen,
            "Senders get one policy or the other as chance has it: a change did not reach every"
                + " server behind the name.",
            "Bring the same file to every server, then publish a new id: "
                + RecordRules.example(view)));
  }

  private static String lines(PolicyVisit visit) {
    return visit.http() instanceof Http.Answered answered
        ? Words.quoted(String.join(" | ", answered.body().lines().map(String::strip).toList()))
        : "";
  }

  static String url(DomainView view) {
    return "https://" + view.policyHost() + "/.well-known/mta-sts.txt";
  }
}
