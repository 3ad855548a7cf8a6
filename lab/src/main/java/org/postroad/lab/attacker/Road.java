package org.postroad.lab.attacker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Mounted;

/// What several attackers do on the path.
final class Road {

  private Road() {}

  /// Diverts every door, or none if one cannot be.
  static Mounted divert(List<Door> doors, Function<Door, Answering> other) {
    List<Mounted> mounts = new ArrayList<>();
    try {
      doors.forEach(door -> mounts.add(door.divert(other.apply(door))));
    } catch (RuntimeException e) {
      mounts.forEach(Mounted::close);
      throw e;
    }
    return Mounted.all(mounts);
  }
}
