package org.postroad.app.send;

import java.util.Optional;
import org.postroad.app.output.Json;
import org.postroad.engine.deliver.Attempt;
import org.postroad.engine.deliver.Reason;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.smtpclient.NoticeDuty;
import org.postroad.protocol.smtp.EnhancedStatus;
import org.postroad.protocol.smtp.SmtpReply;
import org.postroad.protocol.tlsrpt.Channel;
import org.postroad.protocol.tlsrpt.MxContact;
import org.postroad.protocol.tlsrpt.ResultType;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.SessionResult;

/// The JSON document of `postroad send --json`.
public final class SentJson {

  private SentJson() {}

  public static String of(Sent sent) {
    return Json.document(
        "postroad.send/1",
        json -> json.objects("deliveries", sent.recipients(), SentJson::recipient));
  }

  private static void recipient(Json json, Sent.Recipient recipient) {
    RecipientOutcome outcome = recipient.outcome();
    json.text("to", outcome.to().text())
        .text("domain", outcome.to().host().text())
        .text("policy_domain", HostText.of(recipient.policyDomain()))
        .word("outcome", Sent.overall(outcome));
    switch (outcome) {
      case RecipientOutcome.Delivered(
              var to,
              SessionResult session,
              SmtpReply reply,
              NoticeDuty notices) -> {
        session(json, session);
        reply(json, reply, reply.enhanced());
        if (notices != NoticeDuty.USUAL) {
          json.word("dsn", notices); // who tells of success: `passed_on`, or `relayed` by us
        }
      }
      case RecipientOutcome.Deferred(var to, Reason reason) -> reason(json, reason);
      case RecipientOutcome.Failed(var to, Reason reason) -> reason(json, reason);
    }
    json.objects("attempts", recipient.attempts(), SentJson::attempt);
  }

  private static void reason(Json json, Reason reason) {
    switch (reason) {
      case Reason.ByServer byServer -> {
        session(json, byServer.session());
        reply(json, byServer.reply(), Optional.of(byServer.status()));
      }
      case Reason.Ours(EnhancedStatus status, String text) ->
          json.text("enhanced", status.text()).text("text", text);
    }
  }

  private static void reply(Json json, SmtpReply reply, Optional<EnhancedStatus> enhanced) {
    json.number("code", reply.code()).text("enhanced", enhanced).text("text", reply.summary());
  }

  private static void attempt(Json json, Attempt attempt) {
    SessionResult session = attempt.session();
    session(json, session);
    json.text("policy_type", session.policyType().text())
        .text("result_type", session.resultType().map(ResultType::text))
        .text("failure_reason", session.failureReason())
        .text("text", attempt.end());
  }

  /// With whom, and how secure: `mx`, `address`, `tls`, `cipher`, `security`.
  private static void session(Json json, SessionResult session) {
    json.text("mx", HostText.of(session.mx().host()));
    if (session.mx() instanceof MxContact.Dialled(var host, var address)) {
      json.text("address", Endpoint.text(address));
    }
    switch (session.outcome()) {
      case SessionOutcome.Verified(Channel.Tls tls) -> {
        tls(json, tls);
        json.text(
            "security",
            switch (session.policyType()) {
              case TLSA -> "dane";
              case STS -> "sts";
              case NO_POLICY_FOUND -> "verified"; // by an override, or for REQUIRETLS
            });
      }
      case SessionOutcome.Unverified(Channel channel, var noted) -> {
        if (channel instanceof Channel.Tls tls) {
          tls(json, tls);
        }
        json.text("security", "none");
      }
      case SessionOutcome.Refused refused -> {}
      case SessionOutcome.Failed failed -> {}
    }
  }

  private static void tls(Json json, Channel.Tls tls) {
    json.text("tls", tls.version()).text("cipher", tls.cipher());
  }
}
