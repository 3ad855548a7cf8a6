package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;
import static org.postroad.engine.check.diagnosis.World.NOW;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// Faults at two places of one domain.
///
/// Written from what whoever mends them needs to read, before the rules were looked at: two hosts
/// are two machines to be mended, so there are two roots, each with its own host and address, and
/// the next steps name both. One host that shows the same bad certificate at two addresses has one
/// thing to be mended: one root, which names both addresses, or the one that is not named would
/// look good. What follows, follows from the fault of its own host; a host in order is not made
/// worse by what is wrong with another.
class TwoHostsTest {

  private static final String ONE = "mx1.example.com";
  private static final String TWO = "mx2.example.com";
  private static final String IP_ONE = "192.0.2.31";
  private static final String IP_TWO = "192.0.2.32";

  private static World two(World world, Tls one, Tls two) {
    return world
        .mx(Security.SECURE, ONE, TWO)
        .host(Security.SECURE, ONE, IP_ONE)
        .host(Security.SECURE, TWO, IP_TWO)
        .policy(World.POLICY.replace("mx.example.com", "*.example.com"))
        .noExchangers()
        .exchanger(ONE, world.smtp(ONE, IP_ONE, one))
        .exchanger(TWO, world.smtp(TWO, IP_TWO, two));
  }

  private static Tls good(String name) {
    return World.verified(Leaf.of(name).viaIntermediate());
  }

  private static Tls bad(CertificateFault.Kind kind, String name) {
    return World.faulty(kind, name);
  }

  private static Stream<String> pq(String... hosts) {
    return Stream.of(hosts).map(host -> "info mx-post-quantum [" + host + "]");
  }

  private static Said.Row both(String claim, Tls one, Tls two, String... lines) {
    return row(
        claim,
        w -> two(w, one, two),
        Stream.concat(Stream.of(lines), pq(ONE, TWO)).toArray(String[]::new));
  }

  @TestFactory
  Stream<DynamicTest> twoBadCertificatesAreTwoRoots() {
    return Said.table(
        both("none", good(ONE), good(TWO)),
        both(
            "the same fault",
            bad(CertificateFault.Kind.EXPIRED, ONE),
            bad(CertificateFault.Kind.EXPIRED, TWO),
            "error mx-expired [mx1.example.com (192.0.2.31)]",
            "error mx-expired [mx2.example.com (192.0.2.32)]"),
        both(
            "different faults",
            bad(CertificateFault.Kind.EXPIRED, ONE),
            bad(CertificateFault.Kind.SELF_SIGNED, TWO),
            "error mx-self-signed [mx2.example.com (192.0.2.32)]",
            "error mx-expired [mx1.example.com (192.0.2.31)]"),
        both(
            "one of them",
            good(ONE),
            bad(CertificateFault.Kind.INCOMPLETE_CHAIN, TWO),
            "error mx-incomplete-chain [mx2.example.com (192.0.2.32)]"),
        row(
            "the policy host and an exchanger",
            w ->
                w.webTls(bad(CertificateFault.Kind.EXPIRED, "mta-sts.example.com"))
                    .mxTls(bad(CertificateFault.Kind.EXPIRED, World.MX)),
            "error policy-host-expired [mta-sts.example.com (192.0.2.80)]",
            "error mx-expired [mx.example.com (192.0.2.25)]"));
  }

