package org.postroad.lab.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All doors of one private Internet.
public final class Network implements AutoCloseable {

  private final Placing placing;
  private final Map<InetSocketAddress, Door> doors = new LinkedHashMap<>();
  private final Map<Quarter, Integer> allotted = new EnumMap<>(Quarter.class);
  private final Door nobody;
  private final ConnectMap map;

  public Network(Placing placing) {
    this.placing = placing;
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    nobody = Door.open(anywhere, anywhere, new Answering.Refuses());
    map = new ConnectMap(nobody.place());
  }

  public Placing placing() {
    return placing;
  }

  public ConnectMap connectMap() {
    return map;
  }

  /// An address that no host has yet.
  public InetAddress allot(Quarter quarter) {
    return placing.ipv4(quarter, number(quarter));
  }

  /// An IPv6 address that no host has yet.
  public InetAddress allot6(Quarter quarter) {
    return placing.ipv6(quarter, number(quarter));
  }

  /// Opens the door at a seen address and port.
  ///
  /// @throws IllegalStateException if there is one already
  public Door open(InetSocketAddress seen, Service host) {
    return open(seen, new Answering.Serves(host));
  }

  /// Opens a door behind which nobody serves: a silent, refusing or unreachable one.
  public Door open(InetSocketAddress seen, Answering host) {
    synchronized (doors) {
      if (doors.containsKey(seen)) {
        throw new IllegalStateException("there is a host already at " + ConnectMap.text(seen));
      }
      Door door = Door.open(seen, placing.placeOf(seen), host);
      doors.put(seen, door);
      map.put(seen, door.place());
      return door;
    }
  }

  /// Leads to a server that has no door here, since it listens on UDP too.
  ///
  /// @throws IllegalStateException if there is a host already
  public void lead(InetSocketAddress seen, InetSocketAddress real) {
    synchronized (doors) {
      if (map.asMap().containsKey(seen)) {
        throw new IllegalStateException("there is a host already at " + ConnectMap.text(seen));
      }
      map.put(seen, real);
    }
  }

  /// The door at a seen address and port.
  public Optional<Door> door(InetSocketAddress seen) {
    synchronized (doors) {
      return Optional.ofNullable(doors.get(seen));
    }
  }

  /// Connects as a host of this Internet does.
  ///
  /// @throws IOException as the real one would: refused, timed out
  public Socket dial(InetSocketAddress seen, Duration timeout) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(map.real(seen), Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
      return socket;
    } catch (IOException e) {
      socket.close();
      ConnectException failed = new ConnectException(ConnectMap.text(seen) + ": " + e.getMessage());
      failed.initCause(e);
      throw failed;
    }
  }

  /// How many connections and listeners are at work, over all doors: 0 after closing.
  public int atWork() {
    return all().stream().mapToInt(Door::atWork).sum();
  }

  /// Closes all doors and ends every conversation.
  @Override
  public void close() {
    all().forEach(Door::close);
  }

  private List<Door> all() {
    synchronized (doors) {
      List<Door> all = new ArrayList<>(doors.values());
      all.add(nobody);
      return all;
    }
  }

  private int number(Quarter quarter) {
    synchronized (doors) {
      return allotted.merge(quarter, 1, Integer::sum);
    }
  }
}
