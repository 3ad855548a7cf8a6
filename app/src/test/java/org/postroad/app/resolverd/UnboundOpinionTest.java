package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.app.Loudly;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Unbound;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The comparison mode with a real unbound as the other opinion.
class UnboundOpinionTest {

  private final LabInternet internet = LabInternet.start();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Metrics metrics = new Metrics();
  private final DaemonLog log =
      new DaemonLog(new PrintStream(out, true, StandardCharsets.UTF_8), internet.clock(), false);

  @BeforeEach
  void needsUnbound() {
    Loudly.needs(Unbound.isInstalled(), "unbound is not installed");
  }

  @AfterEach
  void close() {
    internet.close();
  }

  private Dns comparing(Unbound unbound) {
    RootAnchors anchors =
        switch (RootAnchors.parse(internet.dns().anchor().ds())) {
          case RootAnchors.Parsed.Valid(RootAnchors valid) -> valid;
          case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
        };
    return SecondOpinion.of(
        client(unbound, new Dnssec.Local(anchors, false)),
        Optional.of(client(unbound, new Dnssec.Trusted())),
        internet.clock(),
        log,
        metrics);
  }

  private DnsClient client(Unbound unbound, Dnssec dnssec) {
    return new DnsClient(
        DnsClient.Options.of(List.of(unbound.address())).dnssec(dnssec), internet.clock());
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void awaitCount(String what, int count) {
    String line = "postroad_dnssec_" + what + "_total " + count + "\n";
    Until.holds(line, () -> metrics.text().contains(line));
  }

  private void signedZones() {
    internet.domain("good.example").dane();
    internet.domain("nsec3.example").signed(Signing.usual().nsec3());
    internet.domain("optout.example").signed(Signing.usual().optOut());
    internet.domain("island.example").signed(Signing.usual().withoutDs());
    internet.domain("plain.example").tlsa(Tlsa.wrong());
    internet.domain("expired.example").signed(Signing.usual().fault(Fault.EXPIRED));
    internet.domain("broken.example").signed(Signing.usual().fault(Fault.BOGUS_SIGNATURES));
  }

  @Test
  void unboundSaysTheSameOfEverySignedZoneAndNothingIsLogged() {
    signedZones();
    int asked = 0;
    try (Unbound honest = unbound(Unbound.Options.usual())) {
      Dns dns = comparing(honest);
      for (String zone :
          List.of("good", "nsec3", "optout", "island", "plain", "expired", "broken")) {
        for (String name : List.of("", "mx.", "_25._tcp.mx.", "none.")) {
          for (RecordType type : List.of(RecordType.MX, RecordType.A, RecordType.TLSA)) {
            dns.lookup(DomainName.of(name + zone + ".example"), type);
            awaitCount("comparisons", ++asked);
          }
        }
      }
    }
    assertThat(lines()).noneMatch(line -> line.contains("differs"));
    assertThat(metrics.text()).contains("postroad_dnssec_differences_total 0\n");
  }

  @Test
  void unboundWithoutATrustAnchorIsFoundOut() {
    signedZones();
    try (Unbound blind = unbound(Unbound.Options.usual().withoutAnchor())) {
      Dns dns = comparing(blind);
      dns.lookup(DomainName.of("plain.example"), RecordType.MX);
      dns.lookup(DomainName.of("good.example"), RecordType.MX);
      awaitCount("differences", 1);
      dns.lookup(DomainName.of("none.good.example"), RecordType.A);
      awaitCount("differences", 2);
      dns.lookup(DomainName.of("broken.example"), RecordType.MX);
      awaitCount("differences", 3);
    }
    String differs = "postroad: warning: dnssec differs: ";
    assertThat(lines().stream().filter(line -> line.contains("differs")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        differs
                            + "good.example MX: secure records, the other way insecure records"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        differs
                            + "none.good.example A: secure, no such name, the other way insecure,"
                            + " no such name"),
            line ->
                assertThat(line)
                    .startsWith(differs + "broken.example MX: bogus (")
                    .endsWith("), the other way insecure records"));
  }

  private Unbound unbound(Unbound.Options options) {
    return Unbound.start(internet.dns(), options.by(internet.clock()));
  }
}
