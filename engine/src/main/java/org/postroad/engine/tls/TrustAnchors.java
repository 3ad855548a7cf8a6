package org.postroad.engine.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.postroad.protocol.text.Printable;

/// The certificate authorities that the operator trusts, parsed once and found by subject.
///
/// A certificate in the set is trusted as it is: an authority, or a server's own certificate.
public final class TrustAnchors {

  /// Where Debian and its kin keep the bundle that Postfix is pointed at too.
  public static final Path SYSTEM_BUNDLE = Path.of("/etc/ssl/certs/ca-certificates.crt");

  private static final long FILE_BYTES_MAX = 16L << 20; // the system's bundle has a quarter of one

  private final String source;
  private final int size;
  private final Map<X500Principal, List<X509Certificate>> bySubject;

  private TrustAnchors(String source, Collection<X509Certificate> certificates) {
    this.source = source;
    Map<X500Principal, List<X509Certificate>> index = new HashMap<>();
    for (X509Certificate certificate : certificates) {
      List<X509Certificate> same =
          index.computeIfAbsent(certificate.getSubjectX500Principal(), _ -> new ArrayList<>(1));
      if (!same.contains(certificate)) {
        same.add(certificate);
      }
    }
    this.bySubject = Collections.unmodifiableMap(index);
    this.size = index.values().stream().mapToInt(List::size).sum();
  }

  /// Trust anchors, or why there are none.
  public sealed interface Loaded {
    record Valid(TrustAnchors anchors) implements Loaded {}

    record Invalid(String why) implements Loaded {}
  }

  /// These certificates and no others.
  public static TrustAnchors of(String source, Collection<X509Certificate> certificates) {
    return new TrustAnchors(source, certificates);
  }

  /// The system's bundle where it exists, else the JDK's.
  public static Loaded ofSystem() {
    return Files.exists(SYSTEM_BUNDLE) ? ofFile(SYSTEM_BUNDLE) : ofJdk();
  }

  /// The certificates of a PEM file; text between them is skipped, as every such bundle has it.
  public static Loaded ofFile(Path file) {
    byte[] pem;
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        return invalid(file, "more than " + FILE_BYTES_MAX + " bytes");
      }
      pem = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return invalid(file, "no such file");
    } catch (IOException e) {
      return invalid(file, "cannot be read: " + e);
    }
    return switch (PemBundle.read(pem)) {
      case PemBundle.Invalid(String why) -> invalid(file, why);
      case PemBundle.Certificates(List<X509Certificate> certificates) ->
          new Loaded.Valid(new TrustAnchors(file.toString(), certificates));
    };
  }

  /// The JDK's own set, `lib/security/cacerts`.
  public static Loaded ofJdk() {
    Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    List<X509Certificate> certificates = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(in, null);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      return invalid(file, "cannot be read: " + e);
    }
    return certificates.isEmpty()
        ? invalid(file, "holds no certificate")
        : new Loaded.Valid(new TrustAnchors(file.toString(), certificates));
  }

  /// Where they come from, for messages: a file's path.
  public String source() {
    return source;
  }

  public int size() {
    return size;
  }

  /// The anchors with that subject; several where an authority changed its key.
  List<X509Certificate> named(X500Principal subject) {
    return bySubject.getOrDefault(subject, List.of());
  }

  boolean contains(X509Certificate certificate) {
    return named(certificate.getSubjectX500Principal()).contains(certificate);
  }

  @Override
  public String toString() {
    return size + " trust anchors of " + source;
  }

  private static Loaded invalid(Path file, String why) {
    return new Loaded.Invalid("trust anchors " + file + ": " + Printable.of(why, 200));
  }
}
