package org.postroad.engine.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postroad.engine.tls.CertificateVerdict.Expired;
import org.postroad.engine.tls.CertificateVerdict.NameMismatch;
import org.postroad.engine.tls.CertificateVerdict.NotTrusted;
import org.postroad.engine.tls.CertificateVerdict.NotYetValid;
import org.postroad.engine.tls.CertificateVerdict.Verified;
import org.postroad.engine.tls.CertificateVerdict.WrongUse;
import org.postroad.protocol.certificate.CertificateUse;
import org.postroad.protocol.certificate.DnsId;
import org.postroad.protocol.certificate.NamePattern;
import org.postroad.protocol.dane.DaneVerdict;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.TlsaRecord;

/// Judges the chain that a server sent: a way to a trust anchor by the rules of RFC 5280, dates,
/// signatures better than SHA-1, made for TLS servers, and a DNS-ID for the name (RFC 8461 §3.3,
/// §4.2). Revocation is not looked up; §3.3 leaves that open.
///
/// The order of the checks decides what an operator reads of a certificate with several faults:
/// trust first, the name last, so a [NameMismatch] always says that an authority vouched for the
/// server under another name.
public final class CertificateVerifier {

  private final CertificatePaths paths;
  private final TrustAnchors anchors;
  private final InstantSource clock;

  public CertificateVerifier(TrustAnchors anchors, InstantSource clock) {
    this.anchors = anchors;
    this.clock = clock;
    this.paths = new CertificatePaths(anchors);
  }

  /// The verdict on a chain by whatever it is to prove itself.
  public CertificateVerdict verify(List<X509Certificate> sent, TlsRequest.Proof proof) {
    return switch (proof) {
      case TlsRequest.Proof.WebPki(DomainName name) -> verify(sent, name);
      case TlsRequest.Proof.AnyOf(List<NamePattern> names) ->
          verify(
              sent,
              server -> NamePattern.anyCovers(names, server),
              names.stream().map(NamePattern::text).collect(Collectors.joining(" or ")));
      case TlsRequest.Proof.Dane(TlsaSet records, List<DomainName> names, DomainName host) ->
          switch (DaneVerdict.of(records, sent, names, clock.instant())) {
            case DaneVerdict.Matched(TlsaRecord by) ->
                new CertificateVerdict.DaneMatched(by, verify(sent, host));
            case DaneVerdict.Refused refused -> new CertificateVerdict.DaneRefused(refused);
          };
    };
  }

  /// The verdict for `name` on a chain as it was sent, the server's certificate first; the rest may
  /// come in any order and hold more than is needed.
  public CertificateVerdict verify(List<X509Certificate> sent, DomainName name) {
    return verify(sent, server -> DnsId.covers(server, name), name.text());
  }

  private CertificateVerdict verify(
      List<X509Certificate> sent, Predicate<X509Certificate> covers, String names) {
    if (sent.isEmpty()) {
      return new NotTrusted("the server sent no certificate");
    }
    X509Certificate server = sent.getFirst();
    CertificateVerdict trust =
        anchors.contains(server) ? trustedAsItIs(server) : paths.find(sent, clock.instant());
    if (!(trust instanceof Verified(List<X509Certificate> path))) {
      return trust;
    }
    for (int i = 0; i < path.size(); i++) {
      Optional<String> fault = CertificateUse.fault(path.get(i), i == 0);
      if (fault.isPresent()) {
        return new WrongUse(CertificatePaths.subject(path.get(i)), fault.get());
      }
    }
    return covers.test(server) ? trust : new NameMismatch(names, DnsId.of(server));
  }

  /// The operator named this very certificate: nobody has to vouch for it, but it can grow old.
  private CertificateVerdict trustedAsItIs(X509Certificate server) {
    Instant now = clock.instant();
    Instant from = server.getNotBefore().toInstant();
    Instant until = server.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      return new Expired(CertificatePaths.subject(server), until);
    }
    return now.isBefore(from)
        ? new NotYetValid(CertificatePaths.subject(server), from)
        : new Verified(List.of(server));
  }
}
