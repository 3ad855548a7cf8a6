package org.postroad.protocol.tlsrpt;

import java.util.Optional;
import org.postroad.protocol.dns.DomainName;

/// What one session with one address of one exchanger came to: the grain that TLS reports are made
/// of (RFC 8460 §4).
///
/// @param policyDomain the recipient's domain, or the smart host's (RFC 8461 §3.4)
public record SessionResult(
    DomainName policyDomain, PolicyType policyType, MxContact mx, SessionOutcome outcome) {

  /// What a report would call it; nothing if it went well, or if there is no word for it, as for
  /// time-outs and hosts that are down (§4.3.4: not required to be reported).
  public Optional<ResultType> resultType() {
    return shortfall().map(shortfall -> shortfall.kind().resultType());
  }

  /// The `failure-reason-code` of a report: our words for the result.
  public Optional<String> failureReason() {
    return shortfall().map(Shortfall::detail);
  }

  /// Whether a report counts it among the successful sessions: TLS, and nothing to complain of.
  public boolean isSuccess() {
    return switch (outcome) {
      case SessionOutcome.Verified verified -> true;
      case SessionOutcome.Unverified(Channel channel, var noted) ->
          channel instanceof Channel.Tls && noted.isEmpty();
      case SessionOutcome.Refused refused -> false;
      case SessionOutcome.Failed failed -> false;
    };
  }

  /// A session has one result: of several shortfalls the first, which is the one that the policy
  /// looks at first.
  private Optional<Shortfall> shortfall() {
    return switch (outcome) {
      case SessionOutcome.Verified verified -> Optional.empty();
      case SessionOutcome.Unverified(Channel channel, var noted) -> noted.stream().findFirst();
      case SessionOutcome.Refused(Shortfall shortfall) -> Optional.of(shortfall);
      case SessionOutcome.Failed failed -> Optional.empty();
    };
  }
}
