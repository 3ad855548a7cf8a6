package org.postroad.lab.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Leads from the addresses that the private Internet knows to the ones where its doors really are.
///
/// Whoever connects inside the lab dials `map.real(address)`; another program gets [#text] as a
/// file. It only ever grows while the lab runs: attacks happen behind the doors.
public final class ConnectMap {

  private final Map<InetSocketAddress, InetSocketAddress> map = new ConcurrentHashMap<>();
  private final InetSocketAddress nobody;

  ConnectMap(InetSocketAddress nobody) {
    this.nobody = nobody;
  }

  /// Where to dial for an address of the private Internet. Where no host is, that is a port that
  /// refuses, so that nothing ever leaves the lab.
  public InetSocketAddress real(InetSocketAddress seen) {
    return map.getOrDefault(seen, nobody);
  }

  /// The port that refuses.
  public InetSocketAddress nobody() {
    return nobody;
  }

  /// A live view of the whole map, seen address to real one.
  public Map<InetSocketAddress, InetSocketAddress> asMap() {
    return Collections.unmodifiableMap(map);
  }

  /// Lines `ADDRESS:PORT ADDRESS:PORT`, sorted; IPv6 addresses in brackets.
  public String text() {
    return map.entrySet().stream()
        .map(entry -> text(entry.getKey()) + " " + text(entry.getValue()) + "\n")
        .sorted()
        .collect(Collectors.joining());
  }

  /// `192.0.2.10:443` or `[2001:db8:0:0:0:0:0:25]:25`.
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String quoted = address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
    return quoted + ":" + address.getPort();
  }

  void put(InetSocketAddress seen, InetSocketAddress real) {
    map.put(seen, real);
  }
}
