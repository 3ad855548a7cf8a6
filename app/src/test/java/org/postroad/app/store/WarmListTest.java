package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.DomainName;

class WarmListTest {

  @Test
  void domainsStandOneALineWithCommentsAndEachCountsOnce() throws IOException {
    WarmList list =
        read(
            """
            # partners
            example.com
              Example.COM.   # again

            fa\u00df.de
            192.0.2.1
            two words
            .example.org
            other.example""");
    assertThat(list.domains())
        .containsExactly(
            DomainName.of("example.com"),
            DomainName.of("xn--fa-hia.de"),
            DomainName.of("other.example"));
    assertThat(list.faults())
        .containsExactly(
            new CacheImport.Fault("line 6", "not a policy domain: an address literal"),
            new CacheImport.Fault(
                "line 7", "not a policy domain: character not allowed in a name at 4"),
            new CacheImport.Fault(
                "line 8",
                "not a policy domain: a parent domain: policies are never taken from one"));
  }

  @Test
  void whatIsNoListAtAllIsGivenUpSoon() throws IOException {
    WarmList list = read("!\n".repeat(5_000));
    assertThat(list.domains()).isEmpty();
    assertThat(list.faults()).hasSize(1_001);
    assertThat(list.faults().getLast().why()).startsWith("not read from here on");
  }

  @Test
  void ofAWrongFileNothingIsQuoted() throws IOException {
    WarmList list = read("-----BEGIN PRIVATE KEY-----\nMC4C_AQAwBQYDK2VwBCIEIHsecret\n-secret.key");
    assertThat(list.domains()).isEmpty();
    assertThat(list.faults())
        .hasSize(3)
        .allSatisfy(fault -> assertThat(fault.why()).doesNotContainIgnoringCase("key", "secret"));
  }

  @Test
  void anEmptyListIsOne() throws IOException {
    assertThat(read("")).isEqualTo(new WarmList(List.of(), List.of()));
  }

  private static WarmList read(String text) throws IOException {
    return WarmList.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
