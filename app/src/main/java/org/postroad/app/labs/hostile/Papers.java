package org.postroad.app.labs.hostile;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.TlsaRecord;

/// Every certificate of the model, each made once: real ones, judged by the client's own verifier.
///
/// Their dates do not depend on a game's clock, so a verdict never changes and is remembered.
final class Papers {

  /// The attacker's own host.
  static final String EVIL = "mx.evil.example";

  private final LabCa authority = LabCa.create("Model Authority", Clock.START);
  private final LabCa stranger = LabCa.create("Unknown Authority", Clock.START);
  private final CertificateVerifier verifier =
      new CertificateVerifier(
          TrustAnchors.of("the model", List.of(authority.root())), () -> Clock.START);
  private final Map<String, Paper> papers = new ConcurrentHashMap<>();
  private final Map<Judged, CertificateVerdict> verdicts = new ConcurrentHashMap<>();
  private final Map<String, List<TlsaRecord>> records = new ConcurrentHashMap<>();

  private record Judged(Paper paper, TlsRequest request) {}

  CertificateVerifier verifier() {
    return verifier;
  }

  /// What the client makes of the certificate.
  CertificateVerdict verdict(Paper paper, TlsRequest request) {
    return verdicts.computeIfAbsent(
        new Judged(paper, request),
        judged -> verifier.verify(paper.credential().chain(), request.proof()));
  }

  /// What an honest host shows.
  Paper of(Host host, Kit kit) {
    String name = host.text();
    return switch (kit) {
      case RENEWED -> made("renewed", name, name, Leaf.of(name), true, true);
      case EXPIRED -> expired(name);
      case UNTRUSTED -> untrusted(name);
      case SELF_SIGNED -> selfSigned(name);
      case COMMON_NAME -> made("name as CN", "", name, Leaf.commonNameOnly(name), true, true);
      case OTHER_NAME -> valid("other." + name);
      case GOOD, EAGER, NO_STARTTLS, BROKEN_STARTTLS, GREYLISTS, FULL, DOWN -> valid(name);
    };
  }

  /// A good certificate for that very name.
  Paper valid(String name) {
    return made("good", name, name, Leaf.of(name), true, true);
  }

  Paper expired(String name) {
    return made("expired", name, name, Leaf.of(name).expired(), true, false);
  }

  Paper untrusted(String name) {
    return made("untrusted", name, name, Leaf.of(name), false, true);
  }

  Paper selfSigned(String name) {
    return made("self-signed", name, name, Leaf.of(name).selfSigned(), false, true);
  }

  /// The attacker's name as the DNS-ID, the host's as the CN.
  Paper commonName(String name) {
    return made("another's, CN " + name, EVIL, name, Leaf.of(EVIL).commonName(name), true, true);
  }

  /// For `*.example`, shown by `mx.alpha.example`: one label too far up.
  Paper wildcardAbove(String parent) {
    String above = "*." + parent.substring(parent.indexOf('.') + 1);
    return made("good", above, above, Leaf.of(above), true, true);
  }

  /// The records of a kind for a host that is run so.
  List<TlsaRecord> tlsa(TlsaKind kind, Host host, Kit kit) {
    return records.computeIfAbsent(
        kind + " " + host + " " + kit,
        _ ->
            Tlsa.records(
                kind,
                expired(host.text()).credential().leaf(),
                of(host, kit).credential().leaf(),
                of(host, Kit.RENEWED).credential().leaf(),
                authority.root()));
  }

  /// The attacker's own, for a name of his or anybody's.
  List<TlsaRecord> evilTlsa(String name) {
    return records.computeIfAbsent(
        "evil " + name,
        _ -> {
          X509Certificate leaf = valid(name).credential().leaf();
          return Tlsa.records(TlsaKind.EE, leaf, leaf, leaf, authority.root());
        });
  }

  private Paper made(
      String label, String name, String about, Leaf leaf, boolean trusted, boolean inDate) {
    return papers.computeIfAbsent(
        label + " " + name + " " + about,
        _ -> {
          LabCa signer = label.equals("untrusted") ? stranger : authority;
          Credential credential = signer.issue(leaf);
          List<String> names = name.isEmpty() ? List.of() : List.of(name);
          String words = label + (name.isEmpty() ? ", " + about : ", for " + name);
          Optional<String> commonName = name.isEmpty() ? Optional.of(about) : Optional.empty();
          return new Paper(words, names, commonName, trusted, inDate, credential);
        });
  }
}
