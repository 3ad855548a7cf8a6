package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.mtasts.Policy;

class ResolverLogTest {

  @Test
  void anAttackerWithThousandsOfExchangersGetsNoLongLine() {
    String words = ResolverLog.words(policy(3_000));
    assertThat(words)
        .startsWith("mode enforce, max_age 86400, mx mx1.example mx2.example ")
        .contains("mx10.example and 2,990 more")
        .doesNotContain("mx11.example");
    assertThat(words.length()).isLessThan(500);
  }

  @Test
  void ordinaryPoliciesAreNamedWhole() {
    assertThat(ResolverLog.words(policy(10))).endsWith(" mx9.example mx10.example");
  }

  private static Policy policy(int mx) {
    String text =
        IntStream.rangeClosed(1, mx)
            .mapToObj(i -> "mx: mx" + i + ".example\n")
            .collect(Collectors.joining("", "version: STSv1\nmode: enforce\n", "max_age: 86400\n"));
    return ((Policy.Parsed.Valid) Policy.parse(text.getBytes(StandardCharsets.UTF_8))).policy();
  }
}
