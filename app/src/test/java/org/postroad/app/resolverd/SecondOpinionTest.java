package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Validation;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.SigningAlgorithm;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// The comparison mode, between our own validation and a resolver that still takes SHA-1.
class SecondOpinionTest {

  private final LabInternet internet = LabInternet.start();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Metrics metrics = new Metrics();
  private final DaemonLog log =
      new DaemonLog(new PrintStream(out, true, StandardCharsets.UTF_8), now::get, false);

  @AfterEach
  void close() {
    internet.close();
  }

  private Dns dns(Optional<DnsClient> other) {
    return SecondOpinion.of(client(local()), other, now::get, log, metrics);
  }

  private Dnssec local() {
    return switch (RootAnchors.parse(internet.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> new Dnssec.Local(anchors, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }

  private DnsClient client(Dnssec dnssec) {
    return new DnsClient(
        DnsClient.Options.of(List.of(internet.dns().address())).dnssec(dnssec), now::get);
  }

  private static Security security(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Found.class);
    return ((Answer.Found) answer).security();
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void awaitDifferences(int count) {
    Until.holds(
        count + " differences",
        () -> metrics.text().contains("postroad_dnssec_differences_total " + count + "\n"));
  }

  @Test
  void differencesAreLoggedOnceForANameAndDayAndAllCounted() {
    internet.domain("old.example").signed(Signing.usual().algorithm(SigningAlgorithm.RSASHA1));
    internet.domain("good.example").signed();
    internet.dns().validation(Validation.ON_WITH_SHA1);
    Dns dns = dns(Optional.of(client(new Dnssec.Trusted())));
    DomainName old = name("old.example");

    assertThat(security(dns.lookup(name("good.example"), RecordType.MX)))
        .isEqualTo(Security.SECURE);
    assertThat(security(dns.lookup(old, RecordType.MX))).isEqualTo(Security.INSECURE);
    awaitDifferences(1);
    dns.lookup(old, RecordType.A);
    awaitDifferences(2);
    now.set(now.get().plus(Duration.ofHours(25)));
    dns.lookup(old, RecordType.MX);
    awaitDifferences(3);

    String server = internet.dns().address().toString().replaceFirst(".*/", "");
    assertThat(lines().getFirst())
        .startsWith("postroad: dnssec: answers are validated here, from root keys ");
    assertThat(lines().subList(1, lines().size()))
        .containsExactly(
            "postroad: dnssec: compared with: answers are secure as "
                + server
                + " says by its AD bit",
            "postroad: warning: dnssec differs: old.example MX: insecure records, the other way"
                + " secure records",
            "postroad: warning: dnssec differs: old.example MX: insecure records, the other way"
                + " secure records");
  }

  @Test
  void withoutASecondOpinionTheClientItselfIsAsked() {
    assertThat(dns(Optional.empty())).isInstanceOf(DnsClient.class);
    assertThat(lines()).hasSize(1);
    assertThat(metrics.text()).doesNotContain("dnssec");
  }

  private static DomainName name(String text) {
    return switch (DomainName.parse(text)) {
      case DomainName.Parsed.Valid(DomainName name) -> name;
      case DomainName.Parsed.Invalid invalid -> throw new IllegalArgumentException(text);
    };
  }
}
