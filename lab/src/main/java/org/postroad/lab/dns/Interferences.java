package org.postroad.lab.dns;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.lab.dns.Interference.InTurn;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.Name;

/// What is mounted between the questions and the truth; the last one put on goes first.
final class Interferences {

  private final List<Mount> mounts = new CopyOnWriteArrayList<>();

  /// Which questions it concerns.
  record Target(Name name, OptionalInt type, boolean below) {
    boolean covers(Name asked, int askedType) {
      return (type.isEmpty() || type.getAsInt() == askedType)
          && (below ? asked.subdomain(name) : asked.equals(name));
    }
  }

  /// What one question meets.
  ///
  /// @param past the zones as they were when it was mounted
  record Met(Interference interference, NavigableMap<Name, Zone> past) {}

  Mounted mount(Target target, Interference interference, NavigableMap<Name, Zone> past) {
    Mount mount = new Mount(target, interference, past);
    mounts.addFirst(mount);
    return () -> mounts.remove(mount);
  }

  /// What this question meets; asking takes one turn of those that take turns.
  Optional<Met> meet(Name name, int type) {
    for (Mount mount : mounts) {
      if (mount.target.covers(name, type)) {
        return Optional.of(new Met(mount.next(), mount.past));
      }
    }
    return Optional.empty();
  }

  /// One thing put on; an identity of its own, since two may be alike.
  private static final class Mount {
    private final Target target;
    private final Interference interference;
    private final NavigableMap<Name, Zone> past;
    private final AtomicInteger turn = new AtomicInteger();

    Mount(Target target, Interference interference, NavigableMap<Name, Zone> past) {
      this.target = target;
      this.interference = interference;
      this.past = past;
    }

    Interference next() {
      if (interference instanceof InTurn(List<Interference> steps)) {
        int last = steps.size() - 1;
        return steps.get(turn.getAndUpdate(n -> Math.min(n + 1, last)));
      }
      return interference;
    }
  }
}
