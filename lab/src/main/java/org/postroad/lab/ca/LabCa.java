package org.postroad.lab.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority with a P-256 root and one intermediate, which issues whatever a [Leaf]
/// describes.
///
/// Dates count from the instant given at its creation. TLS looks at the machine's clock, so that is
/// normally now, whatever the lab's own clock says.
public final class LabCa {

  private static final Duration ROOT_LIFE = Duration.ofDays(3650);
  private static final Duration SKEW = Duration.ofHours(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Instant now;
  private final Authority root;
  private final Authority intermediate;

  /// One that can sign.
  private record Authority(X500Name name, PrivateKey key, X509Certificate certificate) {}

  private LabCa(Instant now, Authority root, Authority intermediate) {
    this.now = now;
    this.root = root;
    this.intermediate = intermediate;
  }

  /// A new authority; two of the same name are strangers to each other.
  public static LabCa create(String name, Instant now) {
    KeyPair rootKeys = newKeys();
    X500Name rootName = subject(name);
    X509Certificate rootCertificate =
        authority(rootName, rootName, rootKeys.getPublic(), rootKeys, now);
    Authority root = new Authority(rootName, rootKeys.getPrivate(), rootCertificate);
    return new LabCa(now, root, intermediate(name + ", intermediate", root, now));
  }

  /// The same root with another intermediate, as public authorities change theirs. What was issued
  /// before stays with the one of before.
  public LabCa withIntermediate(String name) {
    return new LabCa(now, root, intermediate(name, root, now));
  }

  private static Authority intermediate(String name, Authority root, Instant now) {
    KeyPair keys = newKeys();
    X500Name subject = subject(name);
    KeyPair signer = new KeyPair(root.certificate().getPublicKey(), root.key());
    return new Authority(
        subject, keys.getPrivate(), authority(subject, root.name(), keys.getPublic(), signer, now));
  }

  /// The root's certificate: the trust anchor of whoever believes this authority.
  public X509Certificate root() {
    return root.certificate();
  }

  /// The certificate of the intermediate.
  public X509Certificate intermediate() {
    return intermediate.certificate();
  }

  public String rootPem() {
    return Credential.pem(root.certificate());
  }

  /// Writes the root as a CA file, PEM.
  public void writeRoot(Path file) {
    try {
      Files.writeString(file, rootPem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A key store that holds the root alone.
  public KeyStore trustStore() {
    try {
      return KeyStores.holding(List.of(root.certificate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key store of one's own", e);
    }
  }

  /// For the client side of a connection: believes this authority alone.
  public SSLContext clientContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, KeyStores.trusting(List.of(root.certificate())), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS with a root of one's own", e);
    }
  }

  /// A new key and its certificate.
  ///
  /// @throws IllegalArgumentException if it has no name at all
  public Credential issue(Leaf leaf) {
    if (leaf.commonName().isEmpty() && leaf.dnsNames().isEmpty() && leaf.addresses().isEmpty()) {
      throw new IllegalArgumentException("a certificate needs a name somewhere");
    }
    KeyPair keys = leaf.rsaBits().isPresent() ? rsa(leaf.rsaBits().getAsInt()) : newKeys();
    X500Name subject =
        leaf.commonName().map(LabCa::subject).orElseGet(() -> new X500NameBuilder().build());
    Authority signer =
        switch (leaf.signer()) {
          case ROOT -> root;
          case INTERMEDIATE, MISSING_INTERMEDIATE -> intermediate;
          case SELF -> new Authority(subject, keys.getPrivate(), root.certificate());
        };
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(certificate(leaf, subject, keys.getPublic(), signer));
    if (leaf.signer() == Leaf.Signer.INTERMEDIATE) {
      chain.add(intermediate.certificate());
    }
    if (leaf.sendsRoot()) {
      chain.add(root.certificate());
    }
    return new Credential(keys.getPrivate(), chain);
  }

  private X509Certificate certificate(
      Leaf leaf, X500Name subject, PublicKey key, Authority signer) {
    Instant from = now.minus(leaf.validity().age());
    Instant until = now.plus(leaf.validity().left());
    try {
      var builder = builder(subject, signer.name(), key, from, until);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      boolean ownHand = leaf.signer() == Leaf.Signer.SELF;
      addKeyIdentifiers(builder, key, ownHand ? key : signer.certificate().getPublicKey());
      List<GeneralName> names = new ArrayList<>();
      leaf.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
      leaf.addresses().forEach(ip -> names.add(new GeneralName(GeneralName.iPAddress, ip)));
      if (!names.isEmpty()) {
        // RFC 5280 §4.2.1.6: critical where the subject is empty
        builder.addExtension(
            Extension.subjectAlternativeName,
            leaf.commonName().isEmpty(),
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      String digest = leaf.sha1() ? "SHA1with" : "SHA256with";
      return sign(builder, signer.key(), digest + (isRsa(signer.key()) ? "RSA" : "ECDSA"));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("no certificate can be made of " + leaf, e);
    }
  }

  private static X509Certificate authority(
      X500Name subject, X500Name issuer, PublicKey key, KeyPair signer, Instant now) {
    try {
      var builder = builder(subject, issuer, key, now.minus(SKEW), now.plus(ROOT_LIFE));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      addKeyIdentifiers(builder, key, signer.getPublic());
      return sign(builder, signer.getPrivate(), "SHA256withECDSA");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("an authority of one's own", e);
    }
  }

  /// RFC 5280 §4.2.1.1 and §4.2.1.2; strict verifiers insist on them.
  static void addKeyIdentifiers(
      X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer)
      throws IOException, GeneralSecurityException {
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subject));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer));
  }

  private static X509v3CertificateBuilder builder(
      X500Name subject, X500Name issuer, PublicKey key, Instant from, Instant until) {
    BigInteger serial = new BigInteger(127, RANDOM).setBit(0);
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(from), Date.from(until), subject, key);
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, String algorithm) {
    try {
      var signer = new JcaContentSignerBuilder(algorithm).build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("signing with " + algorithm, e);
    }
  }

  private static X500Name subject(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static boolean isRsa(PrivateKey key) {
    return key.getAlgorithm().equals("RSA");
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits, RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA is in every JDK", e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is in every JDK", e);
    }
  }
}
