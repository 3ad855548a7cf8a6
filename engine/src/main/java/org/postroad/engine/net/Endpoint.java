package org.postroad.engine.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// Addresses and ports as text: `192.0.2.1:53`, `[2001:db8::1]:53`. Host names are refused, so that
/// reading one never asks the DNS.
public final class Endpoint {

  /// In brackets, or without a colon, with a port or not; or else an IPv6 address alone.
  private static final Pattern FORM =
      Pattern.compile(
          "(\\[(?<ipv6>[^\\[\\]]*)\\]|(?<host>[^:\\[\\]]*|[^\\[\\]]*:[^\\[\\]]*:[^\\[\\]]*))"
              + "(:(?<port>[^:]*))?");

  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int PORT_MAX = 65_535;
  private static final int SHOWN_MAX = 80;

  private Endpoint() {}

  /// An address with a port, or why the text is none.
  public sealed interface Parsed {
    record Valid(InetSocketAddress address) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Reads `ADDRESS:PORT`.
  public static Parsed parse(String text) {
    return parse(text, 0);
  }

  /// Reads `ADDRESS[:PORT]`; an IPv6 address needs brackets only before a port.
  ///
  /// @param defaultPort where the text has none; 0 if it must have one
  public static Parsed parse(String text, int defaultPort) {
    Matcher form = FORM.matcher(text);
    if (text.length() > SHOWN_MAX || !form.matches()) {
      return invalid("not ADDRESS:PORT", text);
    }
    String ipv6 = form.group("ipv6");
    String host = ipv6 != null ? ipv6 : form.group("host");
    Optional<InetAddress> address = address(host);
    if (address.isEmpty() || (text.startsWith("[") && host.indexOf(':') < 0)) {
      return invalid("not an IP address", text);
    }
    String port = form.group("port");
    if (port == null && defaultPort == 0) {
      return invalid("no port", text);
    }
    int number = port == null ? defaultPort : port(port);
    return number > 0
        ? new Parsed.Valid(new InetSocketAddress(address.get(), number))
        : invalid("not a port, 1 to " + PORT_MAX, text);
  }

  /// Reads an IPv4 address of four decimal numbers or an IPv6 address, without brackets.
  public static Optional<InetAddress> address(String text) {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      return Optional.empty(); // Java would take "127.1" and ask the DNS for names
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// `192.0.2.1:53` or `[2001:db8::1]:53`.
  public static String text(InetSocketAddress endpoint) {
    InetAddress address = endpoint.getAddress();
    if (address == null) {
      return endpoint.getHostString() + ":" + endpoint.getPort();
    }
    return address instanceof Inet4Address
        ? text(address) + ":" + endpoint.getPort()
        : "[" + text(address) + "]:" + endpoint.getPort();
  }

  /// The address in the form of RFC 5952: `2001:db8::1`.
  public static String text(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length == 4) {
      return address.getHostAddress();
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
    }
    int start = -1;
    int longest = 1; // a single zero group is not shortened
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > longest) {
        start = i;
        longest = end - i;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        out.append("::");
        i += longest - 1;
      } else {
        out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":");
        out.append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }

  /// The number, or 0 if it is no port.
  private static int port(String text) {
    int number = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    return number <= PORT_MAX ? number : 0;
  }

  private static Parsed invalid(String why, String text) {
    return new Parsed.Invalid(why + ": \"" + Printable.of(text, SHOWN_MAX) + "\"");
  }
}
