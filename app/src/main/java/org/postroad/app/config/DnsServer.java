package org.postroad.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.text.Printable;

/// A recursive resolver to ask: `192.0.2.53`, `127.0.0.1:5353`, `[2001:db8::53]:53`.
public record DnsServer(InetSocketAddress address) {

  public static final int PORT = 53;

  public static Parsed<DnsServer> parse(String text) {
    return switch (Endpoint.parse(text, PORT)) {
      case Endpoint.Parsed.Valid(InetSocketAddress address) ->
          new Parsed.Valid<>(new DnsServer(address));
      case Endpoint.Parsed.Invalid(String why) -> new Parsed.Invalid<>(why);
    };
  }

  /// An address without a port, as a source of connections is written.
  public static Parsed<InetAddress> address(String text) {
    return Endpoint.address(text)
        .<Parsed<InetAddress>>map(Parsed.Valid::new)
        .orElseGet(
            () -> new Parsed.Invalid<>("not an IP address: \"" + Printable.of(text, 60) + "\""));
  }

  @Override
  public String toString() {
    return Endpoint.text(address);
  }
}
