package org.postroad.engine.check;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// A service for the users' mail clients, as a SRV record announces it (RFC 6186, RFC 8314 §5.1).
///
/// @param visits one for each address that was visited
public record ClientService(Kind kind, DomainName host, int port, List<ServiceVisit> visits) {

  public ClientService {
    visits = List.copyOf(visits);
  }

  /// By the first label of its SRV name.
  public enum Kind {
    SUBMISSIONS("_submissions", Protocol.SMTP, true),
    SUBMISSION("_submission", Protocol.SMTP, false),
    IMAPS("_imaps", Protocol.IMAP, true),
    IMAP("_imap", Protocol.IMAP, false),
    POP3S("_pop3s", Protocol.POP3, true),
    POP3("_pop3", Protocol.POP3, false);

    private final String label;
    private final Protocol protocol;
    private final boolean implicitTls;

    Kind(String label, Protocol protocol, boolean implicitTls) {
      this.label = label;
      this.protocol = protocol;
      this.implicitTls = implicitTls;
    }

    /// `_imaps`; the SRV records stand at `_imaps._tcp.DOMAIN`.
    public String label() {
      return label;
    }

    public Protocol protocol() {
      return protocol;
    }

    /// Whether TLS comes first (RFC 8314 §3), or STARTTLS in its course.
    public boolean implicitTls() {
      return implicitTls;
    }
  }

  public enum Protocol {
    SMTP,
    IMAP,
    POP3
  }
}
