package org.postroad.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.tls.TestCa.NOW;
import static org.postroad.engine.tls.TestCa.draft;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.tls.CertificateVerdict.Expired;
import org.postroad.engine.tls.CertificateVerdict.NameMismatch;
import org.postroad.engine.tls.CertificateVerdict.NotTrusted;
import org.postroad.engine.tls.CertificateVerdict.NotYetValid;
import org.postroad.engine.tls.CertificateVerdict.Refused;
import org.postroad.engine.tls.CertificateVerdict.Verified;
import org.postroad.engine.tls.CertificateVerdict.WeakSignature;
import org.postroad.engine.tls.CertificateVerdict.WrongUse;
import org.postroad.engine.tls.TestCa.Draft;
import org.postroad.engine.tls.TestCa.Node;
import org.postroad.protocol.dns.DomainName;

/// Chains as they come: good, bad, in disorder, and made to cost work.
class CertificateVerifierTest {

  private static final String NAME = "mx.example.com";

  private final Node root = draft("Root").ca().selfSigned();
  private final Node middle = draft("Middle").ca().by(root);
  private Instant now = NOW;
  private final CertificateVerifier verifier =
      new CertificateVerifier(TrustAnchors.of("test", List.of(root.certificate())), () -> now);

  @Test
  void chainsThatLeadToAnAnchorAreVerified() {
    Node direct = server().by(root);
    Node server = server().by(middle);
    Node stranger = draft("Stranger").ca().selfSigned();
    assertThat(verify(direct)).isInstanceOf(Verified.class);
    assertThat(verify(server, middle)).isInstanceOf(Verified.class);
    assertThat(verify(server, middle, root)).isInstanceOf(Verified.class);
    assertThat(verify(server, root, middle)).as("in disorder").isInstanceOf(Verified.class);
    assertThat(verify(server, stranger, middle, stranger)).isInstanceOf(Verified.class);
    assertThat(verify(server, middle))
        .isEqualTo(new Verified(List.of(server.certificate(), middle.certificate())));
  }

  @Test
  void crossSignedRootThatExpiredDoesNoHarm() {
    Node old = draft("Old").ca().selfSigned();
    Node crossed = draft("Root").ca().keysOf(root).until(NOW.minusSeconds(1)).by(old);
    Node server = server().by(middle);
    assertThat(verify(server, middle, crossed)).isInstanceOf(Verified.class);
  }

  @Test
  void anotherWayIsTriedWhereOneDoesNotHold() {
    Node expired = draft("Middle").ca().keysOf(middle).until(NOW.minusSeconds(1)).by(root);
    Node server = server().by(middle);
    assertThat(verify(server, expired, middle)).isInstanceOf(Verified.class);
    assertThat(verify(server, expired)).isInstanceOf(Expired.class);
  }

  @Test
  void serverCertificateThatTheOperatorNamedIsTrustedWhileInDate() {
    Node own = server().selfSigned();
    CertificateVerifier trusting =
        new CertificateVerifier(TrustAnchors.of("test", List.of(own.certificate())), () -> now);
    List<X509Certificate> sent = List.of(own.certificate());
    DomainName name = DomainName.of(NAME);
    assertThat(trusting.verify(sent, name)).isInstanceOf(Verified.class);
    assertThat(trusting.verify(sent, DomainName.of("other.example")))
        .isInstanceOf(NameMismatch.class);
    now = NOW.plus(Duration.ofDays(11));
    assertThat(trusting.verify(sent, name)).isInstanceOf(Expired.class);
    now = NOW.minus(Duration.ofDays(11));
    assertThat(trusting.verify(sent, name)).isInstanceOf(NotYetValid.class);
  }

  record Bad(String title, Stream<Node> chain, Class<? extends Refused> kind, String why) {}

