package org.postroad.engine.deliver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.tlsrpt.MxContact;
import org.postroad.protocol.tlsrpt.SessionOutcome;

/// Goes from host to host and from address to address, as long as somebody still waits for the
/// message and neither time nor attempts have run out.
final class Rounds {

  private final Delivery means;
  private final DeliverySettings settings;
  private final Deadline deadline;
  private final Resolution resolution;
  private final Tally tally;
  private final MessageBytes message;
  private final int port;
  private int connections;
  private boolean noAddress;

  Rounds(
      Delivery means,
      Deadline deadline,
      Resolution resolution,
      Tally tally,
      MessageBytes message,
      int port) {
    this.means = means;
    this.settings = means.settings();
    this.deadline = deadline;
    this.resolution = resolution;
    this.tally = tally;
    this.message = message;
    this.port = port;
  }

  /// The hosts in their order. None is left out beforehand: what a policy forbids counts as
  /// unreachable when its turn comes (RFC 8461 §8.4).
  void hosts(List<DomainName> hosts) {
    for (DomainName host : hosts) {
      if (isOver()) {
        return;
      }
      switch (Treatment.of(resolution, host)) {
        case Treatment.Skip(var shortfall) ->
            tally.add(
                new MxContact.NotDialled(host),
                new SessionOutcome.Refused(shortfall),
                shortfall.detail());
        case Treatment.Deliver deliver -> host(host, deliver);
      }
    }
  }

  /// These addresses of a host whose name was never looked up.
  void addresses(DomainName host, List<InetAddress> addresses) {
    switch (Treatment.of(resolution, host)) {
      case Treatment.Skip(var shortfall) ->
          tally.add(
              new MxContact.NotDialled(host),
              new SessionOutcome.Refused(shortfall),
              shortfall.detail());
      case Treatment.Deliver deliver -> each(host, addresses, deliver);
    }
  }

  /// Whether the DNS said of a host that it has no address at all.
  boolean foundNoAddress() {
    return noAddress;
  }

  private void host(DomainName host, Treatment.Deliver treatment) {
    switch (HostAddresses.of(host, means.dns())) {
      case HostAddresses.Found(var addresses) -> each(host, addresses, treatment);
      case HostAddresses.None(String detail) -> {
        noAddress = true;
        failed(new MxContact.NotDialled(host), SessionOutcome.Why.NO_ADDRESS, detail);
      }
      case HostAddresses.Unknown(String detail) ->
          failed(new MxContact.NotDialled(host), SessionOutcome.Why.NO_ADDRESS, detail);
    }
  }

  private void each(DomainName host, List<InetAddress> addresses, Treatment.Deliver treatment) {
    for (InetAddress address : addresses.stream().limit(settings.addressesMax()).toList()) {
      if (isOver()) {
        return;
      }
      MxContact contact = new MxContact.Dialled(host, address);
      Optional<String> refusal = means.guard().refusal(address);
      if (refusal.isPresent()) {
        failed(
            new MxContact.NotDialled(host),
            SessionOutcome.Why.ADDRESS_NOT_ALLOWED,
            "address not allowed, " + refusal.get() + ": " + Endpoint.text(address));
      } else if (visit(contact, address, treatment, true) && !isOver()) {
        visit(contact, address, treatment, false);
      }
    }
  }

  /// One session. Whether to come again without TLS.
  private boolean visit(
      MxContact contact, InetAddress address, Treatment.Deliver treatment, boolean tls) {
    connections++;
    Visit visit =
        new Visit(settings, deadline, contact.host(), treatment.demand(), treatment.noted());
    Visit.Result result =
        visit.go(
            means.dialer(), new InetSocketAddress(address, port), tls, tally.pending(), message);
    tally.add(contact, result.outcome(), result.end());
    tally.count(result.verdicts());
    return result.tryInClear();
  }

  private boolean isOver() {
    if (tally.isSettled()) {
      return true;
    }
    if (deadline.passed()) {
      tally.stop("out of time after " + settings.total().toSeconds() + " s");
      return true;
    }
    if (connections >= settings.attemptsMax()) {
      tally.stop("given up after " + connections + " connections");
      return true;
    }
    return false;
  }

  private void failed(MxContact contact, SessionOutcome.Why why, String detail) {
    tally.add(contact, new SessionOutcome.Failed(why, detail), detail);
  }
}
