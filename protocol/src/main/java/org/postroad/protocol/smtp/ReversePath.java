package org.postroad.protocol.smtp;

/// Who gets to know if a message cannot be delivered (RFC 5321 §3.6.3): a mailbox, or nobody.
public sealed interface ReversePath {

  /// As it stands behind `MAIL FROM:`.
  String text();

  /// Whether a server must offer SMTPUTF8 to be told of it (RFC 6531).
  default boolean needsUtf8() {
    return this instanceof Sender(Mailbox mailbox) && mailbox.needsUtf8();
  }

  /// `<>`: of a notice that must not lead to another one.
  record Nobody() implements ReversePath {
    @Override
    public String text() {
      return "<>";
    }
  }

  record Sender(Mailbox mailbox) implements ReversePath {
    @Override
    public String text() {
      return "<" + mailbox.text() + ">";
    }
  }
}
