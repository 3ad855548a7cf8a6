package org.postroad.protocol.smtp;

import java.util.List;

/// Who a message is from and for, whatever its header says.
///
/// @param recipients at least one, none twice
/// @param requireTls the option REQUIRETLS (RFC 8689 §2): over verified TLS all the way, or not at
///   all
public record Envelope(ReversePath from, List<Mailbox> recipients, boolean requireTls) {

  /// The most recipients of one envelope.
  public static final int RECIPIENTS_MAX = 10_000;

  public Envelope {
    recipients = recipients.stream().distinct().toList();
    if (recipients.isEmpty() || recipients.size() > RECIPIENTS_MAX) {
      throw new IllegalArgumentException(recipients.size() + " recipients");
    }
  }

  /// Without options.
  public Envelope(ReversePath from, List<Mailbox> recipients) {
    this(from, recipients, false);
  }

  public Envelope requiringTls() {
    return new Envelope(from, recipients, true);
  }

  /// The same message for some of its recipients.
  public Envelope to(List<Mailbox> some) {
    return new Envelope(from, some, requireTls);
  }
}
