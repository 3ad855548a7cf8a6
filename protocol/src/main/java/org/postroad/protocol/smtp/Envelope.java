package org.postroad.protocol.smtp;

import java.util.List;
import java.util.Optional;

/// Who a message is from and for, whatever its header says, and what its sender asks for.
///
/// @param recipients at least one, none twice
/// @param requireTls the option REQUIRETLS (RFC 8689 §2): over verified TLS all the way, or not at
///   all
/// @param notices what the sender wants to hear of it
public record Envelope(
    ReversePath from, List<Mailbox> recipients, boolean requireTls, DsnRequest notices) {

  /// The most recipients of one envelope.
  public static final int RECIPIENTS_MAX = 10_000;

  public Envelope {
    recipients = recipients.stream().distinct().toList();
    if (recipients.isEmpty() || recipients.size() > RECIPIENTS_MAX) {
      throw new IllegalArgumentException(recipients.size() + " recipients");
    }
    Optional<String> fault = notices.fault(from);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  /// Without a wish for notices.
  public Envelope(ReversePath from, List<Mailbox> recipients, boolean requireTls) {
    this(from, recipients, requireTls, DsnRequest.NONE);
  }

  /// Without options.
  public Envelope(ReversePath from, List<Mailbox> recipients) {
    this(from, recipients, false);
  }

  public Envelope requiringTls() {
    return new Envelope(from, recipients, true, notices);
  }

  public Envelope asking(DsnRequest other) {
    return new Envelope(from, recipients, requireTls, other);
  }

  /// The same message for some of its recipients.
  public Envelope to(List<Mailbox> some) {
    return new Envelope(from, some, requireTls, notices);
  }

  /// The parameters of MAIL by which a server that offers DSN is told of the wish for notices.
  public List<String> noticesOfMail() {
    return notices.ofMail(requireTls);
  }

  /// Those of RCPT.
  public List<String> noticesOfRcpt(Mailbox to) {
    return notices.ofRcpt(to);
  }
}
