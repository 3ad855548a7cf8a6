package org.postroad.engine.smtpclient;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postroad.protocol.smtp.EhloKeywords;
import org.postroad.protocol.smtp.EnhancedStatus;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.HeaderText;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;

/// What a message needs of a server, against what the server offers. Nothing is sent to one that
/// lacks it.
record ServiceExtensions(EhloKeywords offered, Envelope envelope, MessageBytes message) {

  private static final String DSN = "DSN"; // RFC 3461 §3
  private static final EnhancedStatus TOO_BIG = new EnhancedStatus(5, 3, 4); // RFC 3463 §3.4
  private static final EnhancedStatus NEEDS_8BIT = new EnhancedStatus(5, 6, 3); // RFC 3463 §3.7
  private static final EnhancedStatus NEEDS_UTF8 = new EnhancedStatus(5, 6, 7); // RFC 6531 §3.5

  /// Whether commands may go out before the answers to earlier ones are there (RFC 2920).
  boolean pipelining() {
    return offered.offers("PIPELINING");
  }

  /// Why the server can take the message for nobody.
  Optional<RecipientVerdict.Unsendable> fault() {
    OptionalLong most = offered.sizeMax(); // RFC 1870 §7
    if (most.isPresent() && message.size() > most.getAsLong()) {
      return fault(
          TOO_BIG,
          "message of " + message.size() + " octets, the server takes " + most.getAsLong());
    }
    if (!offered.offers("SMTPUTF8")) {
      if (message.headerText() == HeaderText.UTF8) {
        return fault(NEEDS_UTF8, "header in UTF-8, and the server does not offer SMTPUTF8");
      }
      if (envelope.from().needsUtf8()) {
        return fault(NEEDS_UTF8, "sender beyond ASCII, and the server does not offer SMTPUTF8");
      }
    }
    if (message.has8Bit() && !offered.offers("8BITMIME")) { // RFC 6152 §3
      return fault(NEEDS_8BIT, "8-bit message, and the server does not offer 8BITMIME");
    }
    return Optional.empty();
  }

  /// Why it cannot take the message for this one.
  Optional<RecipientVerdict.Unsendable> fault(Mailbox to) {
    return to.needsUtf8() && !offered.offers("SMTPUTF8")
        ? fault(NEEDS_UTF8, "address beyond ASCII, and the server does not offer SMTPUTF8")
        : Optional.empty();
  }

  /// `MAIL FROM:<…>` with the parameters that the server offers and the message needs.
  ///
  /// @param some who it is for in this transaction
  String mail(List<Mailbox> some) {
    StringBuilder command = new StringBuilder("MAIL FROM:").append(envelope.from().text());
    if (offered.offers("SIZE")) {
      command.append(" SIZE=").append(message.size());
    }
    if (message.has8Bit()) {
      command.append(" BODY=8BITMIME");
    }
    if (message.headerText() == HeaderText.UTF8
        || envelope.from().needsUtf8()
        || some.stream().anyMatch(Mailbox::needsUtf8)) { // RFC 6531 §3.4: only if needed
      command.append(" SMTPUTF8");
    }
    if (envelope.requireTls() && offered.offers("REQUIRETLS")) {
      command.append(" REQUIRETLS");
    }
    if (offered.offers(DSN)) {
      envelope.noticesOfMail().forEach(parameter -> command.append(' ').append(parameter));
    }
    return command.toString();
  }

  /// `RCPT TO:<…>`, the same way.
  String rcpt(Mailbox to) {
    StringBuilder command = new StringBuilder("RCPT TO:<").append(to.text()).append('>');
    if (offered.offers(DSN)) {
      envelope.noticesOfRcpt(to).forEach(parameter -> command.append(' ').append(parameter));
    }
    return command.toString();
  }

  /// Who tells the sender once the server has the message.
  NoticeDuty notices() {
    if (offered.offers(DSN)) {
      return envelope.notices().isNone() ? NoticeDuty.USUAL : NoticeDuty.PASSED_ON;
    }
    return envelope.notices().wantsSuccess() ? NoticeDuty.RELAYED : NoticeDuty.USUAL;
  }

  private static Optional<RecipientVerdict.Unsendable> fault(EnhancedStatus status, String why) {
    return Optional.of(new RecipientVerdict.Unsendable(status, why));
  }
}
