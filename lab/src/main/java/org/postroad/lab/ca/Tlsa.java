package org.postroad.lab.ca;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.postroad.protocol.dns.TlsaRecord;

/// TLSA records (RFC 6698) of the lab's certificates, good and bad ones.
public final class Tlsa {

  public static final int PKIX_TA = 0;
  public static final int PKIX_EE = 1;
  public static final int DANE_TA = 2;
  public static final int DANE_EE = 3;

  /// Selector: the whole certificate.
  public static final int CERT = 0;

  /// Selector: its public key.
  public static final int SPKI = 1;

  public static final int FULL = 0;
  public static final int SHA256 = 1;
  public static final int SHA512 = 2;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Tlsa() {}

  /// That of any certificate. A matching type that is none of the three gets the SHA-256.
  public static TlsaRecord of(
      X509Certificate certificate, int usage, int selector, int matchingType) {
    byte[] octets = selector == CERT ? der(certificate) : certificate.getPublicKey().getEncoded();
    byte[] data =
        switch (matchingType) {
          case FULL -> octets;
          case SHA512 -> digest("SHA-512", octets);
          default -> digest("SHA-256", octets);
        };
    return new TlsaRecord(usage, selector, matchingType, HexFormat.of().formatHex(data));
  }

  /// What is recommended for a server (RFC 7672 §3.1): `3 1 1`, of its key.
  public static TlsaRecord ee(Credential credential) {
    return of(credential.leaf(), DANE_EE, SPKI, SHA256);
  }

  /// `2 0 1` of an authority's root. The server must send the root along: `Leaf.sendingRoot()`.
  public static TlsaRecord ta(LabCa ca) {
    return of(ca.root(), DANE_TA, CERT, SHA256);
  }

  /// `3 1 1` of a key that nobody has.
  public static TlsaRecord wrong() {
    return new TlsaRecord(DANE_EE, SPKI, SHA256, HexFormat.of().formatHex(noise(32)));
  }

  /// Right, and unusable for mail all the same (RFC 7672 §3.1.3): usage 1.
  public static TlsaRecord unusable(Credential credential) {
    return of(credential.leaf(), PKIX_EE, SPKI, SHA256);
  }

  /// `3 1 1` with a digest that is none: five octets.
  public static TlsaRecord malformed() {
    return new TlsaRecord(DANE_EE, SPKI, SHA256, HexFormat.of().formatHex(noise(5)));
  }

  private static byte[] noise(int octets) {
    byte[] noise = new byte[octets];
    RANDOM.nextBytes(noise);
    return noise;
  }

  private static byte[] digest(String algorithm, byte[] octets) {
    try {
      return MessageDigest.getInstance(algorithm).digest(octets);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is in every JDK", e);
    }
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of one's own", e);
    }
  }
}
