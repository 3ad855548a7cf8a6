package org.postroad.engine.deliver;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.SmtpDialer;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.Decree;
import org.postroad.protocol.precedence.MxState;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MessageBytes;

/// Delivers one message to one next hop under what was resolved for its policy domain, and under
/// the TLSA records of its hosts (see [org.postroad.protocol.precedence.Precedence]).
///
/// Under a policy in `enforce`, and where DANE applies, no recipient and no byte of the message
/// leaves before the host proved itself; what fails is temporary, and the next address and the next
/// host are tried. There is no queue here: a deferred recipient is the caller's to try again.
public record Delivery(
    Dns dns,
    SmtpDialer dialer,
    AddressGuard guard,
    RandomGenerator random,
    DeliverySettings settings) {

  /// Tries until every recipient has an answer, there is nobody left to try, or the time is over.
  /// It blocks; what the network does never makes it throw.
  public DeliveryReport deliver(
      NextHop hop, Resolution published, Envelope envelope, MessageBytes message) {
    return deliver(hop, published, envelope, message, Deadline.after(settings.total()));
  }

  /// As above, by a deadline of the caller's.
  public DeliveryReport deliver(
      NextHop hop,
      Resolution published,
      Envelope envelope,
      MessageBytes message,
      Deadline deadline) {
    TlsWish wish = TlsWish.of(envelope, message);
    Resolution resolution = wish.applied(published);
    Ruling ruling = new Ruling.Published(resolution, wish.applied(settings.dane()));
    Tally tally = new Tally(envelope);
    if (resolution instanceof Resolution.TryLater(Resolution.Delay delay, String detail)
        && wish.applied(settings.dane()).isEmpty()) {
      tally.deferAll(later(delay, detail));
      return tally.report();
    }
    return deliver(hop, deadline, ruling, wish, tally, message);
  }

  /// Under what the operator decrees, whatever the next hop publishes.
  public DeliveryReport deliver(
      NextHop hop, Decree decree, Envelope envelope, MessageBytes message) {
    return deliver(
        hop,
        Deadline.after(settings.total()),
        new Ruling.Decreed(decree),
        TlsWish.of(envelope, message),
        new Tally(envelope),
        message);
  }

  private DeliveryReport deliver(
      NextHop hop,
      Deadline deadline,
      Ruling ruling,
      TlsWish wish,
      Tally tally,
      MessageBytes message) {
    switch (hop) {
      case NextHop.ByMx(DomainName domain, int port) -> {
        Answer mx = dns.lookup(domain, RecordType.MX);
        MxState state = MxState.of(domain, mx);
        Rounds rounds = new Rounds(this, deadline, hop, state, ruling, wish, tally, message);
        byMx(domain, mx, ruling, rounds, tally);
      }
      case NextHop.Host(DomainName name, int port) ->
          itself(hop, deadline, ruling, wish, tally, message).hosts(List.of(name));
      case NextHop.Address(var address, int port) ->
          itself(hop, deadline, ruling, wish, tally, message)
              .host(
                  new HostTlsa.None(
                      hop.policyDomain(), List.of(address), "an address has no TLSA records"));
    }
    return tally.report();
  }

  private Rounds itself(
      NextHop hop,
      Deadline deadline,
      Ruling ruling,
      TlsWish wish,
      Tally tally,
      MessageBytes message) {
    return new Rounds(this, deadline, hop, new MxState.Itself(), ruling, wish, tally, message);
  }

  private void byMx(DomainName domain, Answer mx, Ruling ruling, Rounds rounds, Tally tally) {
    Optional<String> contradicting = ruling.contradicting(mx);
    switch (Route.of(domain, mx, random, settings.hostsMax())) {
      case Route.Nowhere(Reason reason) ->
          contradicting.ifPresentOrElse(
              what ->
                  tally.deferAll(
                      Reason.Ours.of(
                          "4.7.0", reason.text() + ", which its " + what + " contradicts")),
              () -> tally.failAll(reason));
      case Route.Unknown(Reason reason) -> tally.deferAll(reason);
      case Route.Hosts(var hosts, boolean implicit, int leftOut) -> {
        if (leftOut > 0) {
          tally.leavesOut();
        }
        rounds.hosts(hosts);
        // Neither MX nor address: RFC 5321 §5.1.
        if (implicit && rounds.foundNoAddress() && contradicting.isEmpty()) {
          tally.failAll(
              Reason.Ours.of("5.1.2", domain + " takes no mail: neither MX nor address records"));
        }
      }
    }
  }

  private static Reason later(Resolution.Delay delay, String detail) {
    String status =
        switch (delay) {
          case RECORD_UNANSWERED, STILL_ASKING -> "4.4.3"; // RFC 3463 §3.5: directory server
          case BUSY -> "4.4.5"; // congestion
          case FAULT -> "4.3.0"; // RFC 3463 §3.4: other mail system status
        };
    return Reason.Ours.of(status, "policy not known yet: " + detail);
  }
}
