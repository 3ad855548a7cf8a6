package org.postroad.app.resolverd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.app.output.Json;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.precedence.DomainLevel;

/// What is known of one next hop, what would be done with each of its MX hosts, and why.
///
/// @param domain as it was asked for
/// @param policyDomain empty if the next hop has none
/// @param override the one in force
/// @param level what DANE and the policy come to together; empty where DANE is off
/// @param mx the DNS's answer about the MX; empty where it was not asked
/// @param replies the reply of each map, by its name
/// @param steps how it came to that, in order
record Explanation(
    String domain,
    Optional<DomainName> policyDomain,
    Resolution resolution,
    Optional<PolicyOverride> override,
    Optional<DomainLevel> level,
    Optional<Answer> mx,
    List<MxVerdict> mxHosts,
    Map<String, String> replies,
    List<Step> steps) {

  /// One step on the way.
  ///
  /// @param step its name: `record`, `fetch`
  /// @param outcome in a word: `found`, `failed`
  /// @param section where it is written, or empty
  /// @param took empty for what was not done now
  record Step(
      String step, String outcome, String detail, String section, Optional<Duration> took) {}

  /// What a sender that obeys does with one MX host.
  ///
  /// @param security what would be verified there: `dane`, `sts` or `none`
  /// @param would `deliver`, `skip` or `delay`
  record MxVerdict(
      DomainName host,
      int preference,
      boolean matches,
      String security,
      String would,
      String reason) {}

  /// Whether nobody can say yet.
  boolean isUndetermined() {
    return decision().equals("try_later");
  }

  /// `applies`, `no_policy` or `try_later`.
  String result() {
    if (isOverridden()) {
      return override.orElseThrow().level() == PolicyOverride.Level.NONE ? "no_policy" : "applies";
    }
    return switch (resolution) {
      case Resolution.Applies applies -> "applies";
      case Resolution.NoPolicy none -> "no_policy";
      case Resolution.TryLater later -> "try_later";
    };
  }

  /// Which mechanism decides: `dane`, `sts`, `opportunistic` or `try_later`.
  String decision() {
    if (isOverridden()) {
      return switch (override.orElseThrow().level()) {
        case SECURE -> "sts";
        case DANE_ONLY -> "dane";
        case NONE, MAY, ENCRYPT, POLICY -> "opportunistic";
      };
    }
    if (level.isPresent()) {
      return switch (level.get()) {
        case DomainLevel.DaneOnly only -> "dane";
        case DomainLevel.Dane dane -> "dane";
        case DomainLevel.Secure secure -> "sts";
        case DomainLevel.Own own -> "opportunistic";
        case DomainLevel.TryLater later -> "try_later";
      };
    }
    return switch (resolution) {
      case Resolution.Applies(CachedPolicy held, var source)
          when held.policy().mode() == PolicyMode.ENFORCE ->
          "sts";
      case Resolution.Applies other -> "opportunistic";
      case Resolution.NoPolicy none -> "opportunistic";
      case Resolution.TryLater later -> "try_later";
    };
  }

  /// Whether an override stands in place of the published policy.
  boolean isOverridden() {
    return override.filter(o -> o.level() != PolicyOverride.Level.POLICY).isPresent();
  }

  /// In words; empty where a policy applies without more to say.
  Optional<String> reason() {
    if (isOverridden()) {
      PolicyOverride decree = override.orElseThrow();
      return Optional.of(
          "override: level "
              + decree.level().text()
              + decree.until().map(until -> " until " + until).orElse("")
              + (decree.reason().isEmpty() ? "" : ", " + decree.reason()));
    }
    return switch (resolution) {
      case Resolution.Applies applies -> Optional.empty();
      case Resolution.NoPolicy(var reason, String detail) ->
          Optional.of(Json.word(reason).replace('_', ' ') + ": " + detail);
      case Resolution.TryLater(var delay, String detail) ->
          Optional.of(Json.word(delay).replace('_', ' ') + ": " + detail);
    };
  }

  /// The keys of `resolve --json`.
  void resolveKeys(Json json) {
    json.text("domain", domain);
    json.text("policy_domain", policyDomain);
    json.text("result", result());
    json.text("decision", decision());
    if (resolution instanceof Resolution.Applies(CachedPolicy held, var source)) {
      json.text("source", isOverridden() ? "override" : Json.word(source));
      Policy policy = held.policy();
      json.text("mode", policy.mode().text());
      json.text("id", held.id().isEmpty() ? Optional.empty() : Optional.of(held.id()));
      json.texts("mx", policy.mx().stream().map(MxPattern::text).toList());
      json.seconds("max_age", policy.maxAge());
      json.time("fetched", held.fetched());
      json.time("expires", held.expires());
    } else if (isOverridden()) {
      json.text("source", "override");
    }
    json.text("reason", reason());
    json.text("mx_security", mx.map(Explanation::security));
    json.objects(
        "mx_hosts",
        mxHosts,
        (each, host) ->
            each.text("host", host.host().text())
                .number("preference", host.preference())
                .flag("matches", host.matches())
                .text("security", host.security())
                .text("would", host.would())
                .text("reason", host.reason()));
    json.textsByName("replies", replies);
  }

  /// The keys of `explain --json`: those of `resolve`, and the steps.
  void explainKeys(Json json) {
    resolveKeys(json);
    json.objects(
        "steps",
        steps,
        (each, step) -> {
          each.text("step", step.step());
          each.text("outcome", step.outcome());
          each.text("detail", step.detail());
          each.text(
              "section", step.section().isEmpty() ? Optional.empty() : Optional.of(step.section()));
          step.took().ifPresent(took -> each.number("ms", took.toNanos() / 1e6, 1));
        });
  }

  /// For a person, a line a step.
  String text() {
    StringBuilder out = new StringBuilder(domain).append('\n');
    for (Step step : steps) {
      String took = step.took().map(t -> String.format(" (%.1f ms)", t.toNanos() / 1e6)).orElse("");
      String section = step.section().isEmpty() ? "" : "  [" + step.section() + "]";
      out.append(
          String.format(
              "  %-12s %-11s %s%s%s%n", step.step(), step.outcome(), step.detail(), took, section));
    }
    for (MxVerdict host : mxHosts) {
      out.append(
          String.format(
              "  %-12s %-11s %d %s: %s%n",
              "mx host", host.would(), host.preference(), host.host(), host.reason()));
    }
    replies.forEach((map, reply) -> out.append(String.format("  %-12s %s%n", map, reply)));
    return out.toString();
  }

  private static String security(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> word(found.security());
      case Answer.NoSuchName none -> word(none.security());
      case Answer.NoData none -> word(none.security());
      case Answer.Failed failed -> "failed";
    };
  }

  private static String word(Security security) {
    return Json.word(security);
  }
}
