package org.postroad.app.labs.hostile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.postroad.protocol.dns.TlsaRecord;

/// TLSA records as their owners make them, and what they demand: RFC 6698 §2.1, RFC 7672 §3 and RFC
/// 7671 §9 once more, apart from the client under test.
final class Tlsa {

  private Tlsa() {}

  /// The records of a kind.
  ///
  /// @param old of a certificate whose key was stolen
  /// @param now of the certificate in use
  /// @param next of the one to come
  static List<TlsaRecord> records(
      TlsaKind kind,
      X509Certificate old,
      X509Certificate now,
      X509Certificate next,
      X509Certificate authority) {
    TlsaRecord key = new TlsaRecord(3, 1, 1, digest("SHA-256", key(now)));
    TlsaRecord nobodys = new TlsaRecord(3, 1, 1, "00".repeat(32));
    return switch (kind) {
      case NONE -> List.of();
      case EE -> List.of(key);
      case EE_NEXT -> List.of(key, new TlsaRecord(3, 1, 1, digest("SHA-256", key(next))));
      case EE_TWO_DIGESTS ->
          List.of(
              new TlsaRecord(3, 1, 1, digest("SHA-256", key(old))),
              new TlsaRecord(3, 1, 2, digest("SHA-512", key(now))));
      case TA -> List.of(new TlsaRecord(2, 0, 0, HexFormat.of().formatHex(whole(authority))));
      case UNUSABLE ->
          List.of(
              new TlsaRecord(1, 1, 1, digest("SHA-256", key(now))),
              new TlsaRecord(3, 1, 9, "00".repeat(32)));
      case WRONG -> List.of(nobodys);
    };
  }

  /// The records that count.
  static List<TlsaRecord> usable(List<TlsaRecord> all) {
    boolean strong = all.stream().anyMatch(r -> r.usage() == 3 && r.matchingType() == 2);
    return all.stream()
        .filter(r -> r.usage() == 2 || r.usage() == 3)
        .filter(r -> r.matchingType() <= 2)
        .filter(r -> !(strong && r.usage() == 3 && r.matchingType() == 1))
        .toList();
  }

  /// Whether a server with that certificate satisfies one of the records.
  ///
  /// @param names of which DANE-TA wants one in the certificate: the TLSA base domain and the next
  ///   hop (RFC 7672 §3.2.2)
  static boolean satisfied(List<TlsaRecord> usable, Paper paper, String... names) {
    return usable.stream().anyMatch(record -> satisfied(record, paper, List.of(names)));
  }

  private static boolean satisfied(TlsaRecord record, Paper paper, List<String> names) {
    if (record.usage() == 2) { // all anchors of the model are its one authority
      return paper.trusted() && paper.inDate() && names.stream().anyMatch(paper::names);
    }
    String algorithm = record.matchingType() == 1 ? "SHA-256" : "SHA-512";
    return record.data().equals(digest(algorithm, key(paper.credential().leaf())));
  }

  private static byte[] key(X509Certificate certificate) {
    return certificate.getPublicKey().getEncoded();
  }

  private static byte[] whole(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of one's own", e);
    }
  }

  private static String digest(String algorithm, byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
