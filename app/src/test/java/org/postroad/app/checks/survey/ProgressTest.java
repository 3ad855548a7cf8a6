package org.postroad.app.checks.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is said of how far a survey is.
class ProgressTest {

  @Test
  void octetsCountOnceTheirLineIsHandedOut() throws IOException {
    // all of it fits into one read, and at a low rate is looked at over hours
    String list = "a.example\r\n\nb.example # ours\nc.example";
    DomainLines lines =
        new DomainLines(new ByteArrayInputStream(list.getBytes(StandardCharsets.US_ASCII)));

    assertThat(lines.octets()).isZero();
    for (long octets : List.of(11L, 12L, 29L, 38L)) {
      assertThat(lines.next()).isPresent();
      assertThat(lines.octets()).isEqualTo(octets);
    }
    assertThat(lines.next()).isEmpty();
    assertThat(lines.octets()).isEqualTo(list.length());
  }

  @Test
  void itTakesAtLeastAsLongAsTheLastWhoWaitsForAHost() throws IOException {
    HostPaces hosts = new HostPaces(Rate.perSecond(5));
    InetAddress provider = InetAddress.ofLiteral("192.0.2.1");
    Tally tally = new Tally();
    tally.line(1_000);
    for (int i = 0; i < 1_000; i++) {
      hosts.reserve(List.of(provider), 0);
      tally.begin();
    }
    Duration wait = Duration.ofNanos(hosts.longestWait(0));

    assertThat(wait).isBetween(Duration.ofSeconds(199), Duration.ofSeconds(200));
    assertThat(Progress.left(tally, 1, 250, wait)).contains(wait);
    assertThat(Progress.left(tally, 1, 2, wait)).contains(Duration.ofSeconds(500));
    assertThat(hosts.longestWait(TimeUnit.SECONDS.toNanos(300))).isZero();
  }
}
