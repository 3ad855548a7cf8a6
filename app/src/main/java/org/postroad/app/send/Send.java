package org.postroad.app.send;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.postroad.engine.deliver.Attempt;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliveryReport;
import org.postroad.engine.deliver.NextHop;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;

/// Sends one message: its recipients grouped by next hop, each group under the policy of its hop.
///
/// @param policies what applies to a policy domain
/// @param doubt told of a policy domain whose exchangers its policy does not cover, so that the
///   policy is fetched anew
public record Send(Policies policies, Consumer<DomainName> doubt, Delivery delivery) {

  /// To each recipient's own domain. It blocks until every one has an outcome.
  public Sent send(Envelope envelope, MessageBytes message) {
    Map<NextHop, List<Mailbox>> groups =
        envelope.recipients().stream()
            .collect(
                Collectors.groupingBy(
                    to -> NextHop.of(to.host()), LinkedHashMap::new, Collectors.toList()));
    return deliver(envelope, groups, message);
  }

  /// To a smart host, whose domain is the policy domain of all (RFC 8461 §3.4).
  public Sent sendVia(NextHop smartHost, Envelope envelope, MessageBytes message) {
    return deliver(envelope, Map.of(smartHost, envelope.recipients()), message);
  }

  private Sent deliver(
      Envelope envelope, Map<NextHop, List<Mailbox>> groups, MessageBytes message) {
    Map<Mailbox, Sent.Recipient> sent = new HashMap<>();
    groups.forEach(
        (hop, recipients) -> {
          DeliveryReport report =
              delivery.deliver(hop, resolution(hop), envelope.to(recipients), message);
          if (report.doubtsPolicy()) {
            doubt.accept(hop.policyDomain());
          }
          List<Attempt> attempts = report.attempts();
          for (RecipientOutcome outcome : report.recipients()) {
            sent.put(outcome.to(), new Sent.Recipient(outcome, hop.policyDomain(), attempts));
          }
        });
    return new Sent(envelope.recipients().stream().map(sent::get).toList());
  }

  private Resolution resolution(NextHop hop) {
    return switch (hop) {
      case NextHop.Address address ->
          new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, "an address literal");
      case NextHop.ByMx(DomainName domain, int port) -> resolution(domain);
      case NextHop.Host(DomainName name, int port) -> resolution(name);
    };
  }

  private Resolution resolution(DomainName domain) {
    return switch (PolicyDomain.of(domain.text())) {
      case PolicyDomain.Parsed.None(String why) ->
          new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, why);
      case PolicyDomain.Parsed.Domain(DomainName name) -> policies.resolve(name);
    };
  }
}
