package org.postroad.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.Fuzz;

class KeyInfoTest {

  /// Made for this test, good for ever: it is never verified.
  private static final String CERTIFICATE =
      "308201ac30820151a00302010202145a8292ad39f2d8b5438223d71981b8b8cfff5b14300a06082a"
          + "8648ce3d040302302b3110300e060355040a0c074578616d706c653117301506035504030c0e6d78"
          + "2e6578616d706c652e636f6d301e170d3236313132313035353733355a170d323631323231303535"
          + "3733355a302b3110300e060355040a0c074578616d706c653117301506035504030c0e6d782e6578"
          + "616d706c652e636f6d3059301306072a8648ce3d020106082a8648ce3d030107034200048605ca3d"
          + "3d5d843d0a7713500388732dacee0f4cebe76f3275dd08efb3e9d29b13a0cd05691d7011391b5bcd"
          + "45ab3d70a5492bd7afaed2694ae40e0bc1d8208aa3533051301d0603551d0e041604149e8c9cd5e2"
          + "835606b756cf70391a70195324dcf4301f0603551d230418301680149e8c9cd5e2835606b756cf70"
          + "391a70195324dcf4300f0603551d130101ff040530030101ff300a06082a8648ce3d040302034900"
          + "3046022100925a98c1a856c18916cb041c267937644c37f06a4379d4c9049827f349505dad022100"
          + "b55f50b66d73959fdcb30ee11e2eeb60498c30b52ab5ae8872d93ff8ec39ee03";

  @ParameterizedTest
  @CsvSource({"RSA", "EC", "Ed25519", "X25519", "DSA", "RSASSA-PSS"})
  void keysAreReadAsTheyAreWritten(String algorithm) throws NoSuchAlgorithmException {
    byte[] encoded =
        KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded();
    assertThat(KeyInfo.isWellFormed(encoded)).isTrue();
    assertThat(KeyInfo.key(encoded))
        .hasValueSatisfying(key -> assertThat(key.getEncoded()).isEqualTo(encoded));
    for (int length = 0; length < encoded.length; length++) {
      assertThat(KeyInfo.isWellFormed(Arrays.copyOf(encoded, length)))
          .as("cut off at %d", length)
          .isFalse();
    }
    assertThat(KeyInfo.isWellFormed(Arrays.copyOf(encoded, encoded.length + 1))).isFalse();
  }

  @Test
  void theKeyOfACertificateIsTakenOctetForOctet() {
    byte[] octets = HexFormat.of().parseHex(CERTIFICATE);
    var certificate = EncodedCertificate.read(octets).orElseThrow();
    byte[] key = KeyInfo.of(certificate).orElseThrow();
    assertThat(CERTIFICATE).contains(HexFormat.of().formatHex(key));
    assertThat(KeyInfo.isWellFormed(key)).isTrue();
    assertThat(CommonName.of(certificate)).containsExactly("mx.example.com");
  }

  @Test
  void aCertificateIsItsOctetsAndNothingElse() {
    byte[] octets = HexFormat.of().parseHex(CERTIFICATE);
    assertThat(EncodedCertificate.read(Arrays.copyOf(octets, octets.length + 1))).isEmpty();
    assertThat(EncodedCertificate.read(Arrays.copyOf(octets, octets.length - 1))).isEmpty();
    assertThat(EncodedCertificate.read(new byte[0])).isEmpty();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(octets)
            + "\n-----END CERTIFICATE-----\n";
    assertThat(EncodedCertificate.read(pem.getBytes(StandardCharsets.US_ASCII)))
        .as("in DER, not in PEM")
        .isEmpty();
  }

  @Test
  void noOctetsMakeTheReadersFail() {
    byte[] octets = HexFormat.of().parseHex(CERTIFICATE);
    Random random = Fuzz.random("KeyInfoTest");
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = octets.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      EncodedCertificate.read(changed)
          .ifPresent(
              read -> {
                assertThat(KeyInfo.of(read)).isNotNull();
                assertThat(CommonName.of(read)).isNotNull();
              });
      KeyInfo.key(Arrays.copyOfRange(changed, random.nextInt(40), changed.length));
    }
  }
}
