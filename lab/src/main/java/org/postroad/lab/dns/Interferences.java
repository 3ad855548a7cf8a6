package org.postroad.lab.dns;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.lab.dns.Interference.InTurn;
import org.postroad.lab.net.Mounted;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What is mounted between the questions and the truth; the last one put on goes first.
final class Interferences {

  private final List<Mount> mounts = new CopyOnWriteArrayList<>();

  /// Which questions it concerns.
  record Target(Name name, OptionalInt type, boolean below) {
    boolean covers(Name asked, int askedType) {
      return (type.isEmpty() ? !isOfValidation(askedType) : type.getAsInt() == askedType)
          && (below ? asked.subdomain(name) : asked.equals(name));
    }

    /// What a validator asks besides; it meets only what is put before it by name.
    private static boolean isOfValidation(int type) {
      return type == Type.DS || type == Type.DNSKEY;
    }
  }

  /// What one question meets.
  ///
  /// @param past all zones as they were when it was mounted
  record Met(Interference interference, Tree past) {}

  Mounted mount(Target target, Interference interference, Tree past) {
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

  /// Whether this question would meet something that a validating resolver fails at; takes no turn.
  boolean tamperWith(Name name, int type) {
    for (Mount mount : mounts) {
      if (mount.target.covers(name, type)) {
        return tampers(mount.peek());
      }
    }
    return false;
  }

  private static boolean tampers(Interference interference) {
    return switch (interference) {
      case Interference.Honest _,
          Interference.Truncated _,
          Interference.Lame _,
          Interference.Stale _ ->
          false;
      case Interference.Held(var _, Interference then) -> tampers(then);
      case InTurn(List<Interference> steps) -> tampers(steps.getFirst());
      case Interference.Forged _,
          Interference.ForgedAlias _,
          Interference.ForgedNoSuchName _,
          Interference.ForgedNoData _,
          Interference.Fails _,
          Interference.Silent _,
          Interference.Garbled _,
          Interference.Tampered _ ->
          true;
    };
  }

  /// One thing put on; an identity of its own, since two may be alike.
  private static final class Mount {
    private final Target target;
    private final Interference interference;
    private final Tree past;
    private final AtomicInteger turn = new AtomicInteger();

    Mount(Target target, Interference interference, Tree past) {
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

    Interference peek() {
      return interference instanceof InTurn(List<Interference> steps)
          ? steps.get(turn.get())
          : interference;
    }
  }
}
