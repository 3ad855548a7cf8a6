package org.postroad.app.labs.hostile;

import java.util.Optional;

/// What the games noticed of a client, and after how many sessions.
///
/// @param first the first rule that was broken; empty if none was
/// @param leak when something of a message first got where it must not
record Noticed(Optional<Rule> first, long seed, long sessions, Optional<Long> leak) {

  private static final long LOOKED_ON = 20_000; // sessions after the first, for a leak

  /// One game at a time, so that the count is always the same.
  static Noticed by(long firstSeed, long sessions) {
    Hostilities.Result result =
        Hostilities.run(
            new Papers(),
            Hostilities.Plan.of(firstSeed, sessions)
                .players(1)
                .until(
                    failed ->
                        failed.stream().anyMatch(Hostilities.Failed::isLeak)
                            || (!failed.isEmpty()
                                && failed.getLast().sessions()
                                    > failed.getFirst().sessions() + LOOKED_ON)));
    return new Noticed(
        result.first().map(failed -> failed.violations().getFirst().rule()),
        result.first().map(Hostilities.Failed::seed).orElse(0L),
        result.first().map(Hostilities.Failed::sessions).orElse(result.score().sessions()),
        result.firstLeak().map(Hostilities.Failed::sessions));
  }

  /// In one line, to be read by [#parse] in another class loader.
  String text() {
    return first.map(Words::of).orElse("nothing")
        + " "
        + seed
        + " "
        + sessions
        + " "
        + leak.orElse(-1L);
  }

  static Noticed parse(String text) {
    String[] words = text.split(" ", -1);
    long leak = Long.parseLong(words[3]);
    return new Noticed(
        words[0].equals("nothing")
            ? Optional.empty()
            : Optional.of(Words.parse(Rule.class, words[0])),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        leak < 0 ? Optional.empty() : Optional.of(leak));
  }
}
