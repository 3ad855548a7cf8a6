package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.World.MX;
import static org.postroad.engine.check.diagnosis.World.NOW;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;

/// Certificates are judged for the moment that is asked about, and a chain is as old as the oldest
/// link that it needs.
class MomentTest {

  private static final Leaf LEAF = Leaf.of(MX).viaIntermediate();

  private static Optional<FindingCode> root(Tls tls, Instant at) {
    World world = World.healthy().mxTls(tls);
    return Diagnosis.of(world.facts(), at).roots().stream()
        .map(Finding::code)
        .filter(code -> code.area() == FindingCode.Area.MX)
        .findFirst();
  }

  @Test
  void certificateThatHadExpiredWasGoodBefore() {
    Tls expired =
        World.tls(World.CA.issue(Leaf.of(MX).expired()).chain(), Trust.Kind.EXPIRED, "expired");
    assertThat(root(expired, NOW)).contains(FindingCode.MX_EXPIRED);
    Instant before = NOW.minus(Duration.ofDays(150)); // it ended a hundred days ago
    assertThat(root(expired, before)).isEmpty();
  }

  @Test
  void certificateThatWasTooEarlyIsGoodLater() {
    Tls early =
        World.tls(World.CA.issue(Leaf.of(MX).viaIntermediate()).chain(), Trust.Kind.VERIFIED, "");
    assertThat(root(early, NOW.minus(Duration.ofDays(101))))
        .as("before its first day")
        .contains(FindingCode.MX_NOT_YET_VALID);
    Tls tooEarly = World.faulty(CertificateFault.Kind.NOT_YET_VALID, MX);
    assertThat(root(tooEarly, NOW)).contains(FindingCode.MX_NOT_YET_VALID);
    assertThat(root(tooEarly, NOW.plus(Duration.ofDays(20)))).isEmpty();
  }

  /// To renew it would not help: the next one would have the same names.
  @Test
  void expiredCertificateOfAnotherNameIsFirstOfAnotherName() {
    List<X509Certificate> chain =
        World.CA.issue(Leaf.of("www.example.com").expired().viaIntermediate()).chain();
    Tls tls = World.tls(chain, Trust.Kind.EXPIRED, "certificate expired");
    Diagnosis diagnosis = World.healthy().mxTls(tls).diagnosis();
    Finding root = diagnosis.roots().getFirst();
    assertThat(root.code()).isEqualTo(FindingCode.MX_NAME_MISMATCH);
    assertThat(root.seen()).endsWith("not mx.example.com; it has expired, too");
  }

  /// The trust anchor itself may be the one that expired, and is not among what was sent.
  @Test
  void chainThatExpiredWhereNobodySawStaysExpired() {
    Tls tls =
        World.tls(World.CA.issue(LEAF).chain(), Trust.Kind.EXPIRED, "certificate expired: CN=Root");
    assertThat(root(tls, NOW)).contains(FindingCode.MX_EXPIRED);
  }

  @Test
  void intermediateThatEndsSoonIsTold() {
    X509Certificate server = World.CA.issue(LEAF).chain().getFirst();
    LabCa old = LabCa.create("Authority", NOW.minus(Duration.ofDays(3640))); // of 3650
    Tls ending = World.tls(List.of(server, old.intermediate()), Trust.Kind.VERIFIED, "");
    assertThat(root(ending, NOW)).contains(FindingCode.MX_EXPIRES_SOON);
    Diagnosis diagnosis = World.healthy().mxTls(ending).diagnosis();
    assertThat(diagnosis.roots().getFirst().seen()).contains("Authority, intermediate");
    assertThat(root(ending, NOW.plus(Duration.ofDays(12)))).contains(FindingCode.MX_EXPIRED);
  }

  /// Of two certificates of one authority the longer one carries the chain.
  @Test
  void oldIntermediateBesideTheNewOneIsNoFault() {
    List<X509Certificate> chain = World.CA.issue(LEAF).chain();
    LabCa old = LabCa.create("Authority", NOW.minus(Duration.ofDays(3640)));
    Tls both =
        World.tls(
            List.of(chain.getFirst(), old.intermediate(), chain.getLast()),
            Trust.Kind.VERIFIED,
            "");
    assertThat(root(both, NOW)).isEmpty();
  }
}
