package org.postroad.protocol.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postroad.protocol.dns.DomainName;

/// An address as macros write it (RFC 7208 §7.3).
final class AddressText {

  private AddressText() {}

  /// For people: `192.0.2.3`, `2001:db8::cb01` (RFC 5952 §4).
  static String readable(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    byte[] octets = address.getAddress();
    int[] groups = new int[8];
    Arrays.setAll(groups, i -> (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff));
    return ip6(groups);
  }

  /// For names: `192.0.2.3`, or the 32 digits with dots between. The case of the digits is that of
  /// the suites that implementations are compared by.
  static String dotted(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    StringBuilder digits = new StringBuilder();
    for (byte octet : address.getAddress()) {
      digits.append(digits.isEmpty() ? "" : ".");
      digits.append(Integer.toHexString((octet >> 4) & 0xf)).append('.');
      digits.append(Integer.toHexString(octet & 0xf));
    }
    return digits.toString().toUpperCase(Locale.ROOT);
  }

  /// Where its names are: `3.2.0.192.in-addr.arpa`.
  static DomainName reverse(InetAddress address) {
    String zone = address instanceof Inet4Address ? ".in-addr.arpa" : ".ip6.arpa";
    return DomainName.of(
        String.join(".", Arrays.asList(dotted(address).split("\\.")).reversed()) + zone);
  }

  /// RFC 5952 §4: lower case, no leading zeros, the longest run of at least two zeros as `::`.
  static String ip6(int[] groups) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    if (start < 0) {
      return hex(groups, 0, 8);
    }
    return hex(groups, 0, start) + "::" + hex(groups, start + length, 8);
  }

  private static String hex(int[] groups, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Integer.toHexString(groups[i]))
        .collect(Collectors.joining(":"));
  }
}
