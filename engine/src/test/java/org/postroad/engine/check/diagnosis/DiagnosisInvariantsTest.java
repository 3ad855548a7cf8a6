package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.json.RandomFacts;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// What holds of every diagnosis, in sequences of faults and in facts without any sense.
class DiagnosisInvariantsTest {

  private static final long SEED = 89898;

  private static final List<UnaryOperator<World>> FAULTS =
      List.of(
          w -> w.txt("_mta-sts.example.com", "v=STSv1; id=a-b;"),
          w -> w.txt("_mta-sts.example.com", "v=STSv1; id=1;", "v=STSv1; id=2;"),
          w -> w.noName("_mta-sts.example.com", RecordType.TXT),
          w -> w.failed("_mta-sts.example.com", RecordType.TXT, Answer.Why.BOGUS),
          w -> w.failed("example.com", RecordType.MX, Answer.Why.BOGUS),
          w -> w.failed("mx.example.com", RecordType.A, Answer.Why.TIMED_OUT),
          w -> w.noWeb().alias("mta-sts.example.com", "gone.example.net"),
          w -> w.webTls(World.faulty(CertificateFault.Kind.NAME_MISMATCH, "mta-sts.example.com")),
          w -> w.webTls(World.faulty(CertificateFault.Kind.EXPIRED, "mta-sts.example.com")),
          w -> w.policy(""),
          w -> w.policy(World.POLICY.replace("mx.example.com", "mx.exmaple.com")),
          w -> w.policy(World.POLICY.replace("enforce", "none")),
          w -> w.mx("mx.example.com", "mx.elsewhere.example"),
          w -> w.mxTls(World.faulty(CertificateFault.Kind.SELF_SIGNED, World.MX)),
          w -> w.mxTls(World.faulty(CertificateFault.Kind.EXPIRED, World.MX)),
          w -> w.mxTls(World.faulty(CertificateFault.Kind.INCOMPLETE_CHAIN, World.MX)),
          w ->
              w.mx(Security.SECURE, World.MX)
                  .host(Security.SECURE, World.MX, World.MX_IP)
                  .tlsa(World.MX, Security.SECURE, new TlsaRecord(2, 1, 1, "00".repeat(32))),
          w -> w.signature("example.com", RecordType.MX, World.NOW, World.NOW.minusSeconds(5)),
          w -> w.port25(Reach.UNKNOWN),
          w -> w.webDown("2001:db8::80", new Tcp.Refused("refused", World.TOOK)),
          w -> w.noName("_dmarc.example.com", RecordType.TXT),
          w -> w.txt("example.com", "v=spf1 include:gone.example +all"));

  @Test
  void everyCauseIsPresentAndNoneLeadsBackToItself() {
    Random random = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      World world = World.healthy();
      for (int i = random.nextInt(5); i >= 0; i--) {
        world = FAULTS.get(random.nextInt(FAULTS.size())).apply(world);
      }
      Diagnosis diagnosis = world.diagnosis();
      DiagnosisInvariants.hold(diagnosis);
      assertThat(diagnosis).as("equal facts, seed %s", SEED).isEqualTo(world.diagnosis());
    }
  }

  @Test
  void factsWithoutAnySenseAreJudgedAllTheSame() {
    Random random = new Random(SEED);
    var certificates =
        new ArrayList<>(World.CA.issue(Leaf.of("mx.example.com").viaIntermediate()).chain());
    certificates.add(World.CA.root());
    for (int round = 0; round < 2_000; round++) {
      DomainFacts facts = new RandomFacts(random, certificates).facts();
      DiagnosisInvariants.hold(Diagnosis.of(facts, World.NOW.plus(Duration.ofDays(round))));
    }
  }

  @Test
  void domainThatIsTooLongForAPolicyHasNone() {
    String label = "a".repeat(60) + ".";
    DomainName domain = DomainName.of(label.repeat(4) + "example");
    DomainFacts healthy = World.healthy().facts();
    DomainFacts facts =
        new DomainFacts(
            domain,
            healthy.circumstances(),
            healthy.dns(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(Diagnosis.of(facts, World.NOW).next()).isEmpty();
  }
}
