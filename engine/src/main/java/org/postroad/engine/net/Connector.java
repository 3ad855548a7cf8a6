package org.postroad.engine.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Opens TCP connections for the adapters: the one place that knows about source addresses and
/// about tests that dial one address for another.
@FunctionalInterface
public interface Connector {

  /// A connected socket.
  ///
  /// @throws IOException if nobody accepted before the deadline; the adapter that called makes a
  ///   named outcome of it
  Socket connect(InetSocketAddress address, Deadline deadline) throws IOException;

  /// The address that is really dialled for this one: for who speaks UDP to it.
  default InetSocketAddress dialled(InetSocketAddress address) {
    return address;
  }
}
