package org.postroad.engine.smtpclient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.postroad.protocol.smtp.EhloKeywords;
import org.postroad.protocol.smtp.EnhancedStatus;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.SmtpReply;

/// One message in one session: MAIL, RCPT and DATA, as often as its recipients need (RFC 5321
/// §3.3).
final class Transaction {

  static final String MAIL_FROM = "MAIL FROM";
  static final String RCPT_TO = "RCPT TO";

  private static final String DATA = "DATA";
  private static final String MESSAGE = "the message";
  private static final int RECIPIENTS_MAX = 100; // RFC 5321 §4.5.3.1.8: all servers take so many
  private static final int BLOCK = 64 * 1024;
  private static final int CLOSING = 421;
  private static final EnhancedStatus TOO_BIG = new EnhancedStatus(5, 3, 4); // RFC 1870 §6.3
  private static final EnhancedStatus NEEDS_8BIT = new EnhancedStatus(5, 6, 3); // RFC 6152 §3

  private final Conversation conversation;
  private final SmtpTimeouts timeouts;
  private final EhloKeywords offered;
  private final Envelope envelope;
  private final MessageBytes message;
  private final Map<Mailbox, RecipientVerdict> verdicts = new HashMap<>();

  /// Set once nothing more can be sent in this session, to whomever.
  private Optional<RecipientVerdict> onAll = Optional.empty();

  Transaction(
      Conversation conversation,
      SmtpTimeouts timeouts,
      EhloKeywords offered,
      Envelope envelope,
      MessageBytes message) {
    this.conversation = conversation;
    this.timeouts = timeouts;
    this.offered = offered;
    this.envelope = envelope;
    this.message = message;
  }

  /// A verdict for each recipient, in their order.
  Map<Mailbox, RecipientVerdict> run() {
    onAll = unsendable();
    List<Mailbox> left = envelope.recipients();
    boolean unfinished = false;
    while (onAll.isEmpty() && !left.isEmpty()) {
      List<Mailbox> some = left.subList(0, Math.min(left.size(), RECIPIENTS_MAX));
      left = left.subList(some.size(), left.size());
      try {
        if (unfinished) {
          reset();
        }
        unfinished = !transact(some);
      } catch (BrokenSession e) {
        onAll = Optional.of(new RecipientVerdict.Unfinished(e.broken(), false));
      }
    }
    Map<Mailbox, RecipientVerdict> all = new LinkedHashMap<>();
    for (Mailbox to : envelope.recipients()) {
      RecipientVerdict own = verdicts.get(to);
      all.put(to, own != null ? own : onAll.orElseThrow());
    }
    return all;
  }

  private Optional<RecipientVerdict> unsendable() {
    OptionalLong most = offered.sizeMax();
    if (most.isPresent() && message.size() > most.getAsLong()) {
      String why = "message of " + message.size() + " octets, the server takes " + most.getAsLong();
      return Optional.of(new RecipientVerdict.Unsendable(TOO_BIG, why));
    }
    if (message.has8Bit() && !offered.offers("8BITMIME")) {
      String why = "8-bit message, and the server does not offer 8BITMIME";
      return Optional.of(new RecipientVerdict.Unsendable(NEEDS_8BIT, why));
    }
    return Optional.empty();
  }

  private void reset() throws BrokenSession {
    SmtpReply reply = conversation.ask("RSET", timeouts.mail());
    if (!reply.isDone()) {
      throw new BrokenSession(Step.Cause.JUNK, "RSET answered with " + reply.summary());
    }
  }

  /// One transaction. Whether it came to its end, so that another may follow at once.
  private boolean transact(List<Mailbox> some) throws BrokenSession {
    SmtpReply sender = conversation.ask(mail(), timeouts.mail());
    if (!sender.isDone()) {
      onAll = Optional.of(rejected(sender, MAIL_FROM));
      return false;
    }
    List<Mailbox> taken = new ArrayList<>();
    for (Mailbox to : some) {
      SmtpReply reply = conversation.ask("RCPT TO:<" + to.text() + ">", timeouts.mail());
      if (reply.isDone()) {
        taken.add(to);
      } else {
        decide(List.of(to), rejected(reply, RCPT_TO));
      }
      if (onAll.isPresent()) {
        return false;
      }
    }
    if (taken.isEmpty()) {
      return false;
    }
    SmtpReply start = conversation.ask(DATA, timeouts.dataStart());
    if (start.severity() != SmtpReply.Severity.GO_ON) {
      decide(taken, rejected(start, DATA));
      return false;
    }
    decide(taken, content());
    return true;
  }

  /// `MAIL FROM:<…>` with the parameters that the server offers and the message needs.
  private String mail() {
    StringBuilder command = new StringBuilder("MAIL FROM:").append(envelope.from().text());
    if (offered.offers("SIZE")) {
      command.append(" SIZE=").append(message.size());
    }
    if (message.has8Bit()) {
      command.append(" BODY=8BITMIME");
    }
    if (envelope.requireTls() && offered.offers("REQUIRETLS")) {
      command.append(" REQUIRETLS");
    }
    return command.toString();
  }

  /// The message and its end. Once the end is sent, silence does not mean no.
  private RecipientVerdict content() {
    byte[] block = message.dataBlock();
    boolean ended = false;
    try {
      for (int from = 0; from < block.length; from += BLOCK) {
        int length = Math.min(BLOCK, block.length - from);
        ended = from + length == block.length;
        conversation.send(block, from, length, timeouts.dataBlock(), MESSAGE);
      }
      SmtpReply reply = conversation.reply("the answer to the message", timeouts.dataEnd());
      return reply.isDone() ? new RecipientVerdict.Accepted(reply) : rejected(reply, MESSAGE);
    } catch (BrokenSession e) {
      onAll = Optional.of(new RecipientVerdict.Unfinished(e.broken(), false));
      return new RecipientVerdict.Unfinished(e.broken(), ended);
    }
  }

  private void decide(List<Mailbox> whom, RecipientVerdict verdict) {
    whom.forEach(mailbox -> verdicts.put(mailbox, verdict));
    if (verdict instanceof RecipientVerdict.Rejected(SmtpReply reply, String to)
        && reply.code() == CLOSING) {
      onAll = Optional.of(verdict);
    }
  }

  private static RecipientVerdict rejected(SmtpReply reply, String to) throws BrokenSession {
    return switch (reply.severity()) {
      case NOT_NOW, NO -> new RecipientVerdict.Rejected(reply, to);
      case DONE, GO_ON ->
          throw new BrokenSession(
              Step.Cause.JUNK, "no reply to be expected for " + to + ": " + reply.summary());
    };
  }
}
