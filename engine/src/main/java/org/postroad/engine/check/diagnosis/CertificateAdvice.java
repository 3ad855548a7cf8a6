package org.postroad.engine.check.diagnosis;

import org.postroad.engine.check.ClientService;
import org.postroad.protocol.dns.DomainName;

/// Cause and cure of a fault of certificates, in words for a server of one kind.
///
/// @param server what it is: `web server`, `mail server`
/// @param effect what comes of any such fault there
/// @param port where it listens
/// @param startTls what openssl calls its protocol; empty where TLS comes first
record CertificateAdvice(String server, String effect, int port, String startTls) {

  static final CertificateAdvice POLICY_HOST =
      new CertificateAdvice(
          "web server",
          "Senders refuse the connection and get no policy; those without a cached one deliver"
              + " unprotected.",
          443,
          "");

  static final CertificateAdvice EXCHANGER =
      new CertificateAdvice(
          "mail server",
          "Senders that verify certificates do not deliver here: under enforce the mail waits and"
              + " comes back to whoever wrote it.",
          25,
          "smtp");

  static CertificateAdvice client(ClientService service) {
    String protocol =
        switch (service.kind().protocol()) {
          case SMTP -> "smtp";
          case IMAP -> "imap";
          case POP3 -> "pop3";
        };
    return new CertificateAdvice(
        "mail server",
        "Mail programs warn their users, who learn to click warnings away.",
        service.port(),
        service.kind().implicitTls() ? "" : protocol);
  }

  Finding finding(FindingCode code, Object subject, CertificateFault fault, DomainName wanted) {
    Finding finding =
        Finding.of(
            code,
            subject,
            fault.seen(),
            cause(fault.kind()) + " " + effect,
            cure(fault.kind(), wanted));
    return fault.since().map(finding::since).orElse(finding);
  }

  private String cause(CertificateFault.Kind kind) {
    return switch (kind) {
      case NAME_MISMATCH ->
          "An authority vouches for this server under other names. Usually the "
              + server
              + " answers with a default certificate because nobody ever got one for this name.";
      case SELF_SIGNED ->
          "The certificate vouches for itself, which anybody's can. It is what software installs"
              + " until it gets a real one.";
      case EXPIRED ->
          "Nobody renewed it, or it was renewed and the "
              + server
              + " was not reloaded and shows the old one.";
      case NOT_YET_VALID -> "It begins in the future: a clock is wrong, or it was installed early.";
      case INCOMPLETE_CHAIN ->
          "Browsers fetch or remember what is missing; mail servers do not, so it fails for them"
              + " alone. The certificate was installed without its intermediate (cert.pem in"
              + " place of fullchain.pem); or its issuer is an authority of your own, which no"
              + " sender knows.";
      case UNTRUSTED ->
          "The chain is whole and ends at an authority that public trust stores do not hold: a"
              + " private one, or one that was removed.";
      case UNFIT -> "The certificate itself is not good enough for TLS servers.";
    };
  }

  private String cure(CertificateFault.Kind kind, DomainName wanted) {
    String check = " Look with: " + look(wanted);
    return switch (kind) {
      case NAME_MISMATCH ->
          "Get a certificate with "
              + wanted
              + " among its DNS names and serve it for that name."
              + check;
      case SELF_SIGNED, UNTRUSTED ->
          "Get a certificate for "
              + wanted
              + " from a public authority, by ACME for instance."
              + check;
      case EXPIRED ->
          "Renew it, reload the "
              + server
              + ", and find out why that did not happen by itself (timer, challenge, reload hook)."
              + check;
      case NOT_YET_VALID -> "Set the clocks right, or serve the one before until then." + check;
      case INCOMPLETE_CHAIN ->
          "Configure the full chain, server certificate first, then the intermediates; then reload"
              + " the "
              + server
              + ". If the issuer is no public authority, get a certificate of one."
              + check;
      case UNFIT ->
          "Get a new one: at least RSA 2048 or P-256, signed with SHA-256 or better, for server"
              + " authentication."
              + check;
    };
  }

  private String look(DomainName wanted) {
    return "openssl s_client "
        + (startTls.isEmpty() ? "" : "-starttls " + startTls + " ")
        + "-connect "
        + wanted
        + ":"
        + port
        + " -servername "
        + wanted;
  }
}
