package org.postroad.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.ca.LabCa;

class TrustAnchorsTest {

  private static final String PEM =
      LabCa.create("One", Instant.EPOCH.plusSeconds(1_700_000_000)).rootPem();
  private static final String OTHER =
      LabCa.create("Two", Instant.EPOCH.plusSeconds(1_700_000_000)).rootPem();

  @TempDir private Path folder;

  @Test
  void bundleIsReadWithTheTextBetween() throws IOException {
    String text = "# One\n" + PEM + "\n# Two\r\n" + OTHER.replace("\n", "\r\n") + PEM;
    assertThat(load(text))
        .isInstanceOfSatisfying(
            TrustAnchors.Loaded.Valid.class,
            valid -> assertThat(valid.anchors().size()).isEqualTo(2));
  }

  record Bad(String text, String why) {}

  static Stream<Bad> badFiles() {
    String head = "-----BEGIN CERTIFICATE-----\n";
    return Stream.of(
        new Bad("", "holds no certificate in PEM form"),
        new Bad("no PEM at all\n", "holds no certificate in PEM form"),
        new Bad(
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "holds no certificate in PEM form"),
        new Bad("\n" + head + "AAAA\n", "line 2: BEGIN without END"),
        new Bad(head + head, "line 1: BEGIN without END"),
        new Bad(
            head + "AAAA\n-----END X-----\n", "line 3: END of something else than line 1 began"),
        new Bad(PEM + head + "AAAA\n-----END CERTIFICATE-----\n", ": not a certificate: "),
        new Bad(head + "!\n-----END CERTIFICATE-----\n", "line 1: not a certificate: "),
        new Bad(
            "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----\n",
            "line 1: OpenSSL's TRUSTED CERTIFICATE is not understood"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void fileThatIsNoBundleIsRefusedWithItsLine(Bad bad) throws IOException {
    assertThat(load(bad.text()))
        .isInstanceOfSatisfying(
            TrustAnchors.Loaded.Invalid.class,
            invalid ->
                assertThat(invalid.why())
                    .startsWith("trust anchors " + folder)
                    .contains(bad.why()));
  }

  @Test
  void missingFileIsSaidToBeMissing() {
    Path none = folder.resolve("none.pem");
    assertThat(TrustAnchors.ofFile(none))
        .isEqualTo(new TrustAnchors.Loaded.Invalid("trust anchors " + none + ": no such file"));
  }

  @Test
  void theJdkHasAnchorsOfItsOwn() {
    assertThat(TrustAnchors.ofJdk())
        .isInstanceOfSatisfying(
            TrustAnchors.Loaded.Valid.class,
            valid -> assertThat(valid.anchors().size()).isGreaterThan(50));
  }

  private TrustAnchors.Loaded load(String text) throws IOException {
    return TrustAnchors.ofFile(Files.writeString(folder.resolve("ca.pem"), text));
  }
}
