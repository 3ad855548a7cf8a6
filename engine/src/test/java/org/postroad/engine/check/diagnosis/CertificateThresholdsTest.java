package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;
import static org.postroad.engine.check.diagnosis.World.MX;
import static org.postroad.engine.check.diagnosis.World.NOW;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;

/// Certificates that hold today: how near their end is (two weeks, or the last fifth of a short
/// life), and how long their keys are (RFC 9325 §4.5). Each threshold from both sides.
class CertificateThresholdsTest {

  private static final String HOST = "mta-sts.example.com";
  private static final LabCa ISSUER = LabCa.create("Authority", NOW);

  private enum At {
    ISSUED,
    SOON,
    PAST
  }

  /// @param life from the first moment to the last
  private record Age(String claim, Duration life, Duration left, At at) {}

  private static final List<Age> AGES =
      List.of(
          age("a year, new", days(398), days(398), At.ISSUED),
          age("a year, two weeks and a second", days(398), days(14).plusSeconds(1), At.ISSUED),
          age("a year, two weeks", days(398), days(14), At.SOON),
          age("90 days, two weeks and a second", days(90), days(14).plusSeconds(1), At.ISSUED),
          age("90 days, two weeks", days(90), days(14), At.SOON),
          age("47 days, a fifth and a second", days(47), hours(226), At.ISSUED), // 225.6 h
          age("47 days, less than a fifth", days(47), hours(225), At.SOON),
          age("ten days, a fifth and a second", days(10), days(2).plusSeconds(1), At.ISSUED),
          age("ten days, a fifth", days(10), days(2), At.SOON),
          age("six days, two of them left", days(6), days(2), At.ISSUED),
          age("six days, one of them left", days(6), days(1), At.SOON),
          // RFC 5280 §4.1.2.5: through notAfter, inclusive
          age("the last second", days(90), Duration.ZERO, At.SOON),
          age("the second after", days(90), Duration.ofSeconds(-1), At.PAST));

  private static Age age(String claim, Duration life, Duration left, At at) {
    return new Age(claim, life, left, at);
  }

  private static Duration days(int count) {
    return Duration.ofDays(count);
  }

  private static Duration hours(int count) {
    return Duration.ofHours(count);
  }

  @TestFactory
  Stream<DynamicTest> endOfThePolicyHostsCertificateIsToldInTime() {
    return AGES.stream()
        .map(
            age ->
                DynamicTest.dynamicTest(
                    age.claim(),
                    () ->
                        assertThat(Said.of(World.healthy().webTls(shown(HOST, age))))
                            .isEqualTo(
                                expected(age, "policy-host", "mta-sts.example.com (192.0.2.80)"))));
  }

  @TestFactory
  Stream<DynamicTest> endOfTheExchangersCertificateIsToldInTime() {
    return AGES.stream()
        .map(
            age ->
                DynamicTest.dynamicTest(
                    age.claim(),
                    () ->
                        assertThat(Said.of(World.healthy().mxTls(shown(MX, age))))
                            .isEqualTo(expected(age, "mx", "mx.example.com (192.0.2.25)"))));
  }

  private static List<String> expected(Age age, String server, String subject) {
    return switch (age.at()) {
      case ISSUED -> List.of();
      case SOON -> List.of("warning " + server + "-expires-soon [" + subject + "]");
      case PAST -> List.of("error " + server + "-expired [" + subject + "]");
    };
  }

  private static Tls shown(String name, Age age) {
    Leaf leaf = Leaf.of(name).valid(age.life().minus(age.left()), age.left());
    Trust.Kind trust = age.at() == At.PAST ? Trust.Kind.EXPIRED : Trust.Kind.VERIFIED;
    return World.tls(ISSUER.issue(leaf).chain(), trust, "");
  }

