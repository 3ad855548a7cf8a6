package org.postroad.protocol.precedence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dane.HostTlsa;

/// Every host under every override, against the third table.
class OverrideTest {

  private static final List<String> MX = List.of("secure", "insecure", "itself");

  @Test
  void everyHostIsTreatedAsTheTableSays() {
    Set<OverrideTable.Row> used = new HashSet<>();
    for (String word : OverrideTable.DECREES) {
      for (String mx : MX) {
        for (String state : Scene.HOST_STATES) {
          List<OverrideTable.Row> rows = OverrideTable.rows(word, mx, state);
          assertThat(rows).as("%s, %s, %s", word, mx, state).hasSize(1);
          OverrideTable.Row row = rows.getFirst();
          Scene.Host host = new Scene.Host(1, state, false);
          assertThat(HostTable.words(host, action(word, mx, host.facts())))
              .as("%s, %s, %s, by %s", word, mx, state, row)
              .isEqualTo(row.done() + " / " + row.report());
          used.add(row);
        }
      }
    }
    assertThat(OverrideTable.ROWS).as("every row has a case").allMatch(used::contains);
  }

  @Test
  void daneOnlyIsWhatTheFirstTableSays() {
    for (String mx : MX) {
      for (String state : Scene.HOST_STATES) {
        Scene.Host host = new Scene.Host(1, state, false);
        Scene scene = new Scene(mx, List.of(host), new Scene.Ruling("dane-only", "no-policy"));
        assertThat(action("dane-only", mx, host.facts()))
            .as("%s, %s", mx, state)
            .isEqualTo(scene.decision().hosts().getFirst().action());
      }
    }
  }

  @Test
  void onlyDaneOnlyAsksForTlsaRecords() {
    for (String word : OverrideTable.DECREES) {
      assertThat(Precedence.asksTlsa(state("secure"), OverrideTable.decree(word))).isFalse();
    }
    assertThat(Precedence.asksTlsa(state("secure"), new Decree.DaneOnly())).isTrue();
    assertThat(Precedence.asksTlsa(state("itself"), new Decree.DaneOnly())).isTrue();
    assertThat(Precedence.asksTlsa(state("insecure"), new Decree.DaneOnly())).isFalse();
  }

  @Test
  void aCertificateIsForSomebody() {
    assertThatThrownBy(() -> new Decree.Secure(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static HostAction action(String word, String mx, HostTlsa facts) {
    return Precedence.host(Scene.DOMAIN, state(mx), facts, OverrideTable.decree(word));
  }

  private static MxState state(String mx) {
    List<Scene.Host> hosts = List.of(new Scene.Host(1, "none", false));
    return new Scene(mx, hosts, new Scene.Ruling("no-policy", "NO_RECORD")).facts().mx();
  }
}
