package org.postroad.engine.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The addresses that are nobody's on the public Internet: IANA's special-purpose registries for
/// IPv4 and IPv6 (RFC 6890), multicast, and the ways to write an IPv4 address inside an IPv6 one,
/// which would lead around the first list.
///
/// Entries of the registries that are globally reachable (AS112, anycast services) are refused too:
/// no mail host has one.
final class SpecialAddresses {

  /// The narrower before the wider.
  private static final List<Block> BLOCKS =
      List.of(
          block("0.0.0.0/8", "this network (RFC 791)"),
          block("10.0.0.0/8", "private (RFC 1918)"),
          block("100.64.0.0/10", "shared by carrier-grade NAT (RFC 6598)"),
          block("127.0.0.0/8", "loopback (RFC 1122)"),
          block("169.254.0.0/16", "link-local (RFC 3927)"),
          block("172.16.0.0/12", "private (RFC 1918)"),
          block("192.0.0.0/24", "protocol assignment (RFC 6890)"),
          block("192.0.2.0/24", "documentation (RFC 5737)"),
          block("192.31.196.0/24", "AS112 (RFC 7535)"),
          block("192.52.193.0/24", "multicast tunnels (RFC 7450)"),
          block("192.88.99.0/24", "6to4 relay (RFC 7526)"),
          block("192.168.0.0/16", "private (RFC 1918)"),
          block("192.175.48.0/24", "AS112 (RFC 7534)"),
          block("198.18.0.0/15", "benchmarks (RFC 2544)"),
          block("198.51.100.0/24", "documentation (RFC 5737)"),
          block("203.0.113.0/24", "documentation (RFC 5737)"),
          block("224.0.0.0/4", "multicast (RFC 5771)"),
          block("255.255.255.255/32", "broadcast (RFC 919)"),
          block("240.0.0.0/4", "reserved (RFC 1112)"),
          block("::/128", "unspecified (RFC 4291)"),
          block("::1/128", "loopback (RFC 4291)"),
          block("::/96", "IPv4 inside IPv6, compatible (RFC 4291)"),
          block("64:ff9b::/96", "IPv4 inside IPv6, translated (RFC 6052)"),
          block("64:ff9b:1::/48", "IPv4 inside IPv6, translated locally (RFC 8215)"),
          block("100::/64", "discarded (RFC 6666)"),
          block("2001::/32", "IPv4 inside IPv6, Teredo (RFC 4380)"),
          block("2001:2::/48", "benchmarks (RFC 5180)"),
          block("2001::/23", "protocol assignment (RFC 2928)"),
          block("2001:db8::/32", "documentation (RFC 3849)"),
          block("2002::/16", "IPv4 inside IPv6, 6to4 (RFC 3056)"),
          block("2620:4f:8000::/48", "AS112 (RFC 7534)"),
          block("3fff::/20", "documentation (RFC 9637)"),
          block("5f00::/16", "segment routing (RFC 9602)"),
          block("fc00::/7", "private, unique local (RFC 4193)"),
          block("fe80::/10", "link-local (RFC 4291)"),
          block("fec0::/10", "site-local (RFC 3879)"),
          block("ff00::/8", "multicast (RFC 4291)"));

  /// All global unicast addresses that IANA has given out begin so; what does not is special or
  /// will be.
  private static final Block GLOBAL_UNICAST = block("2000::/3", "");

  private SpecialAddresses() {}

  /// What is special about the address, in words; empty for an ordinary public one.
  static Optional<String> kindOf(InetAddress address) {
    byte[] octets = address.getAddress();
    byte[] inner = ipv4Mapped(octets) ? last4(octets) : octets;
    for (Block block : BLOCKS) {
      if (block.holds(inner)) {
        return Optional.of(block.kind());
      }
    }
    return inner.length == 16 && !GLOBAL_UNICAST.holds(inner)
        ? Optional.of("outside global unicast (RFC 4291)")
        : Optional.empty();
  }

  /// `::ffff:192.0.2.1`, which connects to the IPv4 address. Java turns such an address into an
  /// IPv4 one by itself in most places, not in all.
  private static boolean ipv4Mapped(byte[] octets) {
    if (octets.length != 16 || octets[10] != (byte) 0xff || octets[11] != (byte) 0xff) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] last4(byte[] octets) {
    return new byte[] {octets[12], octets[13], octets[14], octets[15]};
  }

  private static Block block(String prefix, String kind) {
    int slash = prefix.indexOf('/');
    byte[] octets = InetAddress.ofLiteral(prefix.substring(0, slash)).getAddress();
    return new Block(octets, Integer.parseInt(prefix.substring(slash + 1)), kind);
  }

  @SuppressWarnings("ArrayRecordComponent") // never leaves this class, never compared
  private record Block(byte[] prefix, int bits, String kind) {

    boolean holds(byte[] octets) {
      if (octets.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (octets[i] != prefix[i]) {
          return false;
        }
      }
      int mask = (0xff00 >> (bits % 8)) & 0xff;
      return mask == 0 || (octets[whole] & mask) == (prefix[whole] & mask);
    }
  }
}