  @Test
  void bothHostsStandInTheNextSteps() {
    for (CertificateFault.Kind other : CertificateFault.Kind.values()) {
      Diagnosis diagnosis =
          two(World.healthy(), bad(CertificateFault.Kind.EXPIRED, ONE), bad(other, TWO))
              .diagnosis();
      assertThat(diagnosis.next())
          .extracting(NextStep::title)
          .containsExactly("mend the exchangers");
      assertThat(diagnosis.next().getFirst().text().lines())
          .as("%s", other)
          .hasSize(2)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("mx1.example.com (192.0.2.31): ")
                      .contains("mx1.example.com:25")
                      .doesNotContain(TWO))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("mx2.example.com (192.0.2.32): ")
                      .contains("mx2.example.com")
                      .doesNotContain(ONE));
    }
  }

  @TestFactory
  Stream<DynamicTest> oneCertificateAtTwoAddressesIsOneRootOfBoth() {
    Tls expired = bad(CertificateFault.Kind.EXPIRED, World.MX);
    Tls web = bad(CertificateFault.Kind.EXPIRED, "mta-sts.example.com");
    return Said.table(
        row(
            "an exchanger",
            w -> twice(w, expired, expired),
            "error mx-expired [mx.example.com (2001:db8::25, 192.0.2.25)]"),
        row(
            "an exchanger, one of them",
            w -> twice(w, expired, good(World.MX)),
            "error mx-expired [mx.example.com (2001:db8::25)]"),
        row(
            "an exchanger, two certificates",
            w -> twice(w, expired, bad(CertificateFault.Kind.SELF_SIGNED, World.MX)),
            "error mx-self-signed [mx.example.com (192.0.2.25)]",
            "error mx-expired [mx.example.com (2001:db8::25)]"),
        row(
            "the policy host",
            w -> w.webTls(web).web("2001:db8::80", web, World.http(World.POLICY)),
            "error policy-host-expired [mta-sts.example.com (192.0.2.80, 2001:db8::80)]"));
  }

  @TestFactory
  Stream<DynamicTest> oneFileAtTwoAddressesIsOneRootOfBoth() {
    String other = "2001:db8::80";
    Tls web = good("mta-sts.example.com");
    String broken = World.POLICY.replace("mode", " mode");
    return Said.table(
        row(
            "a blank in it",
            w -> w.policy(broken).web(other, web, World.http(broken)),
            "error policy-stray-space [mta-sts.example.com (192.0.2.80, 2001:db8::80), line 2]"),
        row(
            "none",
            w ->
                w.webHttp(World.http(404, "text/html", ""))
                    .web(other, web, World.http(404, "text/html", "")),
            "error policy-host-not-found [mta-sts.example.com (192.0.2.80, 2001:db8::80)]"),
        row(
            "none at one of them",
            w -> w.web(other, web, World.http(404, "text/html", "")),
            "error policy-host-not-found [mta-sts.example.com (2001:db8::80)]"));
  }

  private static World twice(World world, Tls six, Tls four) {
    return world
        .noExchangers()
        .exchanger(
            World.MX,
            world.smtp(World.MX, "2001:db8::25", six),
            world.smtp(World.MX, World.MX_IP, four));
  }

  @TestFactory
  Stream<DynamicTest> faultFollowsFromThatOfItsOwnHost() {
    return Said.table(
        both(
            "no alias, and one lacks the name",
            good(ONE),
            bad(CertificateFault.Kind.NAME_MISMATCH, TWO),
            "error mx-name-mismatch [mx2.example.com (192.0.2.32)]"),
        row(
            "an alias in order is no worse for the other's certificate",
            w ->
                two(w, good(ONE), bad(CertificateFault.Kind.NAME_MISMATCH, TWO))
                    .alias(ONE, "real1.example.com", IP_ONE)
                    .alias(TWO, "real2.example.com", IP_TWO),
            "error mx-alias [mx2.example.com]",
            "error mx-name-mismatch [mx2.example.com (192.0.2.32)] because mx-alias",
            "warning mx-alias [mx1.example.com]",
            "info mx-post-quantum [mx1.example.com]",
            "info mx-post-quantum [mx2.example.com]"),
        row(
            "expired at the first, another key than TLSA's at the second",
            w -> {
              X509Certificate old = chain(TWO, "Then").getFirst();
              return two(
                      w,
                      bad(CertificateFault.Kind.EXPIRED, ONE),
                      World.tls(World.CA.issue(Leaf.of(TWO)).chain(), Trust.Kind.VERIFIED, ""))
                  .tlsa(TWO, Security.SECURE, new TlsaRecord(3, 1, 1, sha256(old)));
            },
            "error mx-expired [mx1.example.com (192.0.2.31)]",
            "error dane-mismatch [_25._tcp.mx2.example.com against mx2.example.com (192.0.2.32)]",
            "info mx-post-quantum [mx1.example.com]",
            "info mx-post-quantum [mx2.example.com]"));
  }

  private static java.util.List<X509Certificate> chain(String name, String authority) {
    return LabCa.create(authority, NOW.minus(Duration.ofDays(90))).issue(Leaf.of(name)).chain();
  }

  private static String sha256(X509Certificate certificate) {
    try {
      byte[] key = certificate.getPublicKey().getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
