package org.postroad.protocol.dane;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.postroad.protocol.certificate.EncodedCertificate;
import org.postroad.protocol.certificate.KeyInfo;
import org.postroad.protocol.dns.TlsaRecord;

/// What the fields of a TLSA record mean (RFC 6698 §2.1), as far as SMTP has a use for them.
final class AssociationData {

  static final int DANE_TA = 2; // RFC 7218 §2.1
  static final int DANE_EE = 3;
  static final int CERT = 0; // RFC 7218 §2.2
  static final int SPKI = 1;
  static final int FULL = 0; // RFC 7218 §2.3

  private static final int SHA2_256 = 1;
  private static final int SHA2_512 = 2;

  private AssociationData() {}

  /// Why a record does not count by itself, if it does not.
  static Optional<String> fault(TlsaRecord record) {
    if (record.usage() != DANE_TA && record.usage() != DANE_EE) {
      return Optional.of(
          record.usage() < DANE_TA
              ? "usage " + record.usage() + " is not for SMTP" // RFC 7672 §3.1.3
              : "unknown usage " + record.usage());
    }
    if (record.selector() != CERT && record.selector() != SPKI) {
      return Optional.of("unknown selector " + record.selector());
    }
    int length = record.data().length() / 2;
    if (length == 0) {
      return Optional.of("no data");
    }
    return switch (record.matchingType()) {
      case FULL -> fullFault(record);
      case SHA2_256 -> lengthFault("SHA2-256", 32, length);
      case SHA2_512 -> lengthFault("SHA2-512", 64, length);
      default -> Optional.of("unknown matching type " + record.matchingType());
    };
  }

  /// Whether the record speaks of this certificate, by whatever usage.
  static boolean matches(TlsaRecord record, X509Certificate certificate) {
    return selected(record.selector(), certificate)
        .map(
            octets -> MessageDigest.isEqual(digest(record.matchingType(), octets), record.octets()))
        .orElse(false);
  }

  private static Optional<byte[]> selected(int selector, X509Certificate certificate) {
    if (selector == SPKI) {
      return KeyInfo.of(certificate);
    }
    try {
      return Optional.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      return Optional.empty();
    }
  }

  private static byte[] digest(int matchingType, byte[] octets) {
    return switch (matchingType) {
      case FULL -> octets;
      case SHA2_256 -> digest("SHA-256", octets);
      case SHA2_512 -> digest("SHA-512", octets);
      default -> throw new IllegalArgumentException("matching type " + matchingType);
    };
  }

  private static byte[] digest(String algorithm, byte[] octets) {
    try {
      return MessageDigest.getInstance(algorithm).digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }

  private static Optional<String> lengthFault(String digest, int wanted, int length) {
    return length == wanted
        ? Optional.empty()
        : Optional.of(digest + " of " + length + " octets, not " + wanted);
  }

  /// A trust anchor's key must be one that can verify something here; a server's key is only
  /// compared.
  private static Optional<String> fullFault(TlsaRecord record) {
    byte[] octets = record.octets();
    if (record.selector() == CERT) {
      return EncodedCertificate.read(octets).isPresent()
          ? Optional.empty()
          : Optional.of("not a certificate");
    }
    if (!KeyInfo.isWellFormed(octets)) {
      return Optional.of("not a public key");
    }
    return record.usage() == DANE_TA && KeyInfo.key(octets).isEmpty()
        ? Optional.of("a public key that cannot be read")
        : Optional.empty();
  }
}
