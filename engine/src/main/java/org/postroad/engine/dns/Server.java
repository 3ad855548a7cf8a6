package org.postroad.engine.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.text.Printable;

/// One resolver: its sockets, and whether it was silent of late.
final class Server implements AutoCloseable {

  private static final int IDLE_MAX = 64;
  private static final Duration REST = Duration.ofSeconds(30);

  private final InetSocketAddress address;
  private final TcpExchange tcp;
  private final SecureRandom random;
  private final ConcurrentLinkedDeque<UdpSocket> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private volatile Deadline rested = Deadline.after(Duration.ZERO);

  Server(InetSocketAddress address, TcpExchange tcp, SecureRandom random) {
    this.address = address;
    this.tcp = tcp;
    this.random = random;
  }

  /// Whether it was silent less than half a minute ago, so that others are asked first.
  boolean rests() {
    return !rested.passed();
  }

  String name() {
    return Endpoint.text(address);
  }

  /// Asks over UDP, and over TCP where that is needed.
  ///
  /// @param step how long each of the two may take
  Reply ask(Query query, Duration step, Deadline deadline) {
    String over = "";
    try {
      Reply reply = udp(query, true, deadline.atMost(step));
      if (reply instanceof Reply.Misunderstood && query.worksWithoutEdns()) {
        reply = udp(query, false, deadline.atMost(step));
      }
      if (reply instanceof Reply.Incomplete) {
        over = " over TCP";
        reply = tcp.ask(address, query, deadline.atMost(step));
      }
      rested = Deadline.after(Duration.ZERO);
      return reply;
    } catch (SocketTimeoutException e) {
      rested = Deadline.after(REST);
      return new Reply.Fault(Why.TIMED_OUT, "no answer" + over + " in " + step.toMillis() + " ms");
    } catch (EOFException e) {
      return new Reply.Fault(Why.MALFORMED, "an answer cut short");
    } catch (IOException e) {
      rested = Deadline.after(REST);
      String why = Printable.of(String.valueOf(e.getMessage()), 100);
      return new Reply.Fault(Why.UNREACHABLE, why.equals("null") ? "port unreachable" : why);
    }
  }

  private Reply udp(Query query, boolean edns, Deadline deadline) throws IOException {
    UdpSocket socket = takeSocket();
    try {
      return socket.ask(query, edns, deadline);
    } finally {
      giveBack(socket);
    }
  }

  private UdpSocket takeSocket() throws IOException {
    for (UdpSocket socket = idle.pollFirst(); socket != null; socket = idle.pollFirst()) {
      idleCount.decrementAndGet();
      if (socket.isFresh()) {
        return socket;
      }
      socket.close();
    }
    return UdpSocket.open(address, random);
  }

  private void giveBack(UdpSocket socket) {
    if (socket.isFresh() && idleCount.incrementAndGet() <= IDLE_MAX) {
      idle.addFirst(socket);
    } else if (socket.isFresh()) {
      idleCount.decrementAndGet();
      socket.close();
    } else {
      socket.close();
    }
  }

  /// Gives up the sockets that wait for another question.
  @Override
  public void close() {
    for (UdpSocket socket = idle.pollFirst(); socket != null; socket = idle.pollFirst()) {
      idleCount.decrementAndGet();
      socket.close();
    }
  }
}
