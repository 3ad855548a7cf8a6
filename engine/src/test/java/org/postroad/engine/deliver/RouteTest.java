package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;

class RouteTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final DomainName A = DomainName.of("a.example.com");
  private static final DomainName B = DomainName.of("b.example.com");
  private static final DomainName C = DomainName.of("c.example.com");

  @Test
  void equalsAreTriedInRandomOrderAndNeverBeforeTheirBetters() { // RFC 5321 §5.1
    List<MxRecord> records = List.of(new MxRecord(20, B), new MxRecord(20, C), new MxRecord(10, A));
    Set<List<DomainName>> orders = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      orders.add(hosts(records, seed, 30));
    }

    assertThat(orders).containsExactlyInAnyOrder(List.of(A, B, C), List.of(A, C, B));
  }

  @Test
  void aHostNamedTwiceIsTriedOnce() {
    List<MxRecord> records = List.of(new MxRecord(20, A), new MxRecord(10, B), new MxRecord(10, A));

    assertThat(hosts(records, 1, 30)).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void onlyTheBestAreTried() {
    List<MxRecord> records = List.of(new MxRecord(30, A), new MxRecord(10, B), new MxRecord(20, C));

    assertThat(hosts(records, 1, 2)).containsExactly(B, C);
  }

  private static List<DomainName> hosts(List<MxRecord> records, int seed, int most) {
    Answer.Found found =
        new Answer.Found(List.copyOf(records), DOMAIN, Security.INSECURE, Duration.ofMinutes(5));
    return ((Route.Hosts) Route.of(DOMAIN, found, new Random(seed), most)).hosts();
  }
}
