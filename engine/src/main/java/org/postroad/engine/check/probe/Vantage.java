package org.postroad.engine.check.probe;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postroad.engine.dns.DirectDns;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.tls.TlsClient;
import org.postroad.protocol.dns.Dns;

/// From where and with what domains are looked at. One for all checks of a run: it remembers what
/// can be reached from here, so that one domain's exchanger is the control of another's.
public final class Vantage {

  /// What the facts say of it.
  ///
  /// @param software `postroad/0.1.0`
  /// @param dnssec what makes an answer secure, in words
  /// @param tellsSecure whether an answer can be
  /// @param trustAnchors where they come from
  /// @param privateAllowed whether the guard lets everything pass
  public record Description(
      String software,
      String dnssec,
      boolean tellsSecure,
      String trustAnchors,
      boolean privateAllowed) {}

  private final Description description;
  private final List<InetSocketAddress> resolvers;
  private final Dns dns;
  private final DirectDns direct;
  private final Connector connector;
  private final TlsClient tls;
  private final AddressGuard guard;
  private final InstantSource clock;
  private final AtomicBoolean port25 = new AtomicBoolean();
  private final AtomicBoolean ipv6 = new AtomicBoolean();

  /// @param resolvers that `dns` asks; the first is asked for signatures
  /// @param clock the one that certificates and signatures are judged by
  public Vantage(
      Description description,
      List<InetSocketAddress> resolvers,
      Dns dns,
      Connector connector,
      TlsClient tls,
      AddressGuard guard,
      InstantSource clock) {
    this.description = description;
    this.resolvers = List.copyOf(resolvers);
    this.dns = dns;
    this.direct = new DirectDns(connector);
    this.connector = connector;
    this.tls = tls;
    this.guard = guard;
    this.clock = clock;
  }

  Description description() {
    return description;
  }

  List<InetSocketAddress> resolvers() {
    return resolvers;
  }

  Dns dns() {
    return dns;
  }

  DirectDns direct() {
    return direct;
  }

  Connector connector() {
    return connector;
  }

  TlsClient tls() {
    return tls;
  }

  AddressGuard guard() {
    return guard;
  }

  InstantSource clock() {
    return clock;
  }

  void noteIpv6() {
    ipv6.set(true);
  }

  boolean reachesIpv6() {
    return ipv6.get();
  }

  void notePort25() {
    port25.set(true);
  }

  boolean reachesPort25() {
    return port25.get();
  }
}
