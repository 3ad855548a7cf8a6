package org.postroad.engine.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;

/// Dials what it is told to, from the operator's source addresses where there are any.
///
/// @param sources at most one for each address family; with some, a family without one is not
///   dialled at all, because what must leave from a certain address must not leave from another
public record DirectConnector(List<InetAddress> sources) implements Connector {

  public DirectConnector {
    sources = List.copyOf(sources);
    if (sources.stream().map(InetAddress::getClass).distinct().count() != sources.size()) {
      throw new IllegalArgumentException("more than one source address of a family: " + sources);
    }
  }

  /// The system chooses the source address.
  public static DirectConnector fromAnyAddress() {
    return new DirectConnector(List.of());
  }

  @Override
  public Socket connect(InetSocketAddress address, Deadline deadline) throws IOException {
    if (deadline.passed()) {
      throw new SocketTimeoutException("no time left to connect");
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      if (!sources.isEmpty()) {
        socket.bind(new InetSocketAddress(sourceFor(address), 0));
      }
      socket.connect(address, deadline.remainingMillis());
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private InetAddress sourceFor(InetSocketAddress address) throws IOException {
    Optional<InetAddress> source =
        sources.stream().filter(s -> s.getClass() == address.getAddress().getClass()).findFirst();
    return source.orElseThrow(
        () -> new IOException("no source address of the family of " + Endpoint.text(address)));
  }
}
