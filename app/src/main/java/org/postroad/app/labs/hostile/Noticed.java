package org.postroad.app.labs.hostile;

import java.util.List;
import java.util.Optional;

/// What the games noticed of a client, and after how many sessions.
///
/// @param first the first rule that was broken; empty if none was
/// @param leak when something of a message first got where it must not
/// @param script a small game that breaks the same rule
record Noticed(Optional<Rule> first, long seed, long sessions, Optional<Long> leak, Script script) {

  private static final long LOOKED_ON = 20_000; // sessions after the first, for a leak
  private static final Script NO_SCRIPT = Script.parse("");
  private static final String LINE_END = ";";

  /// One game at a time, so that the count is always the same.
  static Noticed by(long firstSeed, long sessions) {
    Papers papers = new Papers();
    Hostilities.Plan plan =
        Hostilities.Plan.of(firstSeed, sessions).players(1).until(Noticed::isEnough);
    Hostilities.Result result = Hostilities.run(papers, plan);
    Optional<Rule> rule = result.first().map(failed -> failed.violations().getFirst().rule());
    return new Noticed(
        rule,
        result.first().map(Hostilities.Failed::seed).orElse(0L),
        result.first().map(Hostilities.Failed::sessions).orElse(result.score().sessions()),
        result.firstLeak().map(Hostilities.Failed::sessions),
        result
            .first()
            .map(failed -> smallest(ScriptWriter.write(failed.seed()), rule, papers))
            .orElse(NO_SCRIPT));
  }

  private static boolean isEnough(List<Hostilities.Failed> failed) {
    return failed.stream().anyMatch(Hostilities.Failed::isLeak)
        || (!failed.isEmpty()
            && failed.getLast().sessions() > failed.getFirst().sessions() + LOOKED_ON);
  }

  private static Script smallest(Script script, Optional<Rule> rule, Papers papers) {
    return Shrinker.shrink(
        script, smaller -> Game.play(smaller, papers, Story.UNTOLD).broken().equals(rule));
  }

  /// In one line, to be read by [#parse] in another class loader.
  String text() {
    return first.map(Words::of).orElse("nothing")
        + " "
        + seed
        + " "
        + sessions
        + " "
        + leak.orElse(-1L)
        + " "
        + script.text().replace("\n", LINE_END);
  }

  static Noticed parse(String text) {
    String[] words = text.split(" ", 5);
    long leak = Long.parseLong(words[3]);
    return new Noticed(
        words[0].equals("nothing")
            ? Optional.empty()
            : Optional.of(Words.parse(Rule.class, words[0])),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        leak < 0 ? Optional.empty() : Optional.of(leak),
        Script.parse(words[4].replace(LINE_END, "\n")));
  }
}
