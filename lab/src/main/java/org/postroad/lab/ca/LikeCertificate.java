package org.postroad.lab.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes one certificate like another.
final class LikeCertificate {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration LIFE = Duration.ofDays(3650);
  private static final Pattern HASH = Pattern.compile("(MD5|SHA-?(?:1|224|256|384|512))");

  /// What says for whom and for what a certificate is. What leads elsewhere, as the addresses of
  /// OCSP servers do, or is of the old keys, is left out.
  private static final List<ASN1ObjectIdentifier> KEPT =
      List.of(
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          Extension.subjectAlternativeName,
          Extension.nameConstraints,
          Extension.policyConstraints,
          Extension.inhibitAnyPolicy);

  private LikeCertificate() {}

  /// @throws IllegalArgumentException if the original cannot be copied, with the reason
  static X509Certificate of(X509Certificate original, PublicKey key, Likenesses.Signer signer) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name(original.getIssuerX500Principal()),
              serial(),
              original.getNotBefore(),
              original.getNotAfter(),
              name(original.getSubjectX500Principal()),
              key);
      X509CertificateHolder holder = new X509CertificateHolder(Likenesses.der(original));
      for (ASN1ObjectIdentifier kind : KEPT) {
        Extension extension = holder.getExtension(kind);
        if (extension != null) {
          builder.addExtension(extension);
        }
      }
      LabCa.addKeyIdentifiers(builder, key, signer.keys().getPublic());
      return sign(builder, signer.keys().getPrivate(), original.getSigAlgName());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException(
          "no certificate can be made like that of "
              + original.getSubjectX500Principal()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /// The certificate of an authority that signed itself, whose dates nobody needs to look at.
  static X509Certificate authority(Likenesses.Signer signer, Instant now) {
    try {
      X500Name name = name(signer.name());
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial(),
              Date.from(now.minus(LIFE)),
              Date.from(now.plus(LIFE)),
              name,
              signer.keys().getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      LabCa.addKeyIdentifiers(builder, signer.keys().getPublic(), signer.keys().getPublic());
      return sign(builder, signer.keys().getPrivate(), "SHA256");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("an authority of one's own", e);
    }
  }

  private static X500Name name(X500Principal principal) {
    return X500Name.getInstance(principal.getEncoded());
  }

  private static BigInteger serial() {
    return new BigInteger(127, RANDOM).setBit(0);
  }

  /// @param like the algorithm of the original, of which the hash is kept
  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, String like) {
    String algorithm =
        switch (key) {
          case EdECPrivateKey edwards -> edwards.getParams().getName();
          case ECPrivateKey _ -> hash(like) + "withECDSA";
          default -> hash(like) + "withRSA";
        };
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalArgumentException("signing with " + algorithm, e);
    }
  }

  private static String hash(String algorithm) {
    Matcher hash = HASH.matcher(algorithm.toUpperCase(Locale.ROOT));
    return Optional.of(hash)
        .filter(Matcher::find)
        .map(Matcher::group)
        .orElse("SHA256")
        .replace("-", "");
  }
}
