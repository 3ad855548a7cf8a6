package org.postroad.app.outgoing;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.SelfTest;
import org.postroad.engine.dns.SystemResolvers;
import org.postroad.engine.net.Endpoint;

/// Whether the resolvers of this host validate, as Postfix needs it, which believes their AD bit.
public final class HostResolver {

  private HostResolver() {}

  /// Why their AD bit is worth nothing; empty if it can be believed.
  public static Optional<String> fault(Duration within) {
    return fault(SystemResolvers.read(), within);
  }

  static Optional<String> fault(List<InetSocketAddress> servers, Duration within) {
    Optional<InetSocketAddress> foreign = DnsClient.Options.notLoopback(servers);
    if (foreign.isPresent()) {
      return Optional.of(
          Endpoint.text(foreign.get())
              + " is not on this host: anybody on the way can set its AD bit");
    }
    DnsClient client =
        new DnsClient(
            DnsClient.Options.of(servers).total(within).dnssec(new Dnssec.Trusted()),
            InstantSource.system());
    return switch (client.selfTest()) {
      case SelfTest.Works works -> Optional.empty();
      case SelfTest.Fails(String why) -> Optional.of(why);
    };
  }
}
