package org.postroad.app.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// A host, by name or by address, and a port: `localhost:8462`, `127.0.0.1:8462`, `[::1]:8462`.
///
/// `host` has no brackets. Port 0 lets the system choose where something listens.
public record HostPort(String host, int port) {

  public static final int PORT_MAX = 65_535;

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");

  public HostPort {
    if (host.isEmpty() || port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("not a host and port: " + host + ":" + port);
    }
  }

  public static Parsed<HostPort> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return new Parsed.Invalid<>(
          "not HOST:PORT (an IPv6 address in brackets): \"" + Printable.of(text, 60) + "\"");
    }
    int port = Integer.parseInt(form.group(3));
    if (port > PORT_MAX) {
      return new Parsed.Invalid<>("no such port: " + port);
    }
    return new Parsed.Valid<>(
        new HostPort(form.group(1) == null ? form.group(2) : form.group(1), port));
  }

  /// Whether only one of the two can be listened on: the same port of the same host, or of all.
  public boolean overlaps(HostPort other) {
    return port != 0
        && port == other.port
        && (sameHost().equals(other.sameHost()) || isAny() || other.isAny());
  }

  private String sameHost() {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") ? "127.0.0.1" : name;
  }

  private boolean isAny() {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
