package org.postroad.lab.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabCaTest {

  private final LabCa ca = LabCa.create("Lab root", Instant.now());

  @ParameterizedTest
  @MethodSource
  void clientThatTrustsTheRootAccepts(String why, Leaf leaf) {
    assertThatCode(() -> handshake(ca.issue(leaf), ca)).as(why).doesNotThrowAnyException();
  }

  static Stream<Arguments> clientThatTrustsTheRootAccepts() {
    return Stream.of(
        Arguments.of("a good certificate", Leaf.of("mail.example.org")),
        Arguments.of("no subject at all", Leaf.of("mail.example.org").withoutCommonName()),
        Arguments.of("the intermediate is sent", Leaf.of("mail.example.org").viaIntermediate()),
        Arguments.of("an RSA key", Leaf.of("mail.example.org").rsa(2048)),
        Arguments.of("a short RSA key is for others to find", Leaf.of("a.example").rsa(1024)),
        Arguments.of("a day left", Leaf.of("a.example").valid(days(89), days(1))),
        Arguments.of("JSSE accepts SHA-1 of a private root", Leaf.of("a.example").signedWithSha1()),
        Arguments.of("names are not looked at here", Leaf.commonNameOnly("mail.example.org")));
  }

  private static Duration days(int count) {
    return Duration.ofDays(count);
  }

  @Test
  void authorityWithANewIntermediateIsTrustedAsBefore() {
    LabCa after = ca.withIntermediate("the next one");
    Credential issued = after.issue(Leaf.of("mail.example.org").viaIntermediate());
    assertThat(after.root()).isEqualTo(ca.root());
    assertThat(issued.chain().getLast())
        .isEqualTo(after.intermediate())
        .isNotEqualTo(ca.intermediate());
    assertThatCode(() -> handshake(issued, ca)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource
  void clientThatTrustsTheRootRefuses(String why, Leaf leaf) {
    assertThatThrownBy(() -> handshake(ca.issue(leaf), ca)).hasStackTraceContaining(why);
  }

  static Stream<Arguments> clientThatTrustsTheRootRefuses() {
    Leaf good = Leaf.of("mail.example.org");
    return Stream.of(
        Arguments.of("CertificateExpiredException", good.expired()),
        Arguments.of("CertificateNotYetValidException", good.notYetValid()),
        Arguments.of("unable to find valid certification path", good.selfSigned()),
        Arguments.of("unable to find valid certification path", good.viaMissingIntermediate()));
  }

  @Test
  void anotherAuthorityOfTheSameNameIsAStranger() {
    LabCa other = LabCa.create("Lab root", Instant.now());

    assertThatThrownBy(() -> handshake(other.issue(Leaf.of("mail.example.org")), ca))
        .hasStackTraceContaining("CertPathValidatorException");
  }

  @Test
  void namesStandWhereTheLeafSays() throws Exception {
    X509Certificate both =
        ca.issue(Leaf.of("*.example.org", "example.org").addresses("192.0.2.1")).leaf();
    assertThat(both.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "*.example.org"), List.of(2, "example.org"), List.of(7, "192.0.2.1"));
    assertThat(both.getSubjectX500Principal().getName()).isEqualTo("CN=*.example.org");

    X509Certificate cnOnly = ca.issue(Leaf.commonNameOnly("mail.example.org")).leaf();
    assertThat(cnOnly.getSubjectAlternativeNames()).isNull();
    assertThat(cnOnly.getSubjectX500Principal().getName()).isEqualTo("CN=mail.example.org");

    X509Certificate sha1 = ca.issue(Leaf.of("a.example").signedWithSha1()).leaf();
    assertThat(sha1.getSigAlgName()).isEqualTo("SHA1withECDSA");
  }

  @Test
  void pemReadsBack(@TempDir Path folder) throws Exception {
    Credential credential = ca.issue(Leaf.of("mail.example.org").viaIntermediate());
    var factory = CertificateFactory.getInstance("X.509");

    assertThat(factory.generateCertificates(bytes(credential.certificatePem())))
        .isEqualTo(credential.chain());
    Path file = folder.resolve("ca.pem");
    ca.writeRoot(file);
    assertThat(file).content().isEqualTo(ca.rootPem());
    assertThat(factory.generateCertificate(bytes(ca.rootPem()))).isEqualTo(ca.root());
    String base64 = credential.keyPem().replaceAll("-----[A-Z ]+-----|\n", "");
    assertThat(
            KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64))))
        .isEqualTo(credential.key());
    assertThat(credential.pem()).isEqualTo(credential.keyPem() + credential.certificatePem());
    assertThat(credential.keyStore("x".toCharArray()).getKey("lab", "x".toCharArray()))
        .isEqualTo(credential.key());
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// A real handshake; what the client makes of it is thrown.
  private static void handshake(Credential shown, LabCa trusted) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var server =
        (SSLServerSocket)
            shown.sslContext().getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      Thread serving =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket accepted = server.accept()) {
                      ((SSLSocket) accepted).startHandshake();
                    } catch (java.io.IOException e) {
                      // what the client says of it is what the test looks at
                    }
                  });
      try (var client =
          (SSLSocket)
              trusted
                  .clientContext()
                  .getSocketFactory()
                  .createSocket(loopback, server.getLocalPort())) {
        client.setSoTimeout(10_000);
        client.startHandshake();
      } finally {
        serving.join();
      }
    }
  }
}
