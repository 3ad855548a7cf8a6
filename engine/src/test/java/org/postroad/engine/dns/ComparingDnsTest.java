package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

class ComparingDnsTest {

  private static final DomainName NAME = DnssecWorld.domain("mx.example.com");
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Answer SECURE = found(Security.SECURE, "192.0.2.1");
  private static final Answer INSECURE = found(Security.INSECURE, "192.0.2.1");
  private static final Answer BOGUS = new Answer.Failed(Why.BOGUS, "signature expired");
  private static final Answer SILENT = new Answer.Failed(Why.TIMED_OUT, "no answer in 2000 ms");

  private final AtomicReference<Instant> now = new AtomicReference<>(DnssecWorld.NOW);
  private final BlockingQueue<ComparingDns.Difference> differences = new LinkedBlockingQueue<>();
  private final BlockingQueue<DomainName> compared = new LinkedBlockingQueue<>();

  private static Answer found(Security security, String address) {
    return new Answer.Found(
        List.of(new DnsRecord.AddressRecord(InetAddress.ofLiteral(address))), NAME, security, TTL);
  }

  private ComparingDns dns(Answer counting, Answer other) {
    Dns second =
        (name, _) -> {
          compared.add(name);
          return other;
        };
    return new ComparingDns((_, _) -> counting, second, now::get, differences::add);
  }

  private ComparingDns.Difference difference(Answer counting, Answer other)
      throws InterruptedException {
    assertThat(dns(counting, other).lookup(NAME, RecordType.A)).isSameAs(counting);
    ComparingDns.Difference difference = differences.poll(10, TimeUnit.SECONDS);
    assertThat(difference).isNotNull();
    return difference;
  }

  @Test
  void differenceSaysWhatEachWayCameTo() throws InterruptedException {
    assertThat(difference(SECURE, INSECURE).text())
        .isEqualTo("mx.example.com A: secure records, the other way insecure records");
    assertThat(difference(INSECURE, BOGUS).text())
        .isEqualTo("mx.example.com A: insecure records, the other way bogus (signature expired)");
    assertThat(difference(BOGUS, new Answer.NoData(Security.SECURE, TTL)).text())
        .isEqualTo(
            "mx.example.com A: bogus (signature expired), the other way secure, no such records");
  }

  @Test
  void otherAddressesAndSilenceAreNoDifference() throws InterruptedException {
    Answer elsewhere = found(Security.SECURE, "192.0.2.99");
    for (Answer other : List.of(SECURE, elsewhere, SILENT)) {
      dns(SECURE, other).lookup(NAME, RecordType.A);
      assertThat(compared.poll(10, TimeUnit.SECONDS)).isEqualTo(NAME);
    }
    dns(SILENT, SECURE).lookup(NAME, RecordType.A);
    assertThat(compared).isEmpty();
    assertThat(differences).isEmpty();
  }

  @Test
  void questionIsComparedOnceAnHour() throws InterruptedException {
    ComparingDns dns = dns(SECURE, BOGUS);
    dns.lookup(NAME, RecordType.A);
    assertThat(differences.poll(10, TimeUnit.SECONDS)).isNotNull();
    now.set(DnssecWorld.NOW.plus(Duration.ofMinutes(59)));
    dns.lookup(NAME, RecordType.A);
    dns.lookup(NAME, RecordType.AAAA); // another question
    assertThat(differences.poll(10, TimeUnit.SECONDS))
        .extracting(ComparingDns.Difference::type)
        .isEqualTo(RecordType.AAAA);
    now.set(DnssecWorld.NOW.plus(Duration.ofMinutes(61)));
    dns.lookup(NAME, RecordType.A);
    assertThat(differences.poll(10, TimeUnit.SECONDS))
        .extracting(ComparingDns.Difference::type)
        .isEqualTo(RecordType.A);
    assertThat(compared).hasSize(3);
  }
}
