package org.postroad.lab.scenario;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
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
/// state it is in.
final class Sites {

  private final Network network;
  private final Map<String, Site> sites = new HashMap<>();

  /// @param dead an IPv4 address at which nobody listens, ever
  private record Site(InetAddress v4, InetAddress dead, InetAddress v6, List<Door> doors) {}

  Sites(Network network) {
    this.network = network;
  }

  /// The address records of a host in that state, as lines of a zone file.
  List<String> records(String host, AddressState state) {
    Site site = sites.get(host);
    List<String> lines = new ArrayList<>();
    if (site == null) {
      return lines;
    }
    if (state == AddressState.ONE_OF_TWO_DEAD) {
      lines.add("A " + site.dead.getHostAddress());
    }
    if (state.hasV4()) {
      lines.add("A " + site.v4.getHostAddress());
    }
    if (state.hasV6()) {
      lines.add("AAAA " + site.v6.getHostAddress());
    }
    return lines;
  }

  /// Makes sure that the host is there, and answers as its state says until the mounting is closed.
  Mounted settle(String host, int port, Quarter quarter, Service service, AddressState state) {
    Site site = sites.computeIfAbsent(host, h -> site(port, quarter, service));
    List<Mounted> diverted = new ArrayList<>();
    for (Door door : site.doors) {
      boolean six = door.seen().getAddress().equals(site.v6);
      switch (state) {
        case REFUSES -> diverted.add(door.divert(new Answering.Refuses()));
        case SILENT -> diverted.add(door.divert(new Answering.Silent()));
        case V6_DEAD -> {
          if (six) {
            diverted.add(door.divert(new Answering.Refuses()));
          }
        }
        case V4, V6, BOTH, ONE_OF_TWO_DEAD, NONE, FAILS -> {}
      }
    }
    return Mounted.all(diverted);
  }

  private Site site(int port, Quarter quarter, Service service) {
    InetAddress v4 = network.allot(quarter);
    InetAddress dead = network.allot(quarter);
    InetAddress v6 = network.allot6(quarter);
    List<Door> doors = new ArrayList<>();
    for (InetAddress address : List.of(v4, v6)) {
      doors.add(network.open(new InetSocketAddress(address, port), service));
    }
    Door _ = network.open(new InetSocketAddress(dead, port), new Answering.Refuses());
    return new Site(v4, dead, v6, doors);
  }
}
