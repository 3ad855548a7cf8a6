package org.postroad.app.labs.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A fixed sample of the games of `bench/hostile`. A failure names its seed: `bench/hostile --seed
/// N` tells the game and finds a smaller one.
class HostilitiesTest {

  private static final Papers PAPERS = new Papers();

  @Test
  void attackersOnEveryRoadGetNothingInTwentyThousandSessions() {
    Hostilities.Result result = Hostilities.run(PAPERS, Hostilities.Plan.of(1, 20_000));

    assertThat(result.failed()).isEmpty();
    assertThat(result.score().sessions()).isGreaterThanOrEqualTo(20_000);
  }

  @Test
  void overRealSocketsAndTlsTheyGetNothingEither() {
    Hostilities.Plan plan = Hostilities.Plan.of(1, 150).players(24);
    Hostilities.Result result =
        Hostilities.run(
            plan,
            seed ->
                Game.play(
                    ScriptWriter.write(seed),
                    PAPERS,
                    Story.UNTOLD,
                    (roads, clock) -> Loopback.lay(roads)));

    assertThat(result.failed()).isEmpty();
    assertThat(result.score().sessions()).isGreaterThanOrEqualTo(150);
  }

  /// What went wrong once, as the games found it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        // A recipient was given up for what the server said of the one before.
        """
        road alpha-1 inject-command
        road alpha-2 inject-command
        send alpha 3 one-unknown
        """,
        // A message was given up because the answer to EHLO was not the answer to EHLO.
        """
        send beta 1 plain
        send beta 1 plain
        send beta 1 plain
        road gamma-1 inject-command
        send gamma 1 plain
        """
      })
  void whatWentWrongOnceDoesNotAgain(String text) {
    Script script = Script.parse(text);

    assertThat(Game.play(script, PAPERS, Story.UNTOLD).violations()).isEmpty();
    assertThat(
            Game.play(script, PAPERS, Story.UNTOLD, (roads, clock) -> Loopback.lay(roads))
                .violations())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 1_234, 99_999})
  void aSeedPlaysTheSameGameTwice(long seed) {
    assertThat(story(seed)).isEqualTo(story(seed));
  }

  @Test
  void everyScriptCanBeWrittenDownAndPlayedAgain() {
    for (long seed = 1; seed <= 500; seed++) {
      Script script = ScriptWriter.write(seed);
      assertThat(Script.parse(script.text())).as("seed " + seed).isEqualTo(script);
    }
  }

  @Test
  void aScriptIsShrunkToWhatMatters() {
    Script small =
        Shrinker.shrink(
            ScriptWriter.write(7),
            script ->
                script.steps().stream().filter(step -> step instanceof Step.Send).count() >= 2
                    && script.steps().stream().anyMatch(step -> step instanceof Step.Pass));

    assertThat(small.steps()).hasSize(3);
    assertThat(small.dane() || small.patient() || small.refreshes()).isFalse();
  }

  private static List<String> story(long seed) {
    List<String> lines = new ArrayList<>();
    Game.Outcome outcome =
        Game.play(ScriptWriter.write(seed), PAPERS, line -> lines.add(withoutKeys(line.get())));
    assertThat(outcome.broken()).isEqualTo(Optional.empty());
    return lines;
  }

  /// Records of certificates differ from run to run, with the keys.
  private static String withoutKeys(String line) {
    return line.replaceAll("data=[0-9a-f]+", "data=…");
  }
}
