package org.postroad.protocol.smtp;

import java.util.List;

/// Who a message is from and for, whatever its header says.
///
/// @param recipients at least one, none twice
public record Envelope(ReversePath from, List<Mailbox> recipients) {

  /// The most recipients of one envelope.
  public static final int RECIPIENTS_MAX = 10_000;

  public Envelope {
    recipients = recipients.stream().distinct().toList();
    if (recipients.isEmpty() || recipients.size() > RECIPIENTS_MAX) {
      throw new IllegalArgumentException(recipients.size() + " recipients");
    }
  }

  /// The same message for some of its recipients.
  public Envelope to(List<Mailbox> some) {
    return new Envelope(from, some);
  }
}
