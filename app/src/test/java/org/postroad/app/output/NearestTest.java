package org.postroad.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KNOWN =
      List.of("--json", "--dns", "--dnssec", "--dnssec-anchor", "--ca-file", "--now", "resolve");

  @Test
  void findsTheWordThatWasMeant() {
    for (var row :
        List.of(
            new String[] {"--jsno", "--json", "two letters swapped"},
            new String[] {"--jsn", "--json", "one left out"},
            new String[] {"--dsn", "--dns", "swapped, in a short word"},
            new String[] {"--dnsec", "--dnssec", "one left out, and --dns is further"},
            new String[] {"--cafile", "--ca-file", "the hyphen forgotten"},
            new String[] {"--JSON", "--json", "case counts for nothing"},
            new String[] {"--dnssec-a", "--dnssec-anchor", "cut short"},
            new String[] {"reslove", "resolve", "a command"})) {
      assertThat(Nearest.of(row[0], KNOWN)).as(row[0] + ": " + row[2]).contains(row[1]);
    }
  }

  @Test
  void namesNothingWhereNothingIsNear() {
    for (String word : List.of("--frobnicate", "", "-", "zzz", "--xyz")) {
      assertThat(Nearest.of(word, KNOWN)).as(word).isEmpty();
    }
  }
}
