package org.postroad.lab.ca;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/// Certificates after the likeness of others, for servers that shall stand as those were seen
/// elsewhere: with the same names, dates, uses and kinds of keys, signed by authorities of the same
/// names; with new keys, serial numbers and signatures, since nobody has the old keys.
///
/// First it must [#know] all chains, since a certificate that one server forgets to send may be in
/// another's chain; then it makes them, each once.
public final class Likenesses {

  private final Instant now;
  private final NewKeys keys = new NewKeys();
  private final Set<X509Certificate> known = new LinkedHashSet<>();
  private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();
  private final Set<X509Certificate> vouched = new HashSet<>(); // by an anchor that was not sent
  private final Set<X509Certificate> anchored = new HashSet<>(); // themselves
  private final Map<X509Certificate, X509Certificate> made = new HashMap<>();
  private final Map<Unsent, Signer> unsent = new LinkedHashMap<>();
  private final List<X509Certificate> anchors = new ArrayList<>();

  /// What a chain was worth to who judged it by the public authorities.
  public enum Standing {
    /// Everything.
    VERIFIED,
    /// An authority vouches for it, and something else is wrong: a date, a name, a use.
    FAULTY,
    /// No way leads to an authority.
    UNTRUSTED
  }

  /// An authority of which nothing is known but its name.
  private record Unsent(X500Principal name, boolean trusted) {}

  /// A name and a key to sign with.
  record Signer(X500Principal name, KeyPair keys) {}

  /// @param now when the chains were judged
  public Likenesses(Instant now) {
    this.now = now;
  }

  /// Takes note of a chain as it was sent, the server's certificate first.
  public void know(List<X509Certificate> chain, Standing standing) {
    for (X509Certificate certificate : chain) {
      if (known.add(certificate)) {
        bySubject
            .computeIfAbsent(certificate.getSubjectX500Principal(), n -> new ArrayList<>())
            .add(certificate);
      }
    }
    if (!chain.isEmpty() && standing != Standing.UNTRUSTED) {
      trust(chain, standing);
    }
  }

  /// A chain that is like one that is known: what a server presents.
  ///
  /// @throws IllegalArgumentException if it is empty
  public Credential credential(List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a chain of nothing");
    }
    return new Credential(
        keys.like(chain.getFirst().getPublicKey()).getPrivate(),
        chain.stream().map(this::of).toList());
  }

  /// The certificate that is like a known one.
  public X509Certificate of(X509Certificate original) {
    X509Certificate like = made.get(original);
    if (like == null) {
      like =
          LikeCertificate.of(
              original, keys.like(original.getPublicKey()).getPublic(), signer(original));
      made.put(original, like);
    }
    return like;
  }

  /// All certificates that are known, as they were.
  public List<X509Certificate> known() {
    return List.copyOf(known);
  }

  /// The certificate, signed by itself, of whoever signed the one that is like this.
  public X509Certificate issuer(X509Certificate original) {
    return LikeCertificate.authority(signer(original), now);
  }

  /// Whom everybody has to believe so that the verified chains are. All must be made before.
  public List<X509Certificate> anchors() {
    for (X509Certificate original : known) {
      if (anchored.contains(original)) {
        anchors.add(
            isSelfSigned(original)
                ? of(original)
                : LikeCertificate.authority(
                    new Signer(
                        original.getSubjectX500Principal(), keys.like(original.getPublicKey())),
                    now));
      } else if (vouched.contains(original)) {
        Signer _ = signer(original);
      }
    }
    unsent.forEach(
        (who, signer) -> {
          if (who.trusted()) {
            anchors.add(LikeCertificate.authority(signer, now));
          }
        });
    return anchors.stream().distinct().toList();
  }

  /// What could not be made like the original, in words.
  public List<String> unlike() {
    return keys.unlike();
  }

  /// As PEM.
  public static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    certificates.forEach(certificate -> text.append(Credential.pem(certificate)));
    return text.toString();
  }

  /// Goes up the chain to where the way to an authority must have left it.
  private void trust(List<X509Certificate> chain, Standing standing) {
    Set<X509Certificate> way = new HashSet<>();
    X509Certificate at = chain.getFirst();
    while (way.add(at) && !isSelfSigned(at)) {
      Optional<X509Certificate> next = issuer(at, chain).filter(one -> !way.contains(one));
      if (next.isEmpty()) {
        vouched.add(at);
        return;
      }
      if (standing == Standing.VERIFIED && !holds(next.get())) {
        anchored.add(next.get()); // a cross-signed root of old, of which a younger one is trusted
        return;
      }
      at = next.get();
    }
    anchored.add(at);
  }

  private boolean holds(X509Certificate certificate) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private Signer signer(X509Certificate original) {
    if (isSelfSigned(original)) {
      return new Signer(original.getSubjectX500Principal(), keys.like(original.getPublicKey()));
    }
    X500Principal name = original.getIssuerX500Principal();
    Optional<X509Certificate> issuer = issuer(original, bySubject.getOrDefault(name, List.of()));
    if (issuer.isPresent()) {
      return new Signer(name, keys.like(issuer.get().getPublicKey()));
    }
    Unsent who = new Unsent(name, vouched.contains(original));
    return unsent.computeIfAbsent(who, n -> new Signer(name, keys.fresh(original.getSigAlgName())));
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate original, List<X509Certificate> among) {
    return among.stream()
        .filter(one -> !one.equals(original))
        .filter(one -> one.getSubjectX500Principal().equals(original.getIssuerX500Principal()))
        .filter(one -> isSignedBy(original, one.getPublicKey()))
        .findFirst();
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && isSignedBy(certificate, certificate.getPublicKey());
  }

  /// Whether that key made the signature.
  public static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false; // of a certificate from anywhere, whose key may be none
    }
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read", e);
    }
  }
}
