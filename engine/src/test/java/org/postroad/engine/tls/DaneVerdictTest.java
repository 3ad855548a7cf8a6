package org.postroad.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.tls.TestCa.NOW;
import static org.postroad.engine.tls.TestCa.draft;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.engine.tls.TestCa.Draft;
import org.postroad.engine.tls.TestCa.Node;
import org.postroad.protocol.dane.DaneVerdict;
import org.postroad.protocol.dane.DaneVerdict.Fault;
import org.postroad.protocol.dane.DaneVerdict.Matched;
import org.postroad.protocol.dane.DaneVerdict.Refused;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.TlsaRecord;

/// Certificates against TLSA records (RFC 7672 §3): each usage, selector and matching type, and
/// every fault that a chain can have.
class DaneVerdictTest {

  private static final String NAME = "mx.example.com";

  private final Node root = draft("Root").ca().selfSigned();
  private final Node middle = draft("Middle").ca().by(root);
  private final Node leaf = server().by(middle);
  private final Node stranger = draft("Stranger").ca().selfSigned();

  @ParameterizedTest
  @ValueSource(strings = {"3 0 0", "3 0 1", "3 0 2", "3 1 0", "3 1 1", "3 1 2"})
  void daneEeMatchesTheServersCertificateAndNoOther(String fields) {
    TlsaRecord record = Tlsa.of(fields, leaf);
    assertThat(verify(Tlsa.set(record), leaf, middle, root)).isEqualTo(new Matched(record));
    assertThat(verify(Tlsa.set(record), leaf)).as("alone").isEqualTo(new Matched(record));
    refused(Fault.NO_MATCH, Tlsa.set(record), server().by(middle), middle, root);
    refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, middle)), leaf, middle, root);
  }

  @Test
  void daneEeHasNoUseForNamesDatesAndAuthorities() { // §3.1.1
    Duration day = Duration.ofDays(1);
    for (Node odd :
        List.of(
            draft("x").dnsName("elsewhere.example").by(middle),
            draft("x").by(middle),
            server().until(NOW.minus(day)).by(middle),
            server().from(NOW.plus(day)).by(middle),
            server().forgedAs(middle),
            server().selfSigned(),
            server().rsa().signedWith("SHA1withRSA").selfSigned(),
            server().unknownCriticalExtension().by(middle),
            server()
                .extension(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .by(middle))) {
      assertThat(verify(Tlsa.set(Tlsa.of("3 1 1", odd)), odd)).isInstanceOf(Matched.class);
      assertThat(verify(Tlsa.set(Tlsa.of("3 0 1", odd)), odd)).isInstanceOf(Matched.class);
    }
  }

  @Test
  void aKeyOutlivesItsCertificate() {
    Node renewed = server().keysOf(leaf).by(root);
    assertThat(verify(Tlsa.set(Tlsa.of("3 1 1", leaf)), renewed)).isInstanceOf(Matched.class);
    refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of("3 0 1", leaf)), renewed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 0 0", "2 0 1", "2 0 2", "2 1 0", "2 1 1", "2 1 2"})
  void daneTaMatchesAnyAuthorityOfTheChain(String fields) {
    for (Node authority : List.of(root, middle)) {
      TlsaRecord record = Tlsa.of(fields, authority);
      assertThat(verify(Tlsa.set(record), leaf, middle, root)).isEqualTo(new Matched(record));
      assertThat(verify(Tlsa.set(record), leaf, root, stranger, middle))
          .as("in disorder, with more than is needed")
          .isEqualTo(new Matched(record));
    }
    assertThat(verify(Tlsa.set(Tlsa.of(fields, middle)), leaf, middle))
        .as("what is above the anchor need not be there")
        .isInstanceOf(Matched.class);
    refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, stranger)), leaf, middle, root);
    refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, stranger)), leaf, middle, root, stranger);
  }

  @Test
  void anAuthorityThatWasNotSentIsThereOnlyWhereItIsPublishedInFull() { // RFC 7671 §5.2.2
    for (String fields : List.of("2 0 1", "2 0 2", "2 1 1", "2 1 2")) {
      refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, root)), leaf, middle);
      refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, middle)), leaf);
    }
    for (String fields : List.of("2 0 0", "2 1 0")) {
      assertThat(verify(Tlsa.set(Tlsa.of(fields, root)), leaf, middle))
          .as(fields)
          .isInstanceOf(Matched.class);
      assertThat(verify(Tlsa.set(Tlsa.of(fields, middle)), leaf))
          .as(fields)
          .isInstanceOf(Matched.class);
      refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, root)), leaf);
    }
  }

  @Test
  void aBareKeyVouchesForWhatItSigned() { // RFC 7671 §5.2.3
    TlsaSet key = Tlsa.set(Tlsa.of("2 1 0", middle));
    refused(Fault.NO_MATCH, key, server().forgedAs(middle));
    refused(Fault.EXPIRED, key, server().until(NOW.minusSeconds(1)).by(middle));
    refused(Fault.NAME_MISMATCH, key, draft("x").dnsName("elsewhere.example").by(middle));
  }

  @Test
  void theServersOwnCertificateIsNobodysAuthority() {
    Node own = server().ca().selfSigned();
    for (String fields : List.of("2 0 1", "2 1 1")) {
      refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, own)), own);
      refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of(fields, own)), own, own);
    }
  }

  @Test
  void aRecordThatMatchesIsEnoughWhateverTheOthersSay() { // both usages are not required at once
    TlsaRecord ee = Tlsa.of("3 1 1", leaf);
    TlsaRecord ta = Tlsa.of("2 0 1", root);
    TlsaRecord otherEe = Tlsa.of("3 1 1", stranger);
    TlsaRecord otherTa = Tlsa.of("2 0 1", stranger);
    assertThat(verify(Tlsa.set(otherTa, ee), leaf)).isEqualTo(new Matched(ee));
    assertThat(verify(Tlsa.set(otherEe, ta), leaf, middle, root)).isEqualTo(new Matched(ta));
    Node named = draft("x").dnsName("elsewhere.example").by(middle);
    assertThat(verify(Tlsa.set(ta, Tlsa.of("3 1 1", named)), named, middle, root))
        .as("DANE-EE stands in where DANE-TA fails at the name")
        .isInstanceOf(Matched.class);
  }

  @Test
  void publicAuthoritiesCountForNothing() {
    refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of("3 1 1", stranger)), leaf, middle, root);
    assertThat(TlsaSet.of(List.of(Tlsa.of("0 0 1", root), Tlsa.of("1 1 1", leaf))).usable())
        .isEmpty();
  }

  @Test
  void theWeakerDigestDoesNotCountBesideTheStronger() { // RFC 7671 §9
    TlsaSet set = Tlsa.set(Tlsa.of("3 1 1", leaf), Tlsa.of("3 1 2", stranger));
    refused(Fault.NO_MATCH, set, leaf, middle, root);
    assertThat(verify(Tlsa.set(Tlsa.of("3 1 1", leaf), Tlsa.of("3 0 2", stranger)), leaf))
        .as("nor beside one of another selector")
        .isInstanceOf(Matched.class);
  }

  @Test
  void underDaneTaDatesCount() {
    Node old = server().until(NOW.minusSeconds(1)).by(middle);
    refused(Fault.EXPIRED, anchor(root), old, middle, root);
    refused(Fault.EXPIRED, anchor(middle), old, middle);

    Node oldMiddle = draft("Old").ca().until(NOW.minusSeconds(1)).by(root);
    Node below = server().by(oldMiddle);
    refused(Fault.EXPIRED, anchor(root), below, oldMiddle, root);
    refused(Fault.EXPIRED, anchor(oldMiddle), below, oldMiddle, root);

    Node early = server().from(NOW.plusSeconds(1)).by(middle);
    refused(Fault.NOT_TRUSTED, anchor(root), early, middle, root);
    Node earlyRoot = draft("Early").ca().from(NOW.plusSeconds(1)).selfSigned();
    refused(Fault.NOT_TRUSTED, anchor(earlyRoot), server().by(earlyRoot), earlyRoot);
  }

  @Test
  void underDaneTaSignaturesCount() {
    refused(Fault.NOT_TRUSTED, anchor(middle), server().forgedAs(middle), middle, root);
    Node forged = draft("Middle").ca().forgedAs(root);
    refused(Fault.NOT_TRUSTED, anchor(root), server().by(forged), forged, root);

    Node rsa = draft("Rsa").ca().rsa().signedWith("SHA256withRSA").selfSigned();
    refused(Fault.NOT_TRUSTED, anchor(rsa), server().signedWith("SHA1withRSA").by(rsa), rsa);
    Node weakRoot = draft("Weak").ca().rsa().signedWith("SHA1withRSA").selfSigned();
    assertThat(
            verify(anchor(weakRoot), server().signedWith("SHA256withRSA").by(weakRoot), weakRoot))
        .as("an anchor's own signature proves nothing anyway")
        .isInstanceOf(Matched.class);
  }

  @Test
  void betweenServerAndAnchorAreAuthoritiesOnly() {
    Node plain = server().by(root);
    refused(Fault.NOT_TRUSTED, anchor(root), server().by(plain), plain, root);
    Node bound = draft("Bound").ca(0).by(root);
    Node tooDeep = draft("Deep").ca().by(bound);
    refused(Fault.NOT_TRUSTED, anchor(root), server().by(tooDeep), tooDeep, bound, root);
  }

  @Test
  void theConstraintsOfTheAnchorsOwnCertificateCount() { // §3.1.2
    Node shallow = draft("Shallow").ca(0).selfSigned();
    Node below = draft("Below").ca().by(shallow);
    assertThat(verify(anchor(shallow), server().by(shallow), shallow)).isInstanceOf(Matched.class);
    refused(Fault.NOT_TRUSTED, anchor(shallow), server().by(below), below, shallow);
    refused(Fault.NOT_TRUSTED, Tlsa.set(Tlsa.of("2 0 0", shallow)), server().by(below), below);

    Node narrow = within("example.com");
    assertThat(verify(anchor(narrow), server().by(narrow), narrow)).isInstanceOf(Matched.class);
    Node foreign = within("elsewhere.example");
    refused(Fault.NOT_TRUSTED, anchor(foreign), server().by(foreign), foreign);
    Node between = draft("Between").ca().by(foreign);
    refused(Fault.NOT_TRUSTED, anchor(foreign), server().by(between), between, foreign);
  }

  @Test
  void whatSaysThatItIsNoAuthorityIsNoAnchor() {
    Node none =
        draft("None")
            .extension(Extension.basicConstraints, true, new BasicConstraints(false))
            .selfSigned();
    refused(Fault.NOT_TRUSTED, anchor(none), server().by(none), none);
    Node signsNothing =
        draft("Signs")
            .ca()
            .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .selfSigned();
    refused(Fault.NOT_TRUSTED, anchor(signsNothing), server().by(signsNothing), signsNothing);
    Node forMail =
        draft("Mail")
            .ca()
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection))
            .selfSigned();
    refused(Fault.NOT_TRUSTED, anchor(forMail), server().by(forMail), forMail);

    Node silent = draft("Silent").selfSigned();
    assertThat(verify(anchor(silent), server().by(silent), silent))
        .as("the owner of the domain says that it is one, and it says nothing else")
        .isInstanceOf(Matched.class);
  }

  @Test
  void underDaneTaTheCertificateIsMadeForServers() {
    Node client =
        server()
            .extension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
            .by(middle);
    refused(Fault.NOT_TRUSTED, anchor(root), client, middle, root);
    refused(
        Fault.NOT_TRUSTED,
        anchor(root),
        server().unknownCriticalExtension().by(middle),
        middle,
        root);
  }

  @Test
  void ofSeveralWaysOneThatHoldsIsEnough() {
    Node older = draft("Middle").ca().keysOf(middle).until(NOW.minusSeconds(1)).by(root);
    assertThat(verify(anchor(root), leaf, older, middle, root)).isInstanceOf(Matched.class);
    assertThat(
            verify(
                Tlsa.set(Tlsa.of("2 0 1", older), Tlsa.of("2 0 1", middle)), leaf, older, middle))
        .isInstanceOf(Matched.class);
    refused(Fault.EXPIRED, anchor(older), leaf, older);
  }

  @Test
  void theReasonIsTheOneOfTheWayThatCameFarthest() {
    Node foreign = draft("x").dnsName("elsewhere.example").by(middle);
    DaneVerdict verdict = verify(anchor(root), foreign, middle, root);
    assertThat(verdict)
        .isEqualTo(
            new Refused(
                Fault.NAME_MISMATCH,
                "certificate not valid for mx.example.com, only for elsewhere.example"));
    assertThat(verify(Tlsa.set(Tlsa.of("3 1 1", stranger)), leaf))
        .isEqualTo(
            new Refused(
                Fault.NO_MATCH, "no TLSA record matches the certificate of CN=mx.example.com"));
  }

  @Test
  void noCertificateMatchesNothing() {
    refused(Fault.NO_MATCH, Tlsa.set(Tlsa.of("3 1 1", leaf)));
  }

  @Test
  @Timeout(20)
  void aChainMadeToBranchWithoutEndGetsNothing() {
    Node head = draft("Maze").ca().selfSigned();
    List<Node> maze = new ArrayList<>(List.of(server().by(head)));
    for (int i = 0; i < 30; i++) {
      maze.add(draft("Maze").ca().forgedAs(head));
    }
    TlsaRecord[] keys = new TlsaRecord[200];
    Arrays.setAll(keys, i -> Tlsa.of("2 1 0", draft("Key").ca().selfSigned()));
    refused(Fault.NO_MATCH, Tlsa.set(keys), maze.toArray(Node[]::new));
    refused(Fault.NOT_TRUSTED, anchor(maze.getLast()), maze.toArray(Node[]::new));
  }

  private static Node within(String domain) {
    return draft("Within " + domain)
        .ca()
        .extension(
            Extension.nameConstraints,
            true,
            new NameConstraints(
                new GeneralSubtree[] {
                  new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))
                },
                null))
        .selfSigned();
  }

  private static Draft server() {
    return draft(NAME).dnsName(NAME);
  }

  private static TlsaSet anchor(Node node) {
    return Tlsa.set(Tlsa.of("2 0 1", node));
  }

  private static DaneVerdict verify(TlsaSet set, Node... sent) {
    List<X509Certificate> chain = Arrays.stream(sent).map(Node::certificate).toList();
    return DaneVerdict.of(set, chain, List.of(DomainName.of(NAME)), NOW);
  }

  private static void refused(Fault fault, TlsaSet set, Node... sent) {
    assertThat(verify(set, sent))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.fault()).as(refused.why()).isEqualTo(fault));
  }
}
