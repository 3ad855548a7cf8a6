package org.postroad.engine.policyhost;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.tls.TlsClient;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.PolicyFetch;

/// Fetches policies over HTTPS as RFC 8461 §3.3 has it: own DNS answers, guarded addresses, TLS 1.2
/// or later with a certificate verified for `mta-sts.DOMAIN` and no other name, status 200, no
/// redirects, no cache, `text/plain`, at most 64 KB, and one deadline over all of it.
///
/// The addresses are tried in turn until one shows a good certificate and answers; what that one
/// says counts. The failure that is reported names every address that was tried.
public final class PolicyHostClient implements PolicySource {

  private static final int HTTPS_PORT = 443;

  /// @param total for one fetch, look-ups included; RFC 8461 §3.3 suggests a minute
  /// @param connect for one connection while other addresses are left to try
  /// @param proxy through which all fetches go, if there is one
  public record Options(Duration total, Duration connect, Optional<HttpsProxy> proxy) {

    public Options {
      if (!total.isPositive() || !connect.isPositive()) {
        throw new IllegalArgumentException("limits of the policy host client");
      }
    }

    /// A minute, two seconds, no proxy.
    public static Options defaults() {
      return new Options(Duration.ofMinutes(1), Duration.ofSeconds(2), Optional.empty());
    }

    public Options total(Duration total) {
      return new Options(total, connect, proxy);
    }

    public Options through(HttpsProxy proxy) {
      return new Options(total, connect, Optional.of(proxy));
    }
  }

  private final Options options;
  private final Dns dns;
  private final AddressGuard guard;
  private final AddressGate gate;
  private final HostVisit visit;

  public PolicyHostClient(
      Options options,
      Dns dns,
      AddressGuard guard,
      AddressGate gate,
      Connector connector,
      TlsClient tls) {
    this.options = options;
    this.dns = dns;
    this.guard = guard;
    this.gate = gate;
    this.visit = new HostVisit(connector, tls, options.proxy());
  }

  @Override
  public PolicyFetch fetch(DomainName policyDomain) {
    if (!policyDomain.hasRoomFor("mta-sts")) {
      return new PolicyFetch.FetchError(policyDomain + " is too long to have a policy host");
    }
    DomainName host = PolicyDomain.policyHost(policyDomain);
    Deadline deadline = Deadline.after(options.total());
    HostAddresses found =
        options
            .proxy()
            .map(proxy -> proxy.addresses(dns, deadline))
            .orElseGet(() -> HostAddresses.of(host, dns, guard, deadline));
    return switch (found) {
      case HostAddresses.None(String why) -> new PolicyFetch.FetchError(why);
      case HostAddresses.Found(List<InetAddress> addresses) -> inTurn(host, addresses, deadline);
    };
  }

  private PolicyFetch inTurn(DomainName host, List<InetAddress> addresses, Deadline deadline) {
    Failures failures = new Failures(options);
    for (int i = 0; i < addresses.size() && !deadline.passed(); i++) {
      InetAddress address = addresses.get(i);
      switch (visit(host, address, addresses.size() - i, deadline)) {
        case HostVisit.Outcome.Answered(PolicyFetch fetch) -> {
          return fetch;
        }
        case HostVisit.Outcome.Failed(PolicyFetch.Failure failure) ->
            failures.add(address, failure);
      }
    }
    return failures.summary(host);
  }

  private HostVisit.Outcome visit(
      DomainName host, InetAddress address, int addressesLeft, Deadline deadline) {
    if (options.proxy().isPresent()) {
      return visitNow(host, address, options.proxy().get().port(), addressesLeft, deadline);
    }
    Optional<AddressGate.Place> place = gate.enter(address, share(deadline, addressesLeft));
    if (place.isEmpty()) {
      return new HostVisit.Outcome.Failed(new PolicyFetch.FetchError("too many fetches at a time"));
    }
    try (AddressGate.Place _ = place.get()) {
      return visitNow(host, address, HTTPS_PORT, addressesLeft, deadline);
    }
  }

  private HostVisit.Outcome visitNow(
      DomainName host, InetAddress address, int port, int addressesLeft, Deadline deadline) {
    Deadline share = share(deadline, addressesLeft);
    Deadline connectBy = addressesLeft > 1 ? share.atMost(options.connect()) : share;
    return visit.fetch(host, new InetSocketAddress(address, port), connectBy, share);
  }

  /// What one address may take: its part of what is left.
  private static Deadline share(Deadline deadline, int addressesLeft) {
    return deadline.atMost(deadline.remaining().dividedBy(addressesLeft));
  }

  /// What each address came to. A bad certificate outweighs silence: it says more of the host.
  private static final class Failures {
    private final Options options;
    private final List<String> texts = new ArrayList<>();
    private boolean certificate;

    Failures(Options options) {
      this.options = options;
    }

    void add(InetAddress address, PolicyFetch.Failure failure) {
      String proxy = options.proxy().isPresent() ? "proxy " : "";
      texts.add(proxy + Endpoint.text(address) + ": " + failure.why());
      certificate |= failure instanceof PolicyFetch.WebPkiInvalid;
    }

    PolicyFetch summary(DomainName host) {
      String all =
          texts.isEmpty()
              ? "nothing came within " + options.total().toSeconds() + " s"
              : String.join("; ", texts);
      String why = host + ", " + all;
      return certificate ? new PolicyFetch.WebPkiInvalid(why) : new PolicyFetch.FetchError(why);
    }
  }
}
