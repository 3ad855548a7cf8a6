package org.postroad.engine.deliver;

import org.postroad.protocol.smtp.EnhancedStatus;
import org.postroad.protocol.smtp.SmtpReply;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.SessionResult;
import org.postroad.protocol.tlsrpt.Shortfall;

/// Why a recipient did not get the message.
public sealed interface Reason {

  EnhancedStatus status();

  /// In one line, safe to print.
  String text();

  /// A server said so.
  ///
  /// @param to what it answered: `RCPT TO`
  /// @param session the one in which it did
  record ByServer(SmtpReply reply, String to, boolean permanent, SessionResult session)
      implements Reason {
    @Override
    public EnhancedStatus status() {
      EnhancedStatus status =
          reply.enhanced().orElseGet(() -> new EnhancedStatus(reply.code() / 100, 0, 0));
      return permanent ? status : status.temporary();
    }

    @Override
    public String text() {
      return to + " answered with " + reply.summary();
    }
  }

  /// It follows from what we saw.
  record Ours(EnhancedStatus status, String text) implements Reason {
    static Ours of(String status, String text) {
      return new Ours(EnhancedStatus.parse(status).orElseThrow(), text);
    }
  }

  /// Why a session ended before the message, which is never for good: the road or the host may be
  /// better tomorrow, and what a policy misses may be an attack (RFC 8461 §5).
  static Reason of(SessionOutcome.Refused refused) {
    Shortfall shortfall = refused.shortfall();
    String status =
        switch (shortfall.kind()) {
          case MX_NOT_IN_POLICY, MX_NOT_PROVEN, TLSA_UNKNOWN, DANE_REQUIRED ->
              "4.7.0"; // RFC 3463 §3.8: other security status
          case STARTTLS_NOT_OFFERED, STARTTLS_REFUSED, REQUIRETLS_NOT_OFFERED ->
              "4.7.4"; // features not supported
          case STARTTLS_INJECTED,
              HANDSHAKE_FAILED,
              CERTIFICATE_OF_ANOTHER_HOST,
              CERTIFICATE_EXPIRED,
              CERTIFICATE_NOT_TRUSTED,
              CERTIFICATE_UNREADABLE,
              TLSA_NOT_MATCHED ->
              "4.7.5"; // cryptographic failure
        };
    return Ours.of(status, shortfall.detail());
  }

  /// Why a session failed; for now only, whatever the server said before it was known to be the
  /// right one.
  static Reason of(SessionOutcome.Failed failed) {
    String status =
        switch (failed.why()) {
          case NO_ADDRESS, ADDRESS_NOT_ALLOWED -> "4.4.4"; // RFC 3463 §3.5: unable to route
          case NOT_CONNECTED, TIMED_OUT -> "4.4.1"; // no answer from host
          case LOST -> "4.4.2"; // bad connection
          case JUNK -> "4.5.0"; // RFC 3463 §3.6: protocol status
          case UNWILLING -> "4.3.2"; // system not accepting network messages
        };
    return Ours.of(status, failed.detail());
  }
}
