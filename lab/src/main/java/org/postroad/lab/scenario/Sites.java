package org.postroad.lab.scenario;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.net.Service;

/// The addresses of the hosts of one domain: each host keeps those that it was given, whatever
/// state it is in. An address is taken when a state first needs it.
final class Sites {

  private final Network network;
  private final Map<String, Map<Kind, Door>> doors = new HashMap<>();

  private enum Kind {
    /// An IPv4 address at which nobody listens, ever.
    DEAD,
    V4,
    V6
  }

  Sites(Network network) {
    this.network = network;
  }

  /// The address records of a host in that state, without their owner, as in a zone file. It must
  /// have been in that state.
  List<String> records(String host, AddressState state) {
    List<String> lines = new ArrayList<>();
    doors
        .getOrDefault(host, Map.of())
        .forEach(
            (kind, door) -> {
              if (needed(state).contains(kind)) {
                String type = kind == Kind.V6 ? "AAAA " : "A ";
                lines.add(type + door.seen().getAddress().getHostAddress());
              }
            });
    return lines;
  }

  /// Makes sure that the host is there, and answers as its state says until the mounting is closed.
  Mounted settle(String host, int port, Quarter quarter, Service service, AddressState state) {
    Map<Kind, Door> site = doors.computeIfAbsent(host, h -> new EnumMap<>(Kind.class));
    List<Mounted> diverted = new ArrayList<>();
    for (Kind kind : needed(state)) {
      Door door = site.computeIfAbsent(kind, k -> open(k, port, quarter, service));
      boolean refuses = state == AddressState.V6_DEAD && kind == Kind.V6;
      if (refuses || state == AddressState.REFUSES) {
        diverted.add(door.divert(new Answering.Refuses()));
      } else if (state == AddressState.SILENT) {
        diverted.add(door.divert(new Answering.Silent()));
      }
    }
    return Mounted.all(diverted);
  }

  private Door open(Kind kind, int port, Quarter quarter, Service service) {
    InetAddress address = kind == Kind.V6 ? network.allot6(quarter) : network.allot(quarter);
    InetSocketAddress place = new InetSocketAddress(address, port);
    return kind == Kind.DEAD
        ? network.open(place, new Answering.Refuses())
        : network.open(place, service);
  }

  private static List<Kind> needed(AddressState state) {
    return switch (state) {
      case V4, REFUSES, SILENT, FAILS -> List.of(Kind.V4);
      case V6 -> List.of(Kind.V6);
      case BOTH, V6_DEAD -> List.of(Kind.V4, Kind.V6);
      case ONE_OF_TWO_DEAD -> List.of(Kind.DEAD, Kind.V4);
      case NONE -> List.of();
    };
  }
}
