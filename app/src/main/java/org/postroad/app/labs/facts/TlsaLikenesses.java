package org.postroad.app.labs.facts;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.postroad.lab.ca.Likenesses;
import org.postroad.protocol.certificate.EncodedCertificate;
import org.postroad.protocol.certificate.KeyInfo;
import org.postroad.protocol.dns.TlsaRecord;

/// TLSA records for the new certificates: one that fitted a certificate fits the one that was made
/// like it, and one that fitted none stays as it is and fits none.
final class TlsaLikenesses {

  private static final int DANE_TA = 2; // RFC 7218 §2.1
  private static final int CERT = 0; // RFC 7218 §2.2
  private static final int SPKI = 1;
  private static final int FULL = 0; // RFC 7218 §2.3
  private static final int SHA256 = 1;
  private static final int SHA512 = 2;
  private static final int AUTHORITIES_MAX = 32; // each is tried on all certificates

  private final Likenesses likenesses;
  private final Map<Association, X509Certificate> originals = new HashMap<>();
  private int authoritiesTried;

  /// What a record says of a certificate.
  private record Association(int selector, int matchingType, String data) {}

  TlsaLikenesses(Likenesses likenesses) {
    this.likenesses = likenesses;
    for (X509Certificate original : likenesses.known()) {
      for (int selector : new int[] {CERT, SPKI}) {
        for (int matching : new int[] {FULL, SHA256, SHA512}) {
          data(original, selector, matching)
              .ifPresent(
                  data ->
                      originals.putIfAbsent(new Association(selector, matching, data), original));
        }
      }
    }
  }

  TlsaRecord like(TlsaRecord record) {
    Association association =
        new Association(record.selector(), record.matchingType(), record.data());
    return Optional.ofNullable(originals.get(association))
        .map(likenesses::of)
        .or(() -> unsentAuthority(record))
        .flatMap(like -> data(like, record.selector(), record.matchingType()))
        .map(data -> new TlsaRecord(record.usage(), record.selector(), record.matchingType(), data))
        .orElse(record);
  }

  /// A record that holds an authority whole, which the server then need not send (RFC 7671 §5.2.2).
  private Optional<X509Certificate> unsentAuthority(TlsaRecord record) {
    if (record.usage() != DANE_TA
        || record.matchingType() != FULL
        || ++authoritiesTried > AUTHORITIES_MAX) {
      return Optional.empty();
    }
    Optional<PublicKey> key =
        record.selector() == CERT
            ? EncodedCertificate.read(record.octets()).map(X509Certificate::getPublicKey)
            : KeyInfo.key(record.octets());
    return key.flatMap(
        authority ->
            likenesses.known().stream()
                .filter(original -> Likenesses.isSignedBy(original, authority))
                .findFirst()
                .map(likenesses::issuer));
  }

  private static Optional<String> data(X509Certificate certificate, int selector, int matching) {
    return octets(certificate, selector)
        .map(
            octets ->
                HexFormat.of()
                    .formatHex(
                        switch (matching) {
                          case SHA256 -> digest("SHA-256", octets);
                          case SHA512 -> digest("SHA-512", octets);
                          default -> octets;
                        }));
  }

  private static Optional<byte[]> octets(X509Certificate certificate, int selector) {
    try {
      return selector == SPKI ? KeyInfo.of(certificate) : Optional.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      return Optional.empty();
    }
  }

  private static byte[] digest(String algorithm, byte[] octets) {
    try {
      return MessageDigest.getInstance(algorithm).digest(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }
}
