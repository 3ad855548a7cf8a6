package org.postroad.lab.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Where the hosts of the private Internet are seen, and where they really listen.
public sealed interface Placing {

  /// Hosts that share the first three octets of an address.
  int ROOM = 250;

  /// So many times that many have room in the loopback network.
  int STREETS = 50;

  /// Hosts of a quarter that have IPv6.
  int ROOM6 = 9_999; // its decimal digits are the last group of the address

  /// Addresses for documentation (RFC 5737, RFC 3849), which lead to free ports of the loopback
  /// interface by way of the connect map: no root, no configuration, any number side by side.
  static Placing virtual() {
    return new Virtual();
  }

  /// Addresses of the loopback network with the real ports 25, 53 and 443, for programs that know
  /// nothing of a connect map. It needs a network namespace of its own and the right to bind low
  /// ports; each IPv6 address must be given to the loopback interface before a host is placed at it
  /// (`ip -6 addr add fd00:706f:25::1/128 dev lo`).
  static Placing loopback() {
    return loopback("127.0.0.53");
  }

  /// The same with the resolver at another address of the loopback network, so that one that
  /// validates can stand before it.
  static Placing loopback(String resolver) {
    return new Loopback(new InetSocketAddress(literal(resolver), 53));
  }

  /// Where the door for a seen address listens; port 0 is any free one.
  InetSocketAddress placeOf(InetSocketAddress seen);

  /// Where the resolver listens.
  InetSocketAddress resolver();

  /// The IPv4 address of the host of that number, from 1 on, in a quarter.
  ///
  /// @throws IllegalArgumentException if there is no room for so many
  InetAddress ipv4(Quarter quarter, int number);

  /// The IPv6 address of the host of that number in a quarter.
  InetAddress ipv6(Quarter quarter, int number);

  record Virtual() implements Placing {
    @Override
    public InetSocketAddress placeOf(InetSocketAddress seen) {
      return new InetSocketAddress(literal("127.0.0.1"), 0);
    }

    @Override
    public InetSocketAddress resolver() {
      return new InetSocketAddress(literal("127.0.0.1"), 0);
    }

    @Override
    public InetAddress ipv4(Quarter quarter, int number) {
      return literal(
          switch (quarter) {
                case POLICY_HOSTS -> "192.0.2.";
                case EXCHANGERS -> "198.51.100.";
                case ATTACKERS -> "203.0.113.";
                case NAME_SERVERS -> "198.18.53."; // RFC 5737 has no fourth; this is RFC 2544's
              }
              + within(number, ROOM));
    }

    @Override
    public InetAddress ipv6(Quarter quarter, int number) {
      return literal("2001:db8:" + port(quarter) + "::" + within(number, ROOM));
    }
  }

  record Loopback(InetSocketAddress resolver) implements Placing {
    @Override
    public InetSocketAddress placeOf(InetSocketAddress seen) {
      return seen;
    }

    @Override
    public InetAddress ipv4(Quarter quarter, int number) {
      int before = within(number, ROOM * STREETS) - 1;
      return literal(
          "127."
              + before / ROOM // behind 127.0.3.250 comes 127.1.3.1
              + switch (quarter) {
                case POLICY_HOSTS -> ".2.";
                case EXCHANGERS -> ".3.";
                case ATTACKERS -> ".66.";
                case NAME_SERVERS -> ".53.";
              }
              + (before % ROOM + 1));
    }

    @Override
    public InetAddress ipv6(Quarter quarter, int number) {
      return literal("fd00:706f:" + port(quarter) + "::" + within(number, ROOM6));
    }
  }

  private static String port(Quarter quarter) {
    return switch (quarter) {
      case POLICY_HOSTS -> "443";
      case EXCHANGERS -> "25";
      case ATTACKERS -> "666";
      case NAME_SERVERS -> "53";
    };
  }

  private static int within(int number, int room) {
    if (number < 1 || number > room) {
      throw new IllegalArgumentException("a quarter has no room for host " + number);
    }
    return number;
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address); // a literal: nobody is asked
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + address, e);
    }
  }
}
