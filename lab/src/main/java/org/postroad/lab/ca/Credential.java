package org.postroad.lab.ca;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// A private key and the certificates that its server presents, leaf first.
///
/// The server side shows it whatever is wrong with it: expired, for another name, signed with
/// SHA-1.
public final class Credential {

  private static final String ENTRY = "lab";

  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private final SSLContext context;

  Credential(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
    this.context = contextOf(key, chain);
  }

  /// The one in a key store as [#keyStore] makes it.
  public static Credential of(KeyStore store, char[] password) {
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : store.getCertificateChain(ENTRY)) {
        chain.add((X509Certificate) certificate);
      }
      return new Credential((PrivateKey) store.getKey(ENTRY, password), chain);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key store of the lab's", e);
    }
  }

  public PrivateKey key() {
    return key;
  }

  /// What is sent, leaf first, without the root.
  public List<X509Certificate> chain() {
    return chain;
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /// For the server side of a connection; the client side of it trusts nobody.
  public SSLContext sslContext() {
    return context;
  }

  /// A PKCS #12 key store with the one entry `lab`.
  public KeyStore keyStore(char[] password) {
    try {
      KeyStore store = KeyStores.empty();
      store.setKeyEntry(ENTRY, key, password, chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key store of one's own", e);
    }
  }

  /// The chain as PEM, as nginx and Postfix read it.
  public String certificatePem() {
    StringBuilder text = new StringBuilder();
    chain.forEach(certificate -> text.append(pem(certificate)));
    return text.toString();
  }

  /// The key as PEM, PKCS #8 and not encrypted.
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /// Key and chain in one, as Postfix's `smtpd_tls_chain_files` reads them.
  public String pem() {
    return keyPem() + certificatePem();
  }

  @Override
  public String toString() {
    return "credential of " + leaf().getSubjectX500Principal();
  }

  static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of one's own", e);
    }
  }

  private static String pem(String label, byte[] der) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String body = Base64.getMimeEncoder(64, newline).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static SSLContext contextOf(PrivateKey key, List<X509Certificate> chain) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = {new OneCredential(key, chain)};
      context.init(keys, KeyStores.trusting(List.of()), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS with a credential of one's own", e);
    }
  }
}
