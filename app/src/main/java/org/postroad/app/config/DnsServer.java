package org.postroad.app.config;

import java.net.InetSocketAddress;

/// A recursive resolver to ask: `192.0.2.53`, `127.0.0.1:5353`, `[2001:db8::53]:53`.
public record DnsServer(InetSocketAddress address) {

  public static final int PORT = 53;

  public static Parsed<DnsServer> parse(String text) {
    return Addresses.addressAndPort(text, PORT).map(DnsServer::new);
  }

  @Override
  public String toString() {
    return Addresses.text(address);
  }
}
