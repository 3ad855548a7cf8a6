package org.postroad.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// Internet addresses as literals, never names: nothing is looked up to read a configuration.
public final class Addresses {

  private static final Pattern DOTTED_QUAD = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");

  private Addresses() {}

  /// `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`.
  public static Parsed<InetAddress> address(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    try {
      // Java reads 1.2.3 as 1.2.0.3, as inet_aton(3) did; nobody means that.
      if (bare.indexOf(':') < 0 && !DOTTED_QUAD.matcher(bare).matches()) {
        return new Parsed.Invalid<>("not an IP address: \"" + Printable.of(text, 60) + "\"");
      }
      return new Parsed.Valid<>(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return new Parsed.Invalid<>("not an IP address: \"" + Printable.of(text, 60) + "\"");
    }
  }

  /// An address with an optional port: `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:5353`,
  /// `2001:db8::1`.
  public static Parsed<InetSocketAddress> addressAndPort(String text, int defaultPort) {
    boolean several = text.indexOf(':') != text.lastIndexOf(':');
    if (text.indexOf(':') < 0 || (several && !text.startsWith("[")) || text.endsWith("]")) {
      return address(text).map(address -> new InetSocketAddress(address, defaultPort));
    }
    return switch (HostPort.parse(text)) {
      case Parsed.Invalid<HostPort>(String why) -> new Parsed.Invalid<>(why);
      case Parsed.Valid<HostPort>(HostPort(String host, int port)) ->
          address(host).map(address -> new InetSocketAddress(address, port));
    };
  }

  /// Such as [#addressAndPort] reads it, with the port and with brackets around an IPv6 address.
  public static String text(InetSocketAddress address) {
    return new HostPort(text(address.getAddress()), address.getPort()).toString();
  }

  /// The address without brackets or scope, IPv6 in its short form.
  public static String text(InetAddress address) {
    return shortened(address.getHostAddress());
  }

  /// RFC 5952 §4.2: the longest run of two or more zero groups becomes `::`, the first of equals.
  private static String shortened(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] groups = address.split(":", -1);
    int from = -1;
    int length = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - i > length) {
        from = i;
        length = end - i;
      }
    }
    if (from < 0) {
      return address;
    }
    String head = String.join(":", Arrays.copyOfRange(groups, 0, from));
    String tail = String.join(":", Arrays.copyOfRange(groups, from + length, groups.length));
    return head + "::" + tail;
  }
}
