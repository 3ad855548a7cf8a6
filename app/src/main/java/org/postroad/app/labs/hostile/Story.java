package org.postroad.app.labs.hostile;

import java.util.function.Supplier;

/// Hears what happens in a game, for whoever replays one.
@FunctionalInterface
interface Story {

  /// Nobody listens; then nothing is even put into words.
  Story UNTOLD = line -> {};

  void tell(Supplier<String> line);
}
