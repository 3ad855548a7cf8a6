package org.postroad.engine.deliver;

import java.util.List;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.Shortfall;

/// What became of one message at one next hop.
///
/// @param recipients an outcome for each, in the order of the envelope
/// @param attempts in the order of time
public record DeliveryReport(List<RecipientOutcome> recipients, List<Attempt> attempts) {

  public DeliveryReport {
    recipients = List.copyOf(recipients);
    attempts = List.copyOf(attempts);
  }

  /// Whether an exchanger was met that the policy does not cover: then the policy deserves a new
  /// look before anything is given up (RFC 8461 §5.1).
  public boolean doubtsPolicy() {
    return attempts.stream()
        .map(attempt -> attempt.session().outcome())
        .anyMatch(
            outcome ->
                switch (outcome) {
                  case SessionOutcome.Refused(Shortfall shortfall) ->
                      shortfall.kind() == Shortfall.Kind.MX_NOT_IN_POLICY;
                  case SessionOutcome.Unverified(var channel, var noted) ->
                      noted.stream().anyMatch(s -> s.kind() == Shortfall.Kind.MX_NOT_IN_POLICY);
                  case SessionOutcome.Verified verified -> false;
                  case SessionOutcome.Failed failed -> false;
                });
  }
}
