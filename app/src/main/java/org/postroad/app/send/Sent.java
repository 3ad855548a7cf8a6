package org.postroad.app.send;

import java.util.List;
import org.postroad.engine.deliver.Attempt;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.protocol.dns.DomainName;

/// What became of a message.
///
/// @param recipients in the order of the envelope
public record Sent(List<Recipient> recipients) {

  public Sent {
    recipients = List.copyOf(recipients);
  }

  /// @param attempts all that were made at the recipient's next hop, for others of the same hop too
  public record Recipient(
      RecipientOutcome outcome, DomainName policyDomain, List<Attempt> attempts) {
    public Recipient {
      attempts = List.copyOf(attempts);
    }
  }

  /// What to tell whoever asked; the worst of all recipients.
  public enum Overall {
    DELIVERED,
    DEFERRED,
    FAILED
  }

  /// Failed if any failed, else deferred if any was, else delivered.
  public Overall overall() {
    return recipients.stream()
        .map(recipient -> Sent.overall(recipient.outcome()))
        .max(Enum::compareTo)
        .orElse(Overall.DELIVERED);
  }

  static Overall overall(RecipientOutcome outcome) {
    return switch (outcome) {
      case RecipientOutcome.Delivered delivered -> Overall.DELIVERED;
      case RecipientOutcome.Deferred deferred -> Overall.DEFERRED;
      case RecipientOutcome.Failed failed -> Overall.FAILED;
    };
  }
}
