package org.postroad.engine.check.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.smtp.SmtpReply;

/// The sessions with exchangers: greeting, STARTTLS, what is offered under TLS.
final class SmtpRules {

  private SmtpRules() {}

  static List<Finding> of(DomainView view) {
    if (!view.reachesPort25()) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    for (Exchanger exchanger : view.facts().exchangers()) {
      List<Finding> host = new ArrayList<>();
      for (SmtpVisit visit : exchanger.visits()) {
        if (visit.tcp() instanceof Tcp.Connected) {
          session(exchanger.host(), visit).ifPresent(host::add);
          if (visit.tls() instanceof Tls.Established tls) {
            host.addAll(ExchangerTlsRules.of(view, exchanger.host(), visit, tls));
          }
          requireTls(exchanger.host(), visit).ifPresent(host::add);
        }
      }
      found.addAll(Merged.of(host));
    }
    return found;
  }

  static String subject(DomainName host, SmtpVisit visit) {
    return host + " (" + Endpoint.text(visit.address()) + ")";
  }

  private static Optional<Finding> session(DomainName host, SmtpVisit visit) {
    return turnedAway(host, visit)
        .or(() -> startTls(host, visit))
        .or(() -> tls(host, visit))
        .or(() -> leftUnderTls(host, visit));
  }

  /// Whoever wants a certificate of its clients finishes the handshake of TLS 1.3 and complains
  /// after it (RFC 8446 §4.4.2.4), so a handshake alone does not show that mail would be taken.
  private static Optional<Finding> leftUnderTls(DomainName host, SmtpVisit visit) {
    return unwilling("its answer to EHLO under TLS", visit.secured())
        .map(
            seen ->
                Finding.of(
                    FindingCode.MX_TURNED_US_AWAY,
                    subject(host, visit),
                    seen,
                    "TLS came about, and then the server did not go on. Where it wants a"
                        + " certificate of whoever connects, or breaks under TLS, no sender's mail"
                        + " gets through; or it means only whoever checked.",
                    "Look at the mail server's log of this moment; in Postfix smtpd_tls_req_ccert"
                        + " must be no on port 25. Check from a host that may send mail."));
  }

  /// A server that does not talk to us may talk to others.
  private static Optional<Finding> turnedAway(DomainName host, SmtpVisit visit) {
    return unwilling("its greeting", visit.greeting())
        .or(() -> unwilling("its answer to EHLO", visit.hello()))
        .map(
            seen ->
                Finding.of(
                    FindingCode.MX_TURNED_US_AWAY,
                    subject(host, visit),
                    seen,
                    "The server took the connection and did not go on. It may mean only whoever"
                        + " checked: an address without a reverse name, or on a blocklist. Or it"
                        + " is overloaded, and means everybody.",
                    "Look for this address in the mail server's log; check from a host that may"
                        + " send mail."));
  }

  private static Optional<String> unwilling(String what, SmtpAnswer answer) {
    return switch (answer) {
      case SmtpAnswer.Replied(SmtpReply reply, Duration took) ->
          reply.isDone() ? Optional.empty() : Optional.of(what + ": " + reply.summary());
      case SmtpAnswer.Broken(var cause, String detail, Duration took) ->
          Optional.of("instead of " + what + ": " + Words.reason(detail));
      case SmtpAnswer.NotReached none -> Optional.empty();
    };
  }

  private static Optional<Finding> startTls(DomainName host, SmtpVisit visit) {
    return switch (visit.startTls()) {
      case StartTlsAnswer.Accepted fine -> Optional.empty();
      case StartTlsAnswer.NotReached none -> Optional.empty();
      case StartTlsAnswer.NotOffered none ->
          Optional.of(
              Finding.of(
                  FindingCode.MX_NO_STARTTLS,
                  subject(host, visit),
                  "no STARTTLS among what EHLO offers",
                  "All mail to this host crosses the network in clear, and senders that keep to a"
                      + " policy do not deliver here. TLS is switched off in the mail server, or a"
                      + " firewall that \"inspects\" SMTP strikes the word out (it then shows as"
                      + " XXXXXXXX).",
                  "Switch TLS on (Postfix: smtpd_tls_security_level = may, with certificate and"
                      + " key), and switch SMTP inspection off in the firewall."));
      case StartTlsAnswer.Refused(SmtpReply reply) ->
          Optional.of(broken(host, visit, "STARTTLS answered with " + reply.summary()));
      case StartTlsAnswer.Injected(String detail) ->
          Optional.of(broken(host, visit, "octets before TLS: " + Words.reason(detail)));
      case StartTlsAnswer.Broken(var cause, String detail) ->
          Optional.of(broken(host, visit, "STARTTLS broke: " + Words.reason(detail)));
    };
  }

