package org.postroad.app.labs.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A judge who never accuses is worth nothing: the client is broken on purpose, in a copy, and the
/// games have to notice.
class MutantsTest {

  private static final Path ROOT = Path.of(System.getProperty("postroad.root", ".."));

  @ParameterizedTest
  @CsvSource({
    "goes on in clear after a failed handshake under enforce, IN_CLEAR",
    "keeps what was received before TLS, BOUNCED",
    "drops a cached policy when a fetch fails, POLICY",
    "lets a wildcard stand for several labels, UNVERIFIED",
    "lets a policy stand in for TLSA records that fail, UNVERIFIED"
  })
  void aBrokenClientIsNoticedWithinFewSessions(String name, Rule rule) throws IOException {
    Mutant mutant =
        Mutant.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    try (Mutants mutants = Mutants.of(ROOT)) {
      Noticed noticed = mutants.play(mutant, 1, 3_000);

      assertThat(noticed.first()).contains(rule);
      assertThat(noticed.sessions()).isLessThan(3_000);
      assertThat(noticed.script().steps()).as("the smallest script").hasSizeBetween(1, 8);
    }
  }

  /// They are edits of sources, which move.
  @Test
  void everyRuleThatIsBrokenIsStillThere() throws IOException {
    try (Mutants mutants = Mutants.of(ROOT)) {
      for (Mutant mutant : Mutant.all()) {
        assertThat(mutants.edited(mutant)).as(mutant.name()).isNotEmpty();
      }
    }
  }
}
