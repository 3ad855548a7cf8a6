package org.postroad.app.resolverd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postroad.app.resolverd.Explanation.MxVerdict;
import org.postroad.app.resolverd.Explanation.Step;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.LiveMx;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.text.Printable;

/// What MTA-STS and the operator's overrides contribute to an explanation; as [DaneWords] for DANE.
final class PolicyWords {

  private PolicyWords() {}

  /// What the operator has decreed.
  static Step step(PolicyOverride decree) {
    String detail =
        "level "
            + decree.level().text()
            + decree.until().map(until -> " until " + until).orElse("")
            + (decree.reason().isEmpty() ? "" : ": " + onOneLine(decree.reason()));
    return new Step("override", "in force", detail, "", Optional.empty());
  }

  /// What was known of the domain before the question.
  static Step cache(Optional<DomainState> before, Instant now) {
    Optional<CachedPolicy> policy = before.flatMap(DomainState::policy);
    String outcome = policy.isEmpty() ? "empty" : policy.get().validAt(now) ? "valid" : "expired";
    String detail =
        policy
            .map(
                held ->
                    "mode "
                        + held.policy().mode().text()
                        + ", id "
                        + (held.id().isEmpty() ? "unknown" : held.id())
                        + ", fetched "
                        + held.fetched()
                        + ", "
                        + (held.validAt(now) ? "expires " : "expired ")
                        + held.expires())
            .orElse("no policy was fetched before");
    return new Step("cache", outcome, detail, "RFC 8461 §5.1", Optional.empty());
  }

  /// What an answer from the cache rests on: the last look and the last attempt.
  static List<Step> remembered(
      DomainName domain, Optional<DomainState> before, Resolution resolution) {
    List<Step> steps = new ArrayList<>();
    before
        .flatMap(DomainState::look)
        .ifPresent(
            look -> {
              Step seen = StepRecorder.recordStep(domain, look.lookup(), Optional.empty());
              steps.add(
                  new Step(
                      seen.step(),
                      seen.outcome(),
                      seen.detail() + ", looked at " + look.at(),
                      seen.section(),
                      seen.took()));
            });
    before
        .flatMap(DomainState::lastAttempt)
        .ifPresent(
            attempt ->
                steps.add(
                    new Step(
                        "fetch",
                        attempt.failure().isPresent() ? "failed" : "fetched",
                        attempt.at()
                            + attempt
                                .failure()
                                .map(PolicyFetch.Failure::why)
                                .map(w -> ": " + w)
                                .orElse(""),
                        "RFC 8461 §3.3",
                        Optional.empty())));
    if (resolution instanceof Resolution.Applies(CachedPolicy held, var source)) {
      steps.add(StepRecorder.policyStep("in force", held.policy()));
    }
    return steps;
  }

  /// What is done with each host where DANE is not asked, or not heard.
  static List<MxVerdict> verdicts(
      DomainName domain, LiveMx live, Resolution resolution, Optional<PolicyOverride> override) {
    return LiveMxOf.hosts(domain, live).stream()
        .map(record -> verdict(record, resolution, override))
        .toList();
  }

  private static MxVerdict verdict(
      MxRecord mx, Resolution resolution, Optional<PolicyOverride> override) {
    DomainName host = mx.exchange();
    Optional<PolicyOverride.Level> level = override.map(PolicyOverride::level);
    if (level.filter(l -> l != PolicyOverride.Level.POLICY).isPresent()) {
      String words = "as the override says: " + level.get().text();
      return new MxVerdict(host, mx.preference(), false, "none", "deliver", words);
    }
    return switch (resolution) {
      case Resolution.TryLater(var delay, String detail) ->
          new MxVerdict(host, mx.preference(), false, "none", "delay", detail);
      case Resolution.NoPolicy(var reason, String detail) ->
          new MxVerdict(
              host, mx.preference(), false, "none", "deliver", "no policy: nothing is verified");
      case Resolution.Applies(CachedPolicy held, var source) -> {
        boolean covered = held.policy().covers(host);
        PolicyMode mode = held.policy().mode();
        String by = covered ? "a pattern of the policy covers it" : "no pattern covers it";
        yield switch (mode) {
          case ENFORCE ->
              new MxVerdict(
                  host,
                  mx.preference(),
                  covered,
                  covered ? "sts" : "none",
                  covered ? "deliver" : "skip",
                  covered ? by + "; TLS with a certificate valid for it is demanded" : by);
          case TESTING, NONE ->
              new MxVerdict(
                  host,
                  mx.preference(),
                  covered,
                  "none",
                  "deliver",
                  by + "; mode " + mode.text() + " stops no delivery");
        };
      }
    };
  }

  /// The operator's words may be in any language, but must not look like lines of ours.
  private static String onOneLine(String words) {
    return words
        .codePoints()
        .mapToObj(Character::toString)
        .map(each -> Character.isISOControl(each.codePointAt(0)) ? Printable.of(each, 4) : each)
        .collect(Collectors.joining());
  }
}
