package org.postroad.lab.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// One address and port of the private Internet, and who answers there: the host whose door it is,
/// or, while it is diverted, who was put on the road to it last.
///
/// The port stays taken while nobody listens, so that a refusing door can serve again.
public final class Door implements AutoCloseable {

  private static final int CONNECTIONS_MAX = 4096;

  private final InetSocketAddress seen;
  private final InetSocketAddress place;
  private final SocketChannel reservation;
  private final Crew crew;
  private final Semaphore room = new Semaphore(CONNECTIONS_MAX);
  private final List<Diversion> answering = new ArrayList<>(); // the host, then who is on the road
  private volatile Answering top = new Answering.Refuses(); // who answers now
  private Closeable ear = () -> {};
  private Ear state = Ear.CLOSED;

  private enum Ear {
    OPEN,
    CLOSED,
    FULL
  }

  private Door(InetSocketAddress seen, SocketChannel reservation, InetSocketAddress place) {
    this.seen = seen;
    this.reservation = reservation;
    this.place = place;
    this.crew = new Crew("door " + seen);
  }

  /// Opens a door seen at one address and placed at another, where port 0 is any free one.
  ///
  /// @throws UncheckedIOException if the place is taken or not ours to take
  static Door open(InetSocketAddress seen, InetSocketAddress place, Answering host) {
    try {
      SocketChannel reservation = SocketChannel.open();
      try {
        reservation.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(place);
        var bound = (InetSocketAddress) reservation.getLocalAddress();
        Door door = new Door(seen, reservation, bound);
        door.put(door.new Diversion(host));
        return door;
      } catch (IOException | RuntimeException e) {
        reservation.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no door at " + place + ": " + e.getMessage(), e);
    }
  }

  /// The address and port that the private Internet knows.
  public InetSocketAddress seen() {
    return seen;
  }

  /// Where it really listens.
  public InetSocketAddress place() {
    return place;
  }

  /// Lets another answer here until the mounting is closed; of several the last one put on answers.
  /// Conversations that are under way go on.
  public Mounted divert(Answering other) {
    Diversion diversion = new Diversion(other);
    try {
      put(diversion);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot divert " + seen, e);
    }
    return diversion;
  }

  /// A conversation with the host itself, past whoever is on the road: for those who are.
  public Socket toTheHost() throws IOException {
    Answering host = host();
    if (!(host instanceof Answering.Serves(Service service))) {
      throw new ConnectException("nobody at home at " + seen);
    }
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket pairing = new ServerSocket(0, 1, loopback)) {
      Socket near = new Socket(loopback, pairing.getLocalPort());
      Socket far = crew.keep(pairing.accept());
      crew.start(() -> converse(far, service));
      return near;
    }
  }

  @Override
  public void close() {
    synchronized (answering) {
      state = Ear.CLOSED;
      crew.drop(ear);
      crew.drop(reservation);
    }
    crew.close();
  }

  int atWork() {
    return crew.atWork();
  }

  private Answering host() {
    synchronized (answering) {
      return answering.getFirst().answering;
    }
  }

  private void put(Diversion diversion) throws IOException {
    synchronized (answering) {
      listenFor(diversion.answering);
      answering.add(diversion);
    }
  }

  private void remove(Diversion diversion) {
    synchronized (answering) {
      if (!answering.remove(diversion) || crew.isClosed()) {
        return;
      }
      try {
        listenFor(answering.getLast().answering);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot restore " + seen, e);
      }
    }
  }

  private void listenFor(Answering next) throws IOException {
    top = next;
    Ear wanted =
        switch (next) {
          case Answering.Serves _, Answering.Silent _ -> Ear.OPEN;
          case Answering.Refuses _ -> Ear.CLOSED;
          case Answering.Unreachable _ -> Ear.FULL;
        };
    if (wanted == state) {
      return;
    }
    crew.drop(ear);
    state = wanted;
    ear =
        switch (wanted) {
          case OPEN -> crew.keep(OpenEar.at(place, crew, this::receive));
          case CLOSED -> () -> {};
          case FULL -> crew.keep(FullEar.at(place));
        };
  }

  private void receive(Socket accepted) {
    Socket socket = crew.keep(accepted);
    if (!room.tryAcquire()) {
      crew.drop(socket);
      return;
    }
    Answering now = top;
    crew.start(
        () -> {
          try {
            switch (now) {
              case Answering.Serves(Service service) -> converse(socket, service);
              case Answering.Silent _ -> converse(socket, Door::listenOnly);
              case Answering.Refuses _, Answering.Unreachable _ -> crew.drop(socket);
            }
          } finally {
            room.release();
          }
        });
  }

  private void converse(Socket socket, Service service) throws IOException, InterruptedException {
    try {
      service.serve(socket);
    } finally {
      crew.drop(socket);
    }
  }

  /// Reads until the other side goes, and says nothing.
  private static void listenOnly(Socket socket) throws IOException {
    long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /// One who answers at this door; an identity of its own, since two may answer alike.
  private final class Diversion implements Mounted {
    private final Answering answering;

    Diversion(Answering answering) {
      this.answering = answering;
    }

    @Override
    public void close() {
      remove(this);
    }
  }
}
