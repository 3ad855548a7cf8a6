package org.postroad.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:53, 192.0.2.1:53",
    "192.0.2.1, 192.0.2.1:5353",
    "[2001:db8::1]:53, [2001:db8::1]:53",
    "[2001:db8::1], [2001:db8::1]:5353",
    "2001:db8::1, [2001:db8::1]:5353",
    "::1, [::1]:5353",
    "::, [::]:5353",
    "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:5353",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:5353",
    "192.0.2.1:65535, 192.0.2.1:65535",
  })
  void readsAddressesWithAndWithoutPort(String text, String expected) {
    assertThat(Endpoint.parse(text, 5353))
        .isInstanceOfSatisfying(
            Endpoint.Parsed.Valid.class,
            valid -> assertThat(Endpoint.text(valid.address())).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | not an IP address",
        "localhost | not an IP address",
        "localhost:53 | not an IP address",
        "127.1 | not an IP address",
        "0x7f.0.0.1 | not an IP address",
        "010.0.0.1 | not an IP address",
        "256.0.0.1 | not an IP address",
        "192.0.2.1:0 | not a port",
        "192.0.2.1:65536 | not a port",
        "192.0.2.1:+53 | not a port",
        "192.0.2.1: | not a port",
        "192.0.2.1:53:54 | not an IP address",
        "[192.0.2.1]:53 | not an IP address",
        "[2001:db8::1 | not ADDRESS:PORT",
        "[2001:db8::1]53 | not ADDRESS:PORT",
        "2001:db8::1::2 | not an IP address",
      })
  void refusesWhatIsNoAddress(String text, String why) {
    assertThat(Endpoint.parse(text, 53))
        .isInstanceOfSatisfying(
            Endpoint.Parsed.Invalid.class, invalid -> assertThat(invalid.why()).contains(why));
  }

  @Test
  void aPortIsMissedWhereThereIsNoDefault() {
    assertThat(Endpoint.parse("192.0.2.1"))
        .isEqualTo(new Endpoint.Parsed.Invalid("no port: \"192.0.2.1\""));
  }

  @Test
  void textReadsBackAsTheSameAddress() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
      for (int at = 0; at < octets.length; at += 2) {
        if (random.nextInt(3) == 0) {
          octets[at] = (byte) random.nextInt();
          octets[at + 1] = (byte) random.nextInt();
        }
      }
      var address =
          new InetSocketAddress(InetAddress.getByAddress(octets), 1 + random.nextInt(65535));
      assertThat(Endpoint.parse(Endpoint.text(address)))
          .as("seed %d, %s", seed, address)
          .isEqualTo(new Endpoint.Parsed.Valid(address));
    }
  }
}
