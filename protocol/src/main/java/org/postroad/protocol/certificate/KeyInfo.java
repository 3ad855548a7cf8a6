package org.postroad.protocol.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/// SubjectPublicKeyInfo (RFC 5280 §4.1): a public key as it stands in a certificate, octet for
/// octet. The JDK's `PublicKey#getEncoded` may write it anew.
public final class KeyInfo {

  private static final int POSITION = 5; // RFC 5280 §4.1, after the version

  private KeyInfo() {}

  /// That of a certificate; empty if it cannot be found.
  public static Optional<byte[]> of(X509Certificate certificate) {
    byte[] signed;
    try {
      signed = certificate.getTBSCertificate();
    } catch (CertificateEncodingException e) {
      return Optional.empty();
    }
    return Der.of(signed)
        .flatMap(Der::children)
        .map(parts -> parts.getFirst().is(Der.VERSION) ? parts.subList(1, parts.size()) : parts)
        .filter(parts -> parts.size() > POSITION)
        .map(parts -> parts.get(POSITION).encoded());
  }

  /// Whether the octets are one, of whatever algorithm.
  public static boolean isWellFormed(byte[] encoded) {
    return algorithm(encoded).isPresent();
  }

  /// Whether the octets are one of the algorithm rsaEncryption (RFC 8017 A.1).
  static boolean isRsa(byte[] encoded) {
    return algorithm(encoded).filter("1.2.840.113549.1.1.1"::equals).isPresent();
  }

  /// The key; empty if the octets are none, or of an algorithm that is not known here.
  public static Optional<PublicKey> key(byte[] encoded) {
    Optional<String> algorithm = algorithm(encoded);
    if (algorithm.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyFactory factory = KeyFactory.getInstance(algorithm.get());
      return Optional.of(factory.generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /// `SEQUENCE { SEQUENCE { OBJECT IDENTIFIER, … }, BIT STRING }`
  private static Optional<String> algorithm(byte[] encoded) {
    Optional<List<Der>> parts =
        Der.of(encoded).filter(der -> der.is(Der.SEQUENCE)).flatMap(Der::children);
    if (parts.isEmpty()
        || parts.get().size() != 2
        || !parts.get().getFirst().is(Der.SEQUENCE)
        || !parts.get().getLast().is(Der.BIT_STRING)) {
      return Optional.empty();
    }
    return parts
        .get()
        .getFirst()
        .children()
        .filter(inner -> !inner.isEmpty() && inner.getFirst().is(Der.OBJECT_IDENTIFIER))
        .flatMap(inner -> ObjectIdentifier.text(inner.getFirst().content()));
  }
}
