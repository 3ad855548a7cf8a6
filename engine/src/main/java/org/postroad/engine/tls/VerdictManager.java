package org.postroad.engine.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.postroad.engine.tls.CertificateVerdict.NotTrusted;
import org.postroad.engine.tls.CertificateVerdict.Refused;

/// Lets JSSE ask our verifier, and keeps what it said. One for each handshake.
///
/// Being an *extended* trust manager it is asked alone: around a plain one JSSE puts checks of its
/// own, whose refusals would have no name here.
final class VerdictManager extends X509ExtendedTrustManager {

  private final CertificateVerifier verifier;
  private final TlsRequest request;
  private List<X509Certificate> chain = List.of();
  private Optional<CertificateVerdict> verdict = Optional.empty();

  VerdictManager(CertificateVerifier verifier, TlsRequest request) {
    this.verifier = verifier;
    this.request = request;
  }

  /// The chain as it was sent; empty before it came.
  List<X509Certificate> chain() {
    return chain;
  }

  CertificateVerdict verdict() {
    return verdict.orElseGet(() -> new NotTrusted("the server sent no certificate"));
  }

  Optional<Refused> refusal() {
    return verdict.filter(Refused.class::isInstance).map(Refused.class::cast);
  }

  private void judge(X509Certificate[] sent) throws CertificateException {
    chain = List.of(sent);
    CertificateVerdict judged = verifier.verify(chain, request.proof());
    verdict = Optional.of(judged);
    if (judged instanceof Refused refused
        && request.verification() == TlsRequest.Verification.REQUIRED) {
      throw new CertificateException(refused.why());
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] sent, String authType, Socket socket)
      throws CertificateException {
    judge(sent);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] sent, String authType, SSLEngine engine)
      throws CertificateException {
    judge(sent);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] sent, String authType)
      throws CertificateException {
    judge(sent);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] sent, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only servers are judged here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] sent, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only servers are judged here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] sent, String authType)
      throws CertificateException {
    throw new CertificateException("only servers are judged here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
