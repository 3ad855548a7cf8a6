package org.postroad.engine.smtpclient;

import java.util.Map;
import java.util.Optional;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.smtp.EhloKeywords;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.SmtpReply;

/// One SMTP session: greeting, hello, perhaps TLS and hello again, messages, farewell.
///
/// ```java
/// try (SmtpSession session = new SmtpSession(transport, name, timeouts, deadline)) {
///   session.greeting(); session.hello(); session.startTls(request); session.hello();
///   session.transmit(envelope, message); session.quit();
/// }
/// ```
///
/// Each answer has its own time and all of them end at the deadline. A reply is never read before
/// its command was sent; commands go one by one, but for MAIL, RCPT and DATA where PIPELINING is
/// offered. Used by one thread.
public final class SmtpSession implements AutoCloseable {

  private static final int READY = 220;
  private static final int GOODBYE = 221;
  private static final int CLOSING = 421;

  private final Conversation conversation;
  private final MailHost ownName;
  private final SmtpTimeouts timeouts;
  private EhloKeywords offered = EhloKeywords.NONE;
  private boolean greeted;
  private Optional<SmtpReply> withoutEhlo = Optional.empty();

  /// @param ownName what we call ourselves in EHLO
  public SmtpSession(
      SmtpTransport transport, MailHost ownName, SmtpTimeouts timeouts, Deadline deadline) {
    this.conversation = new Conversation(transport, deadline);
    this.ownName = ownName;
    this.timeouts = timeouts;
  }

  /// Waits for the server's first words.
  public Step greeting() {
    try {
      SmtpReply reply = conversation.reply("the greeting", timeouts.greeting());
      if (reply.isDone() && reply.code() != READY) {
        return new Step.Broken(Step.Cause.JUNK, "greeted with " + reply.summary());
      }
      return step(reply, "the greeting");
    } catch (BrokenSession e) {
      return e.broken();
    }
  }

  /// EHLO, and HELO with a server that knows no EHLO (RFC 5321 §3.2). Sets what is offered anew.
  public Step hello() {
    offered = EhloKeywords.NONE;
    greeted = false;
    withoutEhlo = Optional.empty();
    try {
      SmtpReply reply = conversation.ask("EHLO " + ownName.text(), timeouts.hello());
      boolean extended = reply.isDone();
      if (reply.severity() == SmtpReply.Severity.NO) {
        withoutEhlo = Optional.of(reply);
        reply = conversation.ask("HELO " + ownName.text(), timeouts.hello());
      }
      if (extended) {
        offered = EhloKeywords.of(reply);
      }
      greeted = reply.isDone();
      return step(reply, "EHLO");
    } catch (BrokenSession e) {
      return e.broken();
    }
  }

  /// What the server answered EHLO with, where it was a no and HELO had to do.
  public Optional<SmtpReply> withoutEhlo() {
    return withoutEhlo;
  }

  /// What the server offers since the last hello.
  public EhloKeywords offered() {
    return offered;
  }

  /// STARTTLS and the handshake. What came too early ends the session: an attacker on the road put
  /// it there, to be read as if it had come through TLS.
  public StartTls startTls(TlsRequest request) {
    if (!offered.offersStartTls()) {
      return new StartTls.NotOffered();
    }
    try {
      if (conversation.hasUnread()) {
        return injected("before STARTTLS was sent");
      }
      SmtpReply reply = conversation.ask("STARTTLS", timeouts.startTls());
      if (reply.code() != READY) { // RFC 3207 §4: no other code starts TLS
        return new StartTls.Refused(reply);
      }
      if (conversation.hasUnread()) {
        return injected("after the answer to STARTTLS");
      }
      offered = EhloKeywords.NONE;
      greeted = false;
      return switch (conversation.startTls(request, timeouts.startTls())) {
        case SmtpTransport.TlsStart.Secured(var facts, var verdict) ->
            new StartTls.Secured(facts, verdict);
        case SmtpTransport.TlsStart.Failed(var failure) -> new StartTls.Failed(failure);
      };
    } catch (BrokenSession e) {
      return new StartTls.Broken(e.broken());
    }
  }

  /// Sends the message to the recipients, at most 100 in one transaction, which every server must
  /// take (RFC 5321 §4.5.3.1.8).
  ///
  /// @return a verdict for each recipient, in their order
  /// @throws IllegalStateException if hello was not said since the connection or since TLS
  public Map<Mailbox, RecipientVerdict> transmit(Envelope envelope, MessageBytes message) {
    if (!greeted) {
      throw new IllegalStateException("say hello first");
    }
    return new Transaction(conversation, timeouts, offered, envelope, message).run();
  }

  /// Says goodbye, if the server still listens.
  ///
  /// @return whether its answers kept step with the commands to the end. If it has something else
  ///   to say than goodbye there was an answer that nobody had asked for, as of a server that obeys
  ///   under TLS what a stranger put in before it; then it is not known what each answer was for,
  ///   and [RecipientVerdict#outOfStep] is all that can be said
  public boolean quit() {
    try {
      int code = conversation.ask("QUIT", timeouts.quit()).code();
      return code == GOODBYE || code == CLOSING;
    } catch (BrokenSession e) {
      return e.broken().cause() != Step.Cause.JUNK; // the message is where it is
    }
  }

  /// Ends the connection, with or without goodbye.
  @Override
  public void close() {
    conversation.close();
  }

  private StartTls injected(String when) throws BrokenSession {
    String text = conversation.unreadText(timeouts.startTls());
    return new StartTls.Injected("unasked octets " + when + ": " + text);
  }

  private static Step step(SmtpReply reply, String what) {
    return switch (reply.severity()) {
      case DONE -> new Step.Done(reply);
      case NOT_NOW, NO -> new Step.Unwilling(reply);
      case GO_ON ->
          new Step.Broken(
              Step.Cause.JUNK, "no reply to be expected for " + what + ": " + reply.summary());
    };
  }
}
