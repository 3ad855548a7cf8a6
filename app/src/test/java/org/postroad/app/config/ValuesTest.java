package org.postroad.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// What operators write in options and in the file.
class ValuesTest {

  @Test
  void durationsHaveAUnit() {
    Map.of(
            "0s", Duration.ZERO,
            "500ms", Duration.ofMillis(500),
            "5s", Duration.ofSeconds(5),
            "90s", Duration.ofSeconds(90),
            "2m", Duration.ofMinutes(2),
            "4h", Duration.ofHours(4),
            "1d", Duration.ofDays(1),
            "2w", Duration.ofDays(14))
        .forEach(
            (text, duration) ->
                assertThat(Durations.parse(text)).isEqualTo(new Parsed.Valid<>(duration)));
    for (String text : List.of("", "5", "s", "-5s", "5 s", "1.5h", "5S", "1h30m", "9999999999s")) {
      assertThat(Durations.parse(text)).as(text).isInstanceOf(Parsed.Invalid.class);
    }
  }

  @Test
  void durationsAreWrittenInTheLargestUnitThatFits() {
    assertThat(List.of(0L, 250L, 5_000L, 90_000L, 120_000L, 14_400_000L, 1_209_600_000L))
        .extracting(ms -> Durations.text(Duration.ofMillis(ms)))
        .containsExactly("0s", "250ms", "5s", "90s", "2m", "4h", "14d");
  }

  @Test
  void addressesAreLiterals() {
    assertThat(DnsServer.parse("192.0.2.1"))
        .isEqualTo(new Parsed.Valid<>(new DnsServer(new InetSocketAddress("192.0.2.1", 53))));
    for (var row :
        Map.of(
                "192.0.2.1:5353", "192.0.2.1:5353",
                "2001:db8::1", "[2001:db8::1]:53",
                "[2001:db8::1]", "[2001:db8::1]:53",
                "[2001:db8:0:0:1:0:0:1]:54", "[2001:db8::1:0:0:1]:54",
                "::1", "[::1]:53")
            .entrySet()) {
      assertThat(DnsServer.parse(row.getKey()).map(DnsServer::toString))
          .isEqualTo(new Parsed.Valid<>(row.getValue()));
    }
    for (String text :
        List.of("", "localhost", "resolver.example:53", "192.0.2.1:", "192.0.2.1:99999", "1.2.3")) {
      assertThat(DnsServer.parse(text)).as(text).isInstanceOf(Parsed.Invalid.class);
    }
  }

  @Test
  void endpointsComeBackAsTheyWereWritten() {
    for (String text :
        List.of(
            "inet:127.0.0.1:8461",
            "inet:[::1]:0",
            "inet:localhost:8461",
            "unix:/run/postroad/resolver.sock",
            "unix:/var/spool/postfix/private/sts?mode=0660&group=postfix",
            "unix:/run/a?mode=0600&owner=postfix&group=mail")) {
      assertThat(SocketmapEndpoint.parse(text).map(SocketmapEndpoint::toString))
          .isEqualTo(new Parsed.Valid<>(text));
    }
  }

  @Test
  void endpointsSayWhatIsWrong() {
    Map.of(
            "127.0.0.1:8461",
            "not inet:HOST:PORT or unix:PATH",
            "inet:8461",
            "not HOST:PORT",
            "inet:::1:8461",
            "not HOST:PORT",
            "inet:localhost:65536",
            "no such port: 65536",
            "unix:run/socket",
            "not an absolute path",
            "unix:/run/socket?mode=999",
            "not mode=0660, owner=NAME or group=NAME",
            "unix:/run/socket?user=postfix",
            "not mode=0660, owner=NAME or group=NAME",
            "unix:/" + "a".repeat(107),
            "path of 108 bytes, a Unix socket's has at most 107")
        .forEach(
            (text, why) ->
                assertThat(SocketmapEndpoint.parse(text))
                    .as(text)
                    .isInstanceOfSatisfying(
                        Parsed.Invalid.class, bad -> assertThat(bad.why()).startsWith(why)));
  }

  @Test
  void nothingThatIsWrittenThrows() {
    long seed = System.nanoTime();
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String alphabet = "inetux:/[]?&=.0123456789abcdefmsd \0é";
    List<Function<String, Parsed<?>>> readers =
        List.of(SocketmapEndpoint::parse, HostPort::parse, DnsServer::parse, Durations::parse);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(List.of("", "inet:", "unix:/").get(i % 3));
      random
          .ints(random.nextInt(24), 0, alphabet.length())
          .forEach(at -> text.append(alphabet.charAt(at)));
      for (var reader : readers) {
        assertThat(reader.apply(text.toString())).as("seed %d: %s", seed, text).isNotNull();
      }
    }
  }
}
