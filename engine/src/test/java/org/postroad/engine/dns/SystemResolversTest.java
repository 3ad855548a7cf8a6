package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postroad.engine.net.Endpoint;

class SystemResolversTest {

  @Test
  void nameserverLinesCountUpToThree() {
    String text =
        """
        # made by somebody
        domain example.com
        nameserver 192.0.2.1
          nameserver 2001:db8::1
        nameserver not-an-address
        nameserver 192.0.2.2 # trailing
        nameserver 192.0.2.3
        options edns0
        """;
    assertThat(SystemResolvers.parse(text).stream().map(Endpoint::text))
        .containsExactly("192.0.2.1:53", "[2001:db8::1]:53", "192.0.2.2:53");
  }

  @Test
  void withoutAnyTheResolverOnThisHostIsAsked() {
    assertThat(SystemResolvers.parse("search example.com\n").stream().map(Endpoint::text))
        .containsExactly("127.0.0.1:53");
  }
}
