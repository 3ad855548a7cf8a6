package org.postroad.app.labs.facts;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Service;

/// The addresses and ports of the lab: each seen as it was recorded, and really on the loopback
/// interface. Whatever has no door here refuses.
final class Doors {

  private final Network network;
  private final Notes notes;
  private final Set<InetSocketAddress> taken = new HashSet<>();

  Doors(Network network, Notes notes) {
    this.network = network;
    this.notes = notes;
  }

  /// Counts one more, which somebody else opens.
  ///
  /// @return whether it was free
  boolean take(InetSocketAddress seen) {
    boolean free = taken.add(seen);
    Limits.hold(taken.size(), Limits.DOORS, "addresses and ports");
    return free;
  }

  /// Opens one behind which the host answers as it did to whoever dialled it.
  void open(InetAddress address, int port, Tcp tcp, Service host) {
    InetSocketAddress seen = new InetSocketAddress(address, port);
    Answering answering =
        switch (tcp) {
          case Tcp.Connected _ -> new Answering.Serves(host);
          case Tcp.Refused _ -> new Answering.Refuses();
          case Tcp.TimedOut _, Tcp.NoRoute _ -> new Answering.Unreachable();
          case Tcp.NotTried(var _, String detail) -> {
            notes.add(Endpoint.text(seen) + ": was not visited (" + detail + "), and refuses");
            yield new Answering.Refuses();
          }
        };
    if (take(seen)) {
      Door _ = network.open(seen, answering);
    }
  }
}
