package org.postroad.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the sender of a message wants to hear of it (delivery status notifications, RFC 3461). What
/// is not asked for is not there: a server then does as it always has.
///
/// @param notified for all recipients
/// @param originalRecipients whether each recipient is named as the original one too
public record DsnRequest(
    Optional<Notify> notified,
    Optional<ReturnOfContent> returned,
    Optional<EnvelopeId> envelopeId,
    boolean originalRecipients) {

  /// Nothing is asked for.
  public static final DsnRequest NONE =
      new DsnRequest(Optional.empty(), Optional.empty(), Optional.empty(), false);

  public DsnRequest notifying(Notify other) {
    return new DsnRequest(Optional.of(other), returned, envelopeId, originalRecipients);
  }

  public DsnRequest returning(ReturnOfContent other) {
    return new DsnRequest(notified, Optional.of(other), envelopeId, originalRecipients);
  }

  public DsnRequest identifiedBy(EnvelopeId id) {
    return new DsnRequest(notified, returned, Optional.of(id), originalRecipients);
  }

  public DsnRequest withOriginalRecipients() {
    return new DsnRequest(notified, returned, envelopeId, true);
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /// Whether the sender wants to know of success.
  public boolean wantsSuccess() {
    return notified.filter(some -> some.on().contains(Notify.Condition.SUCCESS)).isPresent();
  }

  /// What of it a message from `from` cannot ask for: there is nobody to answer to behind a notice,
  /// so RET must not stand there and NOTIFY must be NEVER (RFC 3461 §6.1).
  public Optional<String> fault(ReversePath from) {
    if (from instanceof ReversePath.Sender) {
      return Optional.empty();
    }
    if (returned.isPresent()) {
      return Optional.of("a notice, from nobody, cannot come back to anyone");
    }
    return notified.filter(some -> !some.equals(Notify.NEVER)).isPresent()
        ? Optional.of("a notice, from nobody, can ask for no notice but never")
        : Optional.empty();
  }

  /// The parameters of MAIL. A message that requires TLS never comes back whole: FULL is
  /// disregarded, and the header is what remains (RFC 8689 §5).
  List<String> ofMail(boolean requireTls) {
    List<String> parameters = new ArrayList<>();
    returned
        .map(some -> requireTls ? ReturnOfContent.HDRS : some)
        .ifPresent(some -> parameters.add("RET=" + some));
    envelopeId.ifPresent(id -> parameters.add("ENVID=" + id.encoded()));
    return parameters;
  }

  /// The parameters of RCPT.
  List<String> ofRcpt(Mailbox to) {
    List<String> parameters = new ArrayList<>();
    notified.ifPresent(some -> parameters.add("NOTIFY=" + some.text()));
    if (originalRecipients) {
      OriginalRecipient.parameter(to).ifPresent(parameters::add);
    }
    return parameters;
  }
}
