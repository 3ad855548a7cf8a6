package org.postroad.app.labs.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.lab.faults.FaultClass.HOST_UNREACHABLE;
import static org.postroad.lab.faults.FaultClass.MX_IPV6_SILENT;
import static org.postroad.lab.faults.FaultClass.PORT_25_BLOCKED;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.DomainFacts;
import org.postroad.lab.LabInternet;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.SoundDomain;

/// Every fault that was measured, looked at in the lab where it was made, and once more in the lab
/// that is made of what was seen there: a check finds the same.
class RoundTripTest {

  /// Of those whom nobody answers at all: their own time, not everybody's.
  private static final Set<FaultClass> SLOW =
      Set.of(HOST_UNREACHABLE, MX_IPV6_SILENT, PORT_25_BLOCKED);

  @TestFactory
  Stream<DynamicTest> factsOfEveryFaultMakeALabWithTheSameFindings() {
    return Arrays.stream(FaultClass.values())
        .map(fault -> DynamicTest.dynamicTest(fault.words(), () -> comesRound(fault)));
  }

  private static void comesRound(FaultClass fault) {
    String name = fault.text() + ".example";
    Duration patience = Duration.ofSeconds(SLOW.contains(fault) ? 5 : 30);
    DomainFacts first;
    try (LabInternet net = LabInternet.start()) {
      fault.befall(SoundDomain.at(net, name).alsoOverIpv6());
      first = Looked.read(Looked.at(net).facts(name, patience));
    }
    try (FactsLab lab = Looked.lab(first)) {
      DomainFacts again = Looked.read(Looked.at(lab).facts(name, patience));
      assertThat(Looked.findings(again))
          .as("not as it was: %s", lab.notes())
          .isEqualTo(Looked.findings(first))
          .isNotEmpty();
      assertThat(Looked.answers(again)).isEqualTo(Looked.answers(first));
      assertThat(Seen.hosts(again)).isEqualTo(Seen.hosts(first));
    }
  }
}
