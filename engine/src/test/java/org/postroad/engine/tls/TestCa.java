package org.postroad.engine.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Certificates with every fault that a chain can have, signed for one another as a test says.
final class TestCa {

  static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private TestCa() {}

  /// A key and its certificate.
  record Node(KeyPair keys, X509Certificate certificate) {}

  /// A certificate in the making.
  static final class Draft {
    private final X500Name name;
    private String algorithm = "SHA256withECDSA";
    private Instant from = NOW.minus(Duration.ofDays(10));
    private Instant until = NOW.plus(Duration.ofDays(10));
    private KeyPair keys = keys("EC");
    private final List<Extension> extensions = new ArrayList<>();

    Draft(String name) {
      this(new X500Name(name));
    }

    Draft(X500Name name) {
      this.name = name;
    }

    Draft ca() {
      return extension(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    Draft ca(int pathLength) {
      return extension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
    }

    Draft dnsName(String dnsName) {
      return extension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
    }

    Draft unknownCriticalExtension() {
      return extension(new ASN1ObjectIdentifier("1.2.3.4.5"), true, DERNull.INSTANCE);
    }

    Draft extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
      try {
        extensions.add(new Extension(id, critical, value.toASN1Primitive().getEncoded()));
      } catch (IOException e) {
        throw new IllegalArgumentException(e);
      }
      return this;
    }

    Draft rsa() {
      keys = OneRsaPair.KEYS;
      return this;
    }

    Draft keysOf(Node other) {
      keys = other.keys();
      return this;
    }

    Draft signedWith(String other) {
      algorithm = other;
      return this;
    }

    Draft from(Instant other) {
      from = other;
      return this;
    }

    Draft until(Instant other) {
      until = other;
      return this;
    }

    Node selfSigned() {
      return signedBy(name, keys);
    }

    Node by(Node issuer) {
      return signedBy(subject(issuer), issuer.keys());
    }

    /// Names the issuer but signs with a key that is not his.
    Node forgedAs(Node issuer) {
      return signedBy(subject(issuer), keys("EC"));
    }

    private static X500Name subject(Node node) {
      return X500Name.getInstance(node.certificate().getSubjectX500Principal().getEncoded());
    }

    private Node signedBy(X500Name issuer, KeyPair issuerKeys) {
      try {
        var builder =
            new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(from),
                Date.from(until),
                name,
                keys.getPublic());
        for (Extension extension : extensions) {
          builder.addExtension(extension);
        }
        var signer =
            new JcaContentSignerBuilder(algorithm)
                .setProvider(new BouncyCastleProvider()) // for RSASSA-PSS
                .build(issuerKeys.getPrivate());
        return new Node(
            keys, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
      } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }

  static Draft draft(String name) {
    return new Draft("CN=" + name);
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Made once: they take a second.
  private static final class OneRsaPair {
    private static final KeyPair KEYS = keys("RSA");
  }
}
