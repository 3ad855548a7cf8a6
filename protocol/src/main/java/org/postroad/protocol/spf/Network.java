package org.postroad.protocol.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A range of addresses: those whose leading bits are these.
///
/// @param address 4 octets, or 16, each 0 to 255; an IPv4-mapped one stays one of IPv6
/// @param prefix how many bits count
public record Network(List<Integer> address, int prefix) {

  public Network {
    address = List.copyOf(address);
    if (address.size() != 4 && address.size() != 16) {
      throw new IllegalArgumentException("address of " + address.size() + " octets");
    }
    if (prefix < 0 || prefix > 8 * address.size()) {
      throw new IllegalArgumentException("prefix length " + prefix);
    }
    if (address.stream().anyMatch(octet -> octet < 0 || octet > 0xff)) {
      throw new IllegalArgumentException("address " + address);
    }
  }

  /// The network around an address.
  static Network of(InetAddress address, int prefix) {
    List<Integer> octets = new ArrayList<>();
    for (byte octet : address.getAddress()) {
      octets.add(octet & 0xff);
    }
    return new Network(octets, prefix);
  }

  /// `192.0.2.1` and nothing else: RFC 7208 §5.6, ip4-network.
  static Optional<Network> ip4(String text, int prefix) {
    List<Integer> octets = new ArrayList<>();
    for (String number : text.split("\\.", -1)) {
      boolean digits =
          !number.isEmpty()
              && number.length() <= 3
              && number.chars().allMatch(c -> c >= '0' && c <= '9')
              && (number.length() == 1 || number.charAt(0) != '0');
      if (!digits || Integer.parseInt(number) > 0xff) {
        return Optional.empty();
      }
      octets.add(Integer.parseInt(number));
    }
    return octets.size() == 4 ? Optional.of(new Network(octets, prefix)) : Optional.empty();
  }

  /// An IPv6 address in a form of RFC 4291 §2.2.
  static Optional<Network> ip6(String text, int prefix) {
    int gap = text.indexOf("::");
    List<Integer> head = new ArrayList<>();
    List<Integer> tail = new ArrayList<>();
    if (gap < 0) {
      return groups(text, head) && head.size() == 16
          ? Optional.of(new Network(head, prefix))
          : Optional.empty();
    }
    String before = text.substring(0, gap);
    if (!(before.isEmpty() || (before.indexOf('.') < 0 && groups(before, head)))
        || !(gap + 2 == text.length() || groups(text.substring(gap + 2), tail))
        || head.size() + tail.size() > 14) {
      return Optional.empty();
    }
    while (head.size() + tail.size() < 16) {
      head.add(0);
    }
    head.addAll(tail);
    return Optional.of(new Network(head, prefix));
  }

  /// Whether the address is of this family and its leading bits are these.
  boolean contains(InetAddress other) {
    byte[] octets = other.getAddress();
    if (octets.length != address.size()) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((octets[bit / 8] & mask) != (address.get(bit / 8) & mask)) {
        return false;
      }
    }
    return true;
  }

  public boolean isIp4() {
    return address.size() == 4;
  }

  /// The address, and the prefix length where not every bit counts.
  public String text() {
    String host = isIp4() ? dotted() : AddressText.ip6(hextets());
    return prefix == 8 * address.size() ? host : host + "/" + prefix;
  }

  private String dotted() {
    return String.join(".", address.stream().map(String::valueOf).toList());
  }

  private int[] hextets() {
    int[] groups = new int[8];
    Arrays.setAll(groups, i -> address.get(2 * i) << 8 | address.get(2 * i + 1));
    return groups;
  }

  /// Adds the octets of `a:b:c`, the last of which may be dotted; false where it is not that.
  private static boolean groups(String text, List<Integer> octets) {
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      String group = groups[i];
      if (i == groups.length - 1 && group.indexOf('.') >= 0) {
        Optional<Network> four = ip4(group, 32);
        four.ifPresent(network -> octets.addAll(network.address));
        return four.isPresent() && octets.size() <= 16;
      }
      boolean hex =
          !group.isEmpty()
              && group.length() <= 4
              && group.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
      if (!hex || octets.size() > 14) {
        return false;
      }
      int value = Integer.parseInt(group, 16);
      octets.add(value >> 8);
      octets.add(value & 0xff);
    }
    return true;
  }
}
