package org.postroad.lab.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Where the hosts of the private Internet are seen, and where they really listen.
public sealed interface Placing {

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
    return new Loopback();
  }

  /// Where the door for a seen address listens; port 0 is any free one.
  InetSocketAddress placeOf(InetSocketAddress seen);

  /// Where the resolver listens.
  InetSocketAddress resolver();

  /// The IPv4 address of the host of that number, 1 to 250, in a quarter.
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
              }
              + last(number));
    }

    @Override
    public InetAddress ipv6(Quarter quarter, int number) {
      return literal("2001:db8:" + port(quarter) + "::" + last(number));
    }
  }

  record Loopback() implements Placing {
    @Override
    public InetSocketAddress placeOf(InetSocketAddress seen) {
      return seen;
    }

    @Override
    public InetSocketAddress resolver() {
      return new InetSocketAddress(literal("127.0.0.53"), 53);
    }

    @Override
    public InetAddress ipv4(Quarter quarter, int number) {
      return literal(
          switch (quarter) {
                case POLICY_HOSTS -> "127.0.2.";
                case EXCHANGERS -> "127.0.3.";
                case ATTACKERS -> "127.0.66.";
              }
              + last(number));
    }

    @Override
    public InetAddress ipv6(Quarter quarter, int number) {
      return literal("fd00:706f:" + port(quarter) + "::" + last(number));
    }
  }

  private static String port(Quarter quarter) {
    return switch (quarter) {
      case POLICY_HOSTS -> "443";
      case EXCHANGERS -> "25";
      case ATTACKERS -> "666";
    };
  }

  private static int last(int number) {
    if (number < 1 || number > 250) {
      throw new IllegalArgumentException("a quarter has room for 250 hosts, not for " + number);
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