  @Test
  void everyFaultHasItsName() {
    KeyUsage crlOnly = new KeyUsage(KeyUsage.cRLSign);
    ExtendedKeyUsage mail = new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection);
    Node short0 = draft("Short").ca(0).by(root);
    Node below = draft("Below").ca().by(short0);
    Node noCa = draft("No CA").by(root);
    Node crl = draft("CRL").ca().extension(Extension.keyUsage, true, crlOnly).by(root);
    Node mailCa = draft("Mail").ca().extension(Extension.extendedKeyUsage, false, mail).by(root);
    GeneralSubtree elsewhere =
        new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example.net"));
    Node narrow =
        draft("Narrow")
            .ca()
            .extension(
                Extension.nameConstraints,
                true,
                new NameConstraints(new GeneralSubtree[] {elsewhere}, null))
            .by(root);
    Node sha1Middle = draft("Weak").ca().signedWith("SHA1withECDSA").by(root);
    for (Bad bad :
        List.of(
            bad("self-signed", NotTrusted.class, "self-signed: CN=Server", server().selfSigned()),
            bad("no middle", NotTrusted.class, "issuer unknown: CN=Middle", server().by(middle)),
            bad("forged", NotTrusted.class, "signature does not verify", server().forgedAs(root)),
            bad("no authority", NotTrusted.class, "no authority's", server().by(noCa), noCa),
            bad("too long", NotTrusted.class, "longer", server().by(below), below, short0),
            bad("names", NotTrusted.class, "may vouch for", server().by(narrow), narrow),
            bad("key usage", NotTrusted.class, "not meant for it", server().by(crl), crl),
            bad(
                "critical",
                NotTrusted.class,
                "unknown critical extension",
                server().unknownCriticalExtension().by(root)),
            bad(
                "expired",
                Expired.class,
                "expired on 2026-05-31T23:59:59Z: CN=Server",
                server().until(NOW.minusSeconds(1)).by(root)),
            bad(
                "not yet",
                NotYetValid.class,
                "not valid before 2026-06-01T00:00:01Z: CN=Server",
                server().from(NOW.plusSeconds(1)).by(root)),
            bad(
                "SHA-1",
                WeakSignature.class,
                "SHA1withECDSA: CN=Server",
                server().signedWith("SHA1withECDSA").by(root)),
            bad(
                "SHA-1 above",
                WeakSignature.class,
                "SHA1withECDSA: CN=Weak",
                server().by(sha1Middle),
                sha1Middle),
            bad(
                "client's",
                WrongUse.class,
                "extendedKeyUsage without serverAuth: CN=Server",
                server()
                    .extension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                    .by(root)),
            bad("mail's", WrongUse.class, "serverAuth: CN=Mail", server().by(mailCa), mailCa),
            bad(
                "no signatures",
                WrongUse.class,
                "keyUsage",
                server().extension(Extension.keyUsage, true, crlOnly).by(root)),
            bad("no name", NameMismatch.class, "no DNS-ID", draft(NAME).by(root)),
            bad(
                "other name",
                NameMismatch.class,
                "not valid for mx.example.com, only for \\x1b.example",
                draft(NAME).dnsName("\u001b.example").by(root)))) {
      assertThat(verify(bad.chain().toArray(Node[]::new)))
          .as(bad.title())
          .isInstanceOfSatisfying(
              bad.kind(), refused -> assertThat(refused.why()).contains(bad.why()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SHA1withRSA, false",
    "SHA1withRSAandMGF1, false",
    "MD5withRSA, false",
    "SHA256withRSA, true",
    "SHA256withRSAandMGF1, true",
    "SHA512withRSA, true"
  })
  void digestOfTheSignatureDecides(String algorithm, boolean good) {
    Node authority = draft("RSA").ca().rsa().signedWith("SHA256withRSA").selfSigned();
    CertificateVerifier trusting =
        new CertificateVerifier(
            TrustAnchors.of("test", List.of(authority.certificate())), () -> now);
    Node server = server().signedWith(algorithm).by(authority);
    assertThat(trusting.verify(List.of(server.certificate()), DomainName.of(NAME)))
        .isInstanceOf(good ? Verified.class : WeakSignature.class);
  }

  @Test
  void chainSeenBeforeIsJudgedAnewByDateAndName() {
    Node server = server().by(middle);
    assertThat(verify(server, middle)).isInstanceOf(Verified.class);
    assertThat(verify(server, middle)).isInstanceOf(Verified.class);
    assertThat(
            verifier.verify(
                List.of(server.certificate(), middle.certificate()),
                DomainName.of("other.example")))
        .isInstanceOf(NameMismatch.class);
    now = NOW.plus(Duration.ofDays(11));
    assertThat(verify(server, middle)).isInstanceOf(Expired.class);
    now = NOW.minus(Duration.ofDays(11));
    assertThat(verify(server, middle)).isInstanceOf(NotYetValid.class);
    now = NOW;
    Node forged = server().keysOf(server).forgedAs(middle);
    assertThat(verify(forged, middle)).isInstanceOf(NotTrusted.class);
  }

  @Test
  @Timeout(10)
  void attackerWhoSendsAuthoritiesOfOneNameCostsBoundedWork() {
    List<Node> chain = new ArrayList<>();
    Node twin = draft("Twin").ca().selfSigned();
    chain.add(server().by(twin));
    for (int i = 0; i < 9; i++) {
      chain.add(draft("Twin").ca().keysOf(twin).by(twin));
    }
    long start = System.nanoTime();
    assertThat(verify(chain.toArray(Node[]::new))).isInstanceOf(NotTrusted.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  private CertificateVerdict verify(Node... chain) {
    return verifier.verify(Stream.of(chain).map(Node::certificate).toList(), DomainName.of(NAME));
  }

  private static Draft server() {
    return draft("Server").dnsName(NAME);
  }

  private static Bad bad(String title, Class<? extends Refused> kind, String why, Node... chain) {
    return new Bad(title, Stream.of(chain), kind, why);
  }
}
