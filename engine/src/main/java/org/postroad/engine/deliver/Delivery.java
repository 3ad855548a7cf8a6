package org.postroad.engine.deliver;

import java.util.List;
import java.util.random.RandomGenerator;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.SmtpDialer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MessageBytes;

/// Delivers one message to one next hop under what was resolved for its policy domain.
///
/// Under a policy in `enforce` no recipient and no byte of the message leaves before the host
/// proved itself; what fails is temporary, and the next address and the next host are tried. There
/// is no queue here: a deferred recipient is the caller's to try again.
public record Delivery(
    Dns dns,
    SmtpDialer dialer,
    AddressGuard guard,
    RandomGenerator random,
    DeliverySettings settings) {

  /// Tries until every recipient has an answer, there is nobody left to try, or the time is over.
  /// It blocks; what the network does never makes it throw.
  public DeliveryReport deliver(
      NextHop hop, Resolution resolution, Envelope envelope, MessageBytes message) {
    return deliver(hop, resolution, envelope, message, Deadline.after(settings.total()));
  }

  /// As above, by a deadline of the caller's.
  public DeliveryReport deliver(
      NextHop hop,
      Resolution resolution,
      Envelope envelope,
      MessageBytes message,
      Deadline deadline) {
    Tally tally = new Tally(hop.policyDomain(), resolution, envelope);
    if (resolution instanceof Resolution.TryLater(Resolution.Delay delay, String detail)) {
      tally.deferAll(later(delay, detail));
      return tally.report();
    }
    Rounds rounds = new Rounds(this, deadline, resolution, tally, message, hop.port());
    switch (hop) {
      case NextHop.ByMx(DomainName domain, int port) -> byMx(domain, rounds, tally);
      case NextHop.Host(DomainName name, int port) -> rounds.hosts(List.of(name));
      case NextHop.Address(var address, int port) ->
          rounds.addresses(hop.policyDomain(), List.of(address));
    }
    return tally.report();
  }

  private void byMx(DomainName domain, Rounds rounds, Tally tally) {
    switch (Route.of(domain, dns.lookup(domain, RecordType.MX), random, settings.hostsMax())) {
      case Route.Nowhere(Reason reason) -> tally.failAll(reason);
      case Route.Unknown(Reason reason) -> tally.deferAll(reason);
      case Route.Hosts(var hosts, boolean implicit) -> {
        rounds.hosts(hosts);
        if (implicit && rounds.foundNoAddress()) { // neither MX nor address: RFC 5321 §5.1
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
