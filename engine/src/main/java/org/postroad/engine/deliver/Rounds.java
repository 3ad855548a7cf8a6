package org.postroad.engine.deliver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.precedence.Demand;
import org.postroad.protocol.precedence.HostAction;
import org.postroad.protocol.precedence.MxState;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.tlsrpt.MxContact;
import org.postroad.protocol.tlsrpt.PolicyType;
import org.postroad.protocol.tlsrpt.SessionOutcome;
import org.postroad.protocol.tlsrpt.SessionResult;

/// Goes from host to host and from address to address, as long as somebody still waits for the
/// message and neither time nor attempts have run out.
final class Rounds {

  private static final String NOT_ASKED = "TLSA records are not asked for";

  private final Delivery means;
  private final DeliverySettings settings;
  private final Deadline deadline;
  private final NextHop hop;
  private final MxState mx;
  private final Ruling ruling;
  private final TlsWish wish;
  private final Tally tally;
  private final MessageBytes message;
  private int connections;
  private boolean noAddress;

  Rounds(
      Delivery means,
      Deadline deadline,
      NextHop hop,
      MxState mx,
      Ruling ruling,
      TlsWish wish,
      Tally tally,
      MessageBytes message) {
    this.means = means;
    this.settings = means.settings();
    this.deadline = deadline;
    this.hop = hop;
    this.mx = mx;
    this.ruling = ruling;
    this.wish = wish;
    this.tally = tally;
    this.message = message;
  }

  /// The hosts in their order. None is left out beforehand: what a policy forbids counts as
  /// unreachable when its turn comes (RFC 8461 §8.4), and so does what DANE forbids.
  void hosts(List<DomainName> hosts) {
    for (DomainName host : hosts) {
      if (isOver()) {
        return;
      }
      if (ruling.asksTlsa(mx)) {
        host(HostTlsa.of(host, hop.port(), means.dns()));
      } else if (action(withoutTlsa(host)) instanceof HostAction.Deliver) {
        host(HostTlsa.addressesOnly(host, means.dns(), NOT_ASKED));
      } else {
        host(withoutTlsa(host)); // the policy forbids it, whatever its addresses
      }
    }
  }

  private static HostTlsa withoutTlsa(DomainName host) {
    return new HostTlsa.None(host, List.of(), NOT_ASKED);
  }

  private HostAction action(HostTlsa facts) {
    return wish.applied(facts.host(), mx, ruling.action(hop.policyDomain(), mx, facts));
  }

  /// One host, of which this is known.
  void host(HostTlsa facts) {
    DomainName host = facts.host();
    MxContact contact = new MxContact.NotDialled(host);
    switch (action(facts)) {
      case HostAction.Deliver deliver when facts instanceof HostTlsa.Reachable reachable ->
          each(host, reachable.addresses(), deliver);
      case HostAction.Deliver deliver ->
          throw new IllegalStateException("a host without addresses: " + facts);
      case HostAction.Skip(PolicyType type, var shortfall) ->
          tally.add(
              new SessionResult(
                  type == PolicyType.TLSA ? host : hop.policyDomain(),
                  type,
                  contact,
                  new SessionOutcome.Refused(shortfall)),
              shortfall.detail());
      case HostAction.Unreachable(String why) -> {
        noAddress |= facts instanceof HostTlsa.NoAddress;
        failed(contact, SessionOutcome.Why.NO_ADDRESS, why);
      }
      case HostAction.Wait(String why) -> tally.awaits(Reason.Ours.of("4.4.3", why));
    }
  }

  /// Whether the DNS said of a host that it has no address at all.
  boolean foundNoAddress() {
    return noAddress;
  }

  private void each(DomainName host, List<InetAddress> addresses, HostAction.Deliver action) {
    if (addresses.size() > settings.addressesMax()) {
      tally.leavesOut();
    }
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
      } else if (visit(contact, address, action, true) && !isOver()) {
        visit(contact, address, action, false);
      }
    }
  }

  /// One session. Whether to come again without TLS.
  private boolean visit(
      MxContact contact, InetAddress address, HostAction.Deliver action, boolean tls) {
    connections++;
    Visit visit = new Visit(settings, deadline, contact.host(), action, tally.requiresTls());
    Visit.Result result =
        visit.go(
            means.dialer(),
            new InetSocketAddress(address, hop.port()),
            tls,
            tally.pending(),
            message);
    tally.add(
        new SessionResult(policyDomain(action), action.policyType(), contact, result.outcome()),
        result.end());
    tally.count(result.verdicts());
    return result.tryInClear();
  }

  /// Under DANE it is the TLSA base domain (RFC 8460 §1.1).
  private DomainName policyDomain(HostAction.Deliver action) {
    return action.demand() instanceof Demand.Dane dane ? dane.base().name() : hop.policyDomain();
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
    tally.add(
        new SessionResult(
            hop.policyDomain(),
            PolicyType.of(ruling.reported()),
            contact,
            new SessionOutcome.Failed(why, detail)),
        detail);
  }
}