  private static Finding broken(DomainName host, SmtpVisit visit, String seen) {
    return Finding.of(
        FindingCode.MX_STARTTLS_BROKEN,
        subject(host, visit),
        seen,
        "The server offers TLS and cannot do it: usually its key or certificate cannot be read, or"
            + " something on the way breaks the session. Careful senders do not deliver here.",
        "Look at the mail server's log of this moment; check that it can read certificate and key"
            + " and that both belong together.");
  }

  private static Optional<Finding> tls(DomainName host, SmtpVisit visit) {
    return switch (visit.tls()) {
      case Tls.Established fine -> Optional.empty();
      case Tls.NotTried none -> Optional.empty();
      case Tls.TimedOut(Duration took) ->
          Optional.of(broken(host, visit, "no end of the handshake within " + Words.seconds(took)));
      case Tls.Failed(String why, Duration took) -> Optional.of(failed(host, visit, why));
    };
  }

  private static Finding failed(DomainName host, SmtpVisit visit, String why) {
    if (ExchangerTlsRules.takesOnlyOld(visit)) {
      return Finding.of(
          FindingCode.MX_TLS_TOO_OLD,
          subject(host, visit),
          Words.alert(why) + "; it takes TLS 1.1 or older",
          "TLS before 1.2 is broken, and MTA-STS does not take it. Senders that keep to a policy do"
              + " not deliver here; others fall back to clear text.",
          "Switch TLS 1.2 and 1.3 on; that takes OpenSSL 1.1.1 or later.");
    }
    if (visit.hello(TlsVersion.TLS_1_2) instanceof Hello.Agreed agreed
        && why.contains("fatal alert")) {
      return brokenOff(host, visit, agreed, why);
    }
    if (why.contains("fatal alert") && !why.contains("protocol_version")) {
      return Finding.of(
          FindingCode.MX_NO_CERTIFICATE,
          subject(host, visit),
          Words.alert(why) + ", when asked for " + visit.sni(),
          "The server ends the handshake with an alert: it has no certificate at all, or none for"
              + " this name, or no cipher suite that the two have in common.",
          "Give the mail server a certificate for "
              + host
              + "; its log of this moment tells if it is about the cipher suites.");
    }
    return broken(host, visit, Words.reason(why));
  }

  /// A server that agreed to an offer has a certificate, and ended the handshake for other reasons.
  private static Finding brokenOff(
      DomainName host, SmtpVisit visit, Hello.Agreed agreed, String why) {
    String seen =
        Words.reason(why)
            + "; offered more, it agreed to cipher suite "
            + String.format("0x%04x", agreed.cipher());
    return agreed.isOutdated()
        ? Finding.of(
                FindingCode.MX_STARTTLS_BROKEN,
                subject(host, visit),
                seen,
                "The server has TLS, and of the cipher suites only some that current libraries have"
                    + " given up, such as those without forward secrecy (RFC 9325 §4.1). Some"
                    + " senders deliver all the same; others do not, or do it in clear. Its"
                    + " certificate was not seen.",
                "Allow suites with ECDHE and AES-GCM: take restrictions out of the configuration"
                    + " (Postfix: smtpd_tls_ciphers, tls_medium_cipherlist), or upgrade the"
                    + " library.")
            .as(Severity.WARNING)
        : Finding.of(
            FindingCode.MX_STARTTLS_BROKEN,
            subject(host, visit),
            seen,
            "The server agrees to TLS and then ends the handshake. Where it wants a certificate of"
                + " whoever connects, no sender's mail gets through.",
            "Look at the mail server's log of this moment; in Postfix smtpd_tls_req_ccert must be"
                + " no on port 25.");
  }

  private static Optional<Finding> requireTls(DomainName host, SmtpVisit visit) {
    return visit.offeredUnderTls().offers("REQUIRETLS")
        ? Optional.of(
            Finding.of(
                FindingCode.REQUIRETLS_OFFERED,
                host,
                "REQUIRETLS among what EHLO offers under TLS",
                "Senders may ask that a message goes over verified TLS all the way or not at all,"
                    + " and this host keeps to it.",
                "Nothing to do."))
        : Optional.empty();
  }
}
