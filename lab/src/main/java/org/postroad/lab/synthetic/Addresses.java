package org.postroad.lab.synthetic;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Which addresses the hosts of a synthetic Internet have.
final class Addresses {

  private static final int ROOM = 1 << 23;

  private Addresses() {}

  /// The policy host of that number, from 10.0.0.0/9.
  static String ofPolicyHost(int number) {
    return within(10 << 24, number);
  }

  /// The mail exchanger of that number, from 10.128.0.0/9.
  static String ofExchanger(int number) {
    return within((10 << 24) + ROOM, number);
  }

  static InetSocketAddress port(String literal, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(literal), port); // nobody is asked
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + literal, e);
    }
  }

  private static String within(int net, int number) {
    if (number < 1 || number >= ROOM) {
      throw new IllegalArgumentException("no room for host " + number);
    }
    int all = net + number;
    return "%d.%d.%d.%d".formatted(all >> 24, (all >> 16) & 0xff, (all >> 8) & 0xff, all & 0xff);
  }
}
