package org.postroad.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postroad.protocol.dns.RecordType.CNAME;
import static org.postroad.protocol.dns.RecordType.MX;
import static org.postroad.protocol.dns.RecordType.TXT;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;

class FaultClassTest {

  private final LabInternet net = LabInternet.start();

  @AfterEach
  void close() {
    net.close();
    assertThat(net.atWork()).as("threads left behind").isZero();
  }

  @Test
  void allFaultsFitIntoOneInternet() {
    for (FaultClass fault : FaultClass.values()) {
      LabDomain domain = fault.stage(net, fault.text() + ".example");
      assertThat(net.dns().truth(domain.recordName(), TXT)).as(fault.words()).hasSize(1);
      assertThat(net.dns().truth(domain.name(), MX)).as(fault.words()).hasSize(1);
    }
  }

  @Test
  void textAndWordsTellFaultsApart() {
    assertThat(Stream.of(FaultClass.values()).map(FaultClass::text))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("[a-z0-9]+(-[a-z0-9]+)*"));
    assertThat(Stream.of(FaultClass.values()).map(FaultClass::words))
        .doesNotHaveDuplicates()
        .allMatch(words -> words.length() <= 50);
  }

  @Test
  void everyFaultStandsInTheTableOnceAndInItsOrder() {
    assertThat(Expectation.TABLE)
        .extracting(Expectation::fault)
        .containsExactly(FaultClass.values());
    assertThat(Expectation.TABLE)
        .allSatisfy(
            row -> {
              assertThat(Expectation.of(row.fault())).isSameAs(row);
              assertThat(row.following()).doesNotContain(row.root());
            });
  }

  @Test
  void everyStationHasItsDomain() {
    for (Station station : Station.values()) {
      LabDomain domain = station.stage(net, station.text() + ".example");
      assertThat(net.dns().truth(domain.name(), MX)).as(station.words()).hasSize(1);
      assertThat(net.dns().truth("_smtp._tls." + domain.name(), TXT))
          .as(station.words())
          .hasSize(station == Station.NOTHING ? 0 : 1);
    }
  }

  @Test
  void whoLeftAProviderIsStillAnAliasOfIt() {
    LabDomain domain = FaultClass.LEFT_RENEWED.stage(net, "left.example");
    assertThat(net.dns().truth(domain.policyHostName(), CNAME))
        .containsExactly("left-example.left-provider.example.");
    assertThat(net.addressesOf(domain.policyHostName())).hasSize(1);
    assertThat(net.dns().truth("left.example", MX)).containsExactly("10 in1.left-newmail.example.");
  }

  @Test
  void policyIsOnlyChangedWhereTheTextIs() {
    SoundDomain domain = SoundDomain.at(net, "example.org");
    assertThatThrownBy(() -> domain.policyWith("mode: none", "mode: testing"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
