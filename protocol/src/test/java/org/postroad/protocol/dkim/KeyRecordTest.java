package org.postroad.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;

/// RFC 6376 §3.6.1, RFC 8301, RFC 8463.
class KeyRecordTest {

  /// RFC 8463 A.2.
  private static final String ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048})
  void anRsaKeyHasItsBitsInEitherEncoding(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    byte[] info = generator.generateKeyPair().getPublic().getEncoded();
    assertThat(valid("v=DKIM1; p=" + base64(info)).key()).isEqualTo(new PublicKey.Rsa(bits));
    // RSAPublicKey is what stands in the BIT STRING
    byte[] bare = Arrays.copyOfRange(info, info.length - bare(info), info.length);
    assertThat(valid("p=" + base64(bare)).key()).isEqualTo(new PublicKey.Rsa(bits));
  }

  private static int bare(byte[] info) throws GeneralSecurityException {
    RSAPublicKey key =
        (RSAPublicKey)
            java.security.KeyFactory.getInstance("RSA")
                .generatePublic(new java.security.spec.X509EncodedKeySpec(info));
    int modulus = key.getModulus().toByteArray().length;
    int header = modulus > 255 ? 4 : modulus > 127 ? 3 : 2;
    int inner = header + modulus + 5; // 02 03 01 00 01
    return inner + (inner > 255 ? 4 : inner > 127 ? 3 : 2);
  }

  @Test
  void theKeyOfRfc8463IsOne() {
    KeyRecord record = valid("v=DKIM1; k=ed25519; p=" + ED25519);
    assertThat(record.key()).isEqualTo(new PublicKey.Ed25519());
    assertThat(record.isFor("email")).isTrue();
    assertThat(record.allows("sha256")).isTrue();
    assertThat(record.isTesting()).isFalse();
  }

  @Test
  void everyTagIsRead() {
    KeyRecord record =
        valid(
            "v=DKIM1 ; h=sha256 : SHA1; k=ed25519; n=a note; s=tlsrpt; t=y:s:x; p= 11qYAYKxCrfVS/7T yWQHOg7hcvPapiMlrwIaaPcHURo= ;");
    assertThat(record.hashes()).containsExactly("sha256", "sha1");
    assertThat(record.isFor("tlsrpt")).isTrue();
    assertThat(record.isFor("email")).isFalse();
    assertThat(record.isTesting()).isTrue();
    assertThat(record.isStrict()).isTrue();
    assertThat(record.notes()).isEqualTo("a note");
    assertThat(record.data()).isEqualTo(ED25519);
    assertThat(valid(record.text())).isEqualTo(record);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p=", "v=DKIM1; p=", "v=DKIM1; k=rsa; p= ;", "k=ed25519; p=;"})
  void anEmptyKeyIsRevoked(String text) {
    assertThat(valid(text).isRevoked()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "v=DKIM1; k=rsa|no p=|15",
        "v=DKIM2; p=|v: expected DKIM1, not `DKIM2`|3",
        "v=DKIM1.0; p=|v: expected DKIM1, not `DKIM1.0`|3",
        "p=; v=DKIM1|v= is not the first tag|5",
        "v=DKIM1; p=; p=|a second p=|14",
        "v=DKIM1;; p=|nothing before the semicolon|9",
        "v=DKIM1; k; p=|no = in `k`|10",
        "v=DKIM1; -k=rsa; p=|not a tag: `-k`|10",
        "v=DKIM1; p=!!!|p: not base64|12",
        "v=DKIM1; p=AAAA|p: not an RSA key|12",
        "v=DKIM1; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
            + "|p: not an RSA key; 32 octets are a key for k=ed25519|12",
        "v=DKIM1; k=ed25519; p=AAAA|p: 3 octets, an Ed25519 key has 32|23",
        "v=DKIM1; t=y,s; p=|t: expected words with colons between, not `y,s`|12",
        "v=DKIM1; k=; p=|k: expected rsa or ed25519, not ``|12",
        "v=DKIM1; n=\u00e9; p=|character not allowed: `\\xe9`|12",
      })
  void whatIsNoKeySaysWhyAndWhere(String text, String why, int at) {
    assertThat(KeyRecord.parse(text))
        .isInstanceOfSatisfying(
            KeyRecord.Parsed.Invalid.class,
            invalid -> assertThat(invalid.faults()).contains(new Fault(why.replace('`', '"'), at)));
  }

  @Test
  void whatNobodyKnowsIsNotedAndIgnored() {
    assertThat(KeyRecord.parse("g=*; x=1; k=dilithium; p=AAAA"))
        .isInstanceOfSatisfying(
            KeyRecord.Parsed.Valid.class,
            valid -> {
              assertThat(valid.record().key()).isEqualTo(new PublicKey.OfUnknownType("dilithium"));
              assertThat(valid.notes()).extracting(Fault::at).containsExactly(6, 1);
            });
  }

  @Test
  void aSelectorHasItsName() {
    assertThat(KeyRecord.name("foo.bar", DomainName.of("example.com")))
        .isEqualTo(DomainName.of("foo.bar._domainkey.example.com"));
  }

  @Test
  void everyGuessIsANameAndStandsThereOnce() {
    List<String> names = new ArrayList<>();
    for (Selectors.Guess guess : Selectors.GUESSES) {
      assertThat(KeyRecord.name(guess.selector(), DomainName.of("example.com"))).isNotNull();
      assertThat(guess.usedBy()).isNotBlank();
      names.add(guess.selector());
    }
    assertThat(names).doesNotHaveDuplicates().hasSize(33).isEqualTo(Selectors.NAMES);
  }

  @Test
  void noTextMakesTheReaderFailAndWhatItTakesStays() {
    Random random = Fuzz.random("KeyRecord fuzz");
    for (int i = 0; i < 100_000; i++) {
      String text =
          (random.nextBoolean() ? "p=;" : "")
              + Fuzz.text(random, "vhknpst=;: DKIM1rsayAB+/\t\u00e9", 0, 30);
      switch (KeyRecord.parse(text)) {
        case KeyRecord.Parsed.Valid(KeyRecord record, var notes) ->
            assertThat(record.isRevoked() || valid(record.text()).equals(record)).as(text).isTrue();
        case KeyRecord.Parsed.Invalid(List<Fault> faults) ->
            assertThat(faults)
                .isNotEmpty()
                .allMatch(f -> f.at() >= 1 && f.at() <= text.length() + 1);
      }
    }
  }

  private static KeyRecord valid(String text) {
    KeyRecord.Parsed parsed = KeyRecord.parse(text);
    assertThat(parsed).as(text).isInstanceOf(KeyRecord.Parsed.Valid.class);
    return ((KeyRecord.Parsed.Valid) parsed).record();
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
