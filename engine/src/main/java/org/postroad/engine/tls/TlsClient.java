package org.postroad.engine.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Watchdog;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Printable;

/// Starts TLS on a connected socket: fresh for HTTPS, after STARTTLS for SMTP.
///
/// TLS 1.2 or later (RFC 8461 §7.2), SNI, the verdict of a [CertificateVerifier], one deadline for
/// the whole handshake. No session is ever resumed: a resumed one shows no certificate, and one
/// that was begun without verification must not pass for a verified one.
public final class TlsClient {

  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
  private static final int WHY_MAX = 200;

  private final CertificateVerifier verifier;
  private final SecureRandom random = new SecureRandom();

  public TlsClient(CertificateVerifier verifier) {
    this.verifier = verifier;
  }

  /// Shakes hands over the connected socket, which belongs to the outcome from here on.
  public TlsOutcome handshake(Socket connected, TlsRequest request, Deadline deadline) {
    VerdictManager manager = new VerdictManager(verifier, request);
    Watchdog watchdog = Watchdog.over(connected, deadline);
    TlsOutcome outcome;
    try (watchdog) {
      SSLSocket socket = socket(connected, request, manager);
      socket.startHandshake();
      SSLSession session = socket.getSession();
      TlsFacts facts =
          new TlsFacts(session.getProtocol(), session.getCipherSuite(), manager.chain());
      outcome = new TlsOutcome.Established(socket, facts, manager.verdict());
    } catch (IOException e) {
      outcome = failure(e, manager, request);
    }
    if (watchdog.bit()) {
      outcome = new TlsOutcome.TimedOut("TLS handshake not finished in time");
    }
    if (outcome instanceof TlsOutcome.Failure) {
      close(connected);
    }
    return outcome;
  }

  /// A context for this handshake alone, so that there is no session to resume.
  private SSLSocket socket(Socket connected, TlsRequest request, VerdictManager manager)
      throws IOException {
    SSLContext context;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[] {manager}, random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(connected, request.name().text(), connected.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setServerNames(List.of(new HostName(request.name())));
    parameters.setApplicationProtocols(request.protocols().toArray(String[]::new));
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static TlsOutcome failure(IOException e, VerdictManager manager, TlsRequest request) {
    Optional<CertificateVerdict.Refused> refusal = manager.refusal();
    if (refusal.isPresent() && request.verification() == TlsRequest.Verification.REQUIRED) {
      return new TlsOutcome.CertificateRefused(refusal.get(), manager.chain());
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return new TlsOutcome.CertificateRefused(
            new CertificateVerdict.Unreadable("certificate cannot be read: " + text(cause)),
            List.of());
      }
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return new TlsOutcome.HandshakeFailed("TLS handshake cut off by the server");
      }
    }
    return new TlsOutcome.HandshakeFailed("TLS handshake failed: " + text(e));
  }

  private static String text(Throwable e) {
    return Printable.of(String.valueOf(e.getMessage()), WHY_MAX);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is broken, and that is why it is closed.
    }
  }

  /// A name as it is: `SNIHostName` refuses the underscores that names of exchangers may have.
  private static final class HostName extends SNIServerName {
    HostName(DomainName name) {
      super(StandardConstants.SNI_HOST_NAME, name.text().getBytes(StandardCharsets.US_ASCII));
    }
  }
}