  @Test
  void endIsSeenWithItsDateAndTheDaysUntilThen() {
    World world = World.healthy().webTls(shown(HOST, age("a week", days(90), days(7), At.SOON)));
    assertThat(Said.one(world, "policy-host-expires-soon").seen())
        .startsWith("certificate CN=mta-sts.example.com, serial ")
        .endsWith(", issued by CN=Authority, ends on 2026-06-08 12:00 UTC, in 7 days");
    assertThat(world.diagnosis().next())
        .extracting(NextStep::title)
        .containsExactly("mend the policy host");
  }

  @Test
  void faultyCertificateIsNotAlsoSaidToEndSoon() {
    Tls.Established soon = (Tls.Established) shown(MX, age("a week", days(90), days(7), At.SOON));
    assertThat(
            Said.of(
                World.healthy()
                    .mxTls(World.tls(soon.chain(), Trust.Kind.NAME_MISMATCH, "another name"))))
        .containsExactly("error mx-name-mismatch [mx.example.com (192.0.2.25)]");
  }

  @TestFactory
  Stream<DynamicTest> shortKeyIsAWarningAndALongEnoughOneIsNone() {
    String weak = "warning mx-weak-key [mx.example.com (192.0.2.25)]";
    return Said.table(
        row("RSA of 1024 bits", w -> w.mxTls(rsa(1024, Trust.Kind.VERIFIED)), weak),
        row("RSA of 2047 bits", w -> w.mxTls(rsa(2047, Trust.Kind.VERIFIED)), weak),
        row("RSA of 2048 bits", w -> w.mxTls(rsa(2048, Trust.Kind.VERIFIED))),
        row("P-192", w -> w.mxTls(curve("secp192r1")), weak),
        row("P-224", w -> w.mxTls(curve("secp224r1"))),
        row("P-256", w -> w.mxTls(curve("secp256r1"))),
        row(
            "expired as well: a renewal alone may keep the key, so both are told",
            w -> w.mxTls(expired(1024)),
            "error mx-expired [mx.example.com (192.0.2.25)]",
            weak),
        row(
            "so short that no sender takes it: one fault",
            w -> w.mxTls(rsa(512, Trust.Kind.WEAK)),
            "error mx-unfit-certificate [mx.example.com (192.0.2.25)]",
            weak + " because mx-unfit-certificate"));
  }

  @Test
  void lengthOfTheKeyIsSeen() {
    assertThat(seen(rsa(2047, Trust.Kind.VERIFIED))).endsWith(": an RSA key of 2047 bits");
    assertThat(seen(curve("secp192r1"))).endsWith(": an elliptic curve of 192 bits");
  }

  private static String seen(Tls tls) {
    return Said.one(World.healthy().mxTls(tls), "mx-weak-key").seen();
  }

  private static Tls rsa(int bits, Trust.Kind trust) {
    return World.tls(ISSUER.issue(Leaf.of(MX).rsa(bits)).chain(), trust, "");
  }

  private static Tls expired(int bits) {
    Leaf leaf = Leaf.of(MX).rsa(bits).expired();
    return World.tls(ISSUER.issue(leaf).chain(), Trust.Kind.EXPIRED, "");
  }

  /// Of a curve that the JDK does not know any more.
  private static Tls curve(String name) {
    try {
      BouncyCastleProvider provider = new BouncyCastleProvider();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec(name));
      KeyPair keys = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=" + MX);
      Date from = Date.from(NOW.minus(days(10)));
      Date until = Date.from(NOW.plus(days(80)));
      var builder =
          new JcaX509v3CertificateBuilder(
              subject, BigInteger.ONE, from, until, subject, keys.getPublic());
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA")
              .setProvider(provider)
              .build(keys.getPrivate());
      List<X509Certificate> chain = new ArrayList<>();
      chain.add(
          new JcaX509CertificateConverter()
              .setProvider(provider)
              .getCertificate(builder.build(signer)));
      return World.tls(chain, Trust.Kind.VERIFIED, "");
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
