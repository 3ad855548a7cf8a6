package org.postroad.lab.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.lab.ca.Likenesses.Standing;

class LikenessesTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final LabCa CA = LabCa.create("Somebody's root", NOW);

  @Test
  void certificateIsLikeTheOtherInAllButKeySerialAndSignature() throws Exception {
    List<X509Certificate> chain =
        CA.issue(Leaf.of("mx.example", "*.mx.example").viaIntermediate()).chain();
    Likenesses likenesses = new Likenesses(NOW);
    likenesses.know(chain, Standing.VERIFIED);
    Credential like = likenesses.credential(chain);

    assertThat(like.chain()).hasSameSizeAs(chain);
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate old = chain.get(i);
      X509Certificate made = like.chain().get(i);
      assertThat(made.getSubjectX500Principal()).isEqualTo(old.getSubjectX500Principal());
      assertThat(made.getIssuerX500Principal()).isEqualTo(old.getIssuerX500Principal());
      assertThat(made.getNotBefore()).isEqualTo(old.getNotBefore());
      assertThat(made.getNotAfter()).isEqualTo(old.getNotAfter());
      assertThat(String.valueOf(made.getSubjectAlternativeNames()))
          .isEqualTo(String.valueOf(old.getSubjectAlternativeNames()));
      assertThat(made.getExtendedKeyUsage()).isEqualTo(old.getExtendedKeyUsage());
      assertThat(made.getKeyUsage()).isEqualTo(old.getKeyUsage());
      assertThat(made.getBasicConstraints()).isEqualTo(old.getBasicConstraints());
      assertThat(made.getSigAlgName()).isEqualTo(old.getSigAlgName());
      assertThat(made.getPublicKey().getAlgorithm()).isEqualTo("EC");
      assertThat(made.getPublicKey()).isNotEqualTo(old.getPublicKey());
      assertThat(made.getSerialNumber()).isNotEqualTo(old.getSerialNumber());
    }
    like.chain().getFirst().verify(like.chain().getLast().getPublicKey());
    X509Certificate anchor = likenesses.anchors().getFirst();
    like.chain().getLast().verify(anchor.getPublicKey());
    assertThat(anchor.getSubjectX500Principal().getName()).isEqualTo("CN=Somebody's root");
  }

  @Test
  void whoForgetsAnIntermediateIsStillSignedByTheOneThatAnotherSends() {
    List<X509Certificate> whole = CA.issue(Leaf.of("a.example").viaIntermediate()).chain();
    List<X509Certificate> alone = CA.issue(Leaf.of("b.example").viaMissingIntermediate()).chain();
    Likenesses likenesses = new Likenesses(NOW);
    likenesses.know(alone, Standing.UNTRUSTED);
    likenesses.know(whole, Standing.VERIFIED);
    X509Certificate like = likenesses.of(alone.getFirst());
    X509Certificate intermediate = likenesses.of(whole.getLast());
    assertThatCode(() -> like.verify(intermediate.getPublicKey())).doesNotThrowAnyException();
    assertThat(likenesses.anchors())
        .extracting(anchor -> anchor.getSubjectX500Principal().getName())
        .containsExactly("CN=Somebody's root");
  }

  @Test
  void authoritiesOfTheSameNameAreStrangersIfOneIsNotTrusted() {
    List<X509Certificate> good = CA.issue(Leaf.of("a.example")).chain();
    List<X509Certificate> bad =
        LabCa.create("Somebody's root", NOW).issue(Leaf.of("b.example")).chain();
    Likenesses likenesses = new Likenesses(NOW);
    likenesses.know(good, Standing.VERIFIED);
    likenesses.know(bad, Standing.UNTRUSTED);
    X509Certificate like = likenesses.of(bad.getFirst());
    X509Certificate other = likenesses.of(good.getFirst());
    X509Certificate anchor = likenesses.anchors().getFirst();
    assertThatCode(() -> other.verify(anchor.getPublicKey())).doesNotThrowAnyException();
    assertThatThrownBy(() -> like.verify(anchor.getPublicKey()))
        .isInstanceOf(java.security.SignatureException.class);
  }

  @Test
  void nobodyIsBelievedWhoSignsForItself() {
    List<X509Certificate> self = CA.issue(Leaf.of("a.example").selfSigned()).chain();
    Likenesses likenesses = new Likenesses(NOW);
    likenesses.know(self, Standing.UNTRUSTED);
    X509Certificate like = likenesses.of(self.getFirst());
    assertThatCode(() -> like.verify(like.getPublicKey())).doesNotThrowAnyException();
    assertThat(likenesses.anchors()).isEmpty();
  }
}
