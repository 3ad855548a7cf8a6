package org.postroad.app.checks.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postroad.app.config.Parsed;

/// Rates are kept, by a clock that the test turns.
class PaceTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void whoComesOftenIsSpreadEvenly() {
    Pace pace = new Pace(Rate.perSecond(5), 0);

    assertThat(List.of(pace.reserve(0), pace.reserve(0), pace.reserve(0)))
        .containsExactly(0L, SECOND / 5, 2 * SECOND / 5);
  }

  @Test
  void neverMoreThanTheRateAndItsBunchWhateverTheMoments() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Pace pace = new Pace(Rate.perSecond(100), -5 * SECOND); // clocks may be negative
    long now = -5 * SECOND;
    long[] turns = new long[2_000];
    for (int i = 0; i < turns.length; i++) {
      now += random.nextInt(4) == 0 ? random.nextLong(SECOND / 20) : 0;
      turns[i] = now + pace.reserve(now);
    }
    for (int i = 0; i + 110 < turns.length; i++) {
      assertThat(turns[i + 110] - turns[i]).isGreaterThanOrEqualTo(SECOND - 1);
    }
  }

  @Test
  void theTableOfHostsForgetsThoseThatHaveRested() throws UnknownHostException {
    HostPaces paces = new HostPaces(Rate.perSecond(5));
    long now = 0;
    for (int i = 0; i < 100_000; i++) {
      now += SECOND / 1_000;
      InetAddress address =
          InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
      assertThat(paces.reserve(List.of(address), now)).isZero();
    }
    assertThat(paces.size()).isLessThan(20_001);
  }

  @Test
  void oneHostOfManyDomainsIsVisitedAtItsRate() throws UnknownHostException {
    HostPaces paces = new HostPaces(Rate.perSecond(5));
    InetAddress shared = InetAddress.getByName("192.0.2.1");
    InetAddress other = InetAddress.getByName("192.0.2.2");
    for (int i = 0; i < 10; i++) {
      assertThat(paces.reserve(List.of(shared), 0)).isEqualTo(i * SECOND / 5);
    }
    assertThat(paces.reserve(List.of(other), 0)).isZero();
    assertThat(paces.reserve(List.of(shared, other), 0)).isEqualTo(10 * SECOND / 5);
  }

  @Test
  void ratesAreReadAsTheyAreWritten() {
    assertThat(Rate.parse("100/s")).isEqualTo(new Parsed.Valid<>(Rate.perSecond(100)));
    assertThat(Rate.parse("30/m"))
        .isEqualTo(new Parsed.Valid<>(new Rate(30, Duration.ofMinutes(1))));
    for (String bad : List.of("", "0/s", "100", "-1/s", "1/d", "9999999/s", "1.5/s")) {
      assertThat(Rate.parse(bad)).as(bad).isInstanceOf(Parsed.Invalid.class);
    }
  }
}
