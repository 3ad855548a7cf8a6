package org.postroad.app.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postroad.app.output.Terminal;
import org.postroad.engine.deliver.Attempt;
import org.postroad.engine.deliver.Reason;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.engine.smtpclient.NoticeDuty;
import org.postroad.protocol.tlsrpt.Channel;
import org.postroad.protocol.tlsrpt.ResultType;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.SessionResult;

/// What `postroad send` prints for people:
///
/// ```
/// delivered bob@example.org: mx1.example.org [198.51.100.1], TLSv1.3, verified: 250 2.0.0 Ok
/// deferred eve@example.com: 4.7.5 certificate expired on 2026-01-01: CN=mx.example.com
///   mx.example.com [198.51.100.9]: certificate expired on … (certificate-expired)
/// ```
public final class SentText {

  private SentText() {}

  /// A line for each recipient, and below it the attempts where it was not delivered at the first.
  public static void say(Sent sent, Terminal terminal) {
    for (Sent.Recipient recipient : sent.recipients()) {
      Sent.Overall overall = Sent.overall(recipient.outcome());
      Terminal.Colour colour =
          switch (overall) {
            case DELIVERED -> Terminal.Colour.GOOD;
            case DEFERRED -> Terminal.Colour.WARNING;
            case FAILED -> Terminal.Colour.BAD;
          };
      String word = overall.name().toLowerCase(Locale.ROOT);
      terminal.say(terminal.coloured(colour, word) + " " + line(recipient.outcome()));
      if (overall != Sent.Overall.DELIVERED || recipient.attempts().size() > 1) {
        recipient.attempts().forEach(attempt -> terminal.say("  " + line(attempt)));
      }
    }
  }

  private static String line(RecipientOutcome outcome) {
    return outcome.to()
        + ": "
        + switch (outcome) {
          case RecipientOutcome.Delivered(
                  var to,
                  SessionResult session,
                  var reply,
                  NoticeDuty notices) ->
              HostText.of(session.mx())
                  + security(session)
                  + ": "
                  + reply.summary()
                  + duty(notices);
          case RecipientOutcome.Deferred(var to, Reason reason) -> line(reason);
          case RecipientOutcome.Failed(var to, Reason reason) -> line(reason);
        };
  }

  private static String duty(NoticeDuty notices) {
    return switch (notices) {
      case USUAL, PASSED_ON -> "";
      case RELAYED ->
          "; relayed: the host does not offer DSN, so no other notice of success will come";
    };
  }

  private static String line(Reason reason) {
    return reason.status() + " " + reason.text();
  }

  private static String line(Attempt attempt) {
    SessionResult session = attempt.session();
    String type = session.resultType().map(ResultType::text).map(t -> " (" + t + ")").orElse("");
    return HostText.of(session.mx()) + security(session) + ": " + attempt.end() + type;
  }

  private static String security(SessionResult session) {
    List<String> words = new ArrayList<>();
    switch (session.outcome()) {
      case SessionOutcome.Verified(Channel.Tls tls) -> {
        words.add(tls.version());
        words.add("verified");
      }
      case SessionOutcome.Unverified(Channel channel, var noted) -> {
        switch (channel) {
          case Channel.Tls tls -> {
            words.add(tls.version());
            words.add("not verified");
          }
          case Channel.Clear clear -> words.add("in clear");
        }
        noted.forEach(shortfall -> words.add(shortfall.detail()));
      }
      case SessionOutcome.Refused refused -> {}
      case SessionOutcome.Failed failed -> {}
    }
    return words.isEmpty() ? "" : ", " + String.join(", ", words);
  }
}
