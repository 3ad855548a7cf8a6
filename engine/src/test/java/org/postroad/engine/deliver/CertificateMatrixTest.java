package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.policy;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.tlsrpt.ResultType;

/// Certificates of an exchanger over real TLS: what each is worth under each policy (RFC 8461
/// §4.2).
class CertificateMatrixTest {

  private static final String MX = "mx1.example.org";

  private final LabRoad road = new LabRoad().mx("10 " + MX);

  @AfterEach
  void close() {
    road.close();
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of(Leaf.of(MX), "its name"),
        Arguments.of(Leaf.of("other.example.org", MX), "its name among others"),
        Arguments.of(Leaf.of(MX).viaIntermediate(), "an intermediate that is sent along"),
        Arguments.of(Leaf.of(MX).commonName("other.example.org"), "the CN is not looked at"),
        Arguments.of(Leaf.of(MX).withoutCommonName(), "no CN at all"),
        Arguments.of(Leaf.of("*.example.org"), "a wildcard of one label, §4.1"));
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        row(Leaf.of(MX).selfSigned(), "certificate-not-trusted", "self-signed"),
        row(Leaf.of(MX).viaMissingIntermediate(), "certificate-not-trusted", "issuer unknown"),
        row(Leaf.of(MX).signedWithSha1(), "certificate-not-trusted", "weak algorithm"),
        row(Leaf.of(MX).notYetValid(), "certificate-not-trusted", "not valid before"),
        row(Leaf.of(MX).expired(), "certificate-expired", "expired on"),
        row(Leaf.of("mx2.example.org"), "certificate-host-mismatch", "only for mx2.example.org"),
        row(Leaf.commonNameOnly(MX), "certificate-host-mismatch", "no DNS-ID"),
        row(Leaf.of("example.org"), "certificate-host-mismatch", "only for example.org"),
        row(
            Leaf.of("*.mx1.example.org"),
            "certificate-host-mismatch",
            "only for *.mx1.example.org"),
        row(Leaf.of("*.org"), "certificate-host-mismatch", "only for *.org"),
        row(Leaf.of("m*.example.org"), "certificate-host-mismatch", "only for m*.example.org"),
        row(Leaf.of().addresses("198.51.100.1"), "certificate-host-mismatch", "no DNS-ID"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("good")
  void aGoodCertificateIsVerified(Leaf leaf, String why) {
    road.exchanger(MX, leaf);
    DeliveryReport report = road.deliver(policy("enforce", MX));

    assertThat(road.holders()).as(why).containsExactly(MX);
    assertThat(report.attempts().getFirst().session().isSuccess()).isTrue();
    assertThat(road.taken().tls().orElseThrow().sni()).contains(MX); // RFC 8461 §7.1
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("bad")
  void underEnforceABadCertificateGetsNothing(Leaf leaf, String type, String why) {
    LabMx mx = road.exchanger(MX, leaf);
    DeliveryReport report = road.deliver(policy("enforce", MX));

    assertThat(road.holders()).isEmpty();
    assertThat(result(report)).contains(type);
    assertThat(report.attempts().getFirst().session().failureReason().orElseThrow()).contains(why);
    assertThat(report.recipients().getFirst())
        .isInstanceOfSatisfying(
            RecipientOutcome.Deferred.class,
            d -> assertThat(d.reason().status().text()).isEqualTo("4.7.5"));
    assertThat(mx.visits().entries())
        .allMatch(visit -> visit.commands().stream().noneMatch(c -> c.startsWith("MAIL")));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("bad")
  void underTestingItGetsTheMessageAndIsNoted(Leaf leaf, String type, String why) {
    road.exchanger(MX, leaf);
    DeliveryReport report = road.deliver(policy("testing", MX));

    assertThat(road.holders()).as(why).containsExactly(MX);
    assertThat(result(report)).contains(type);
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("bad")
  void withoutAPolicyItGetsTheMessage(Leaf leaf, String type, String why) {
    road.exchanger(MX, leaf);
    DeliveryReport report = road.deliver(NO_POLICY);

    assertThat(road.holders()).as(why).containsExactly(MX);
    assertThat(result(report)).isEmpty();
  }

  @ParameterizedTest(name = "of mode {0}")
  @MethodSource("policies")
  void strangersAuthorityCountsForNothing(String mode, Resolution resolution, boolean delivered) {
    Credential strange = LabCa.create("Stranger", Instant.now()).issue(Leaf.of(MX));
    road.exchanger(MX).credential(strange);
    DeliveryReport report = road.deliver(resolution);

    assertThat(road.holders()).hasSize(delivered ? 1 : 0);
    assertThat(result(report).isPresent()).isEqualTo(!mode.equals("none"));
  }

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of("enforce", policy("enforce", MX), false),
        Arguments.of("testing", policy("testing", MX), true),
        Arguments.of("none", policy("none"), true));
  }

  private static Optional<String> result(DeliveryReport report) {
    return report.attempts().getFirst().session().resultType().map(ResultType::text);
  }

  private static Arguments row(Leaf leaf, String type, String why) {
    return Arguments.of(leaf, type, why);
  }
}
