package org.postroad.app.send;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postroad.engine.deliver.Attempt;
import org.postroad.engine.deliver.Delivery;
import org.postroad.engine.deliver.DeliveryReport;
import org.postroad.engine.deliver.NextHop;
import org.postroad.engine.deliver.Reason;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.Decree;
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
          Optional<Decree> decree = decree(hop);
          if (decree.isPresent()) {
            DeliveryReport report =
                delivery.deliver(hop, decree.get(), envelope.to(recipients), message);
            keep(hop, report, sent);
            return;
          }
          Resolution resolution = resolution(hop, policies::resolve);
          deliver(hop, resolution, envelope.to(recipients), message, sent);
          List<Mailbox> failed =
              recipients.stream().filter(to -> failedBySecurity(sent.get(to))).toList();
          if (resolution instanceof Resolution.Applies && !failed.isEmpty()) {
            Resolution again = resolution(hop, policies::lookAgain);
            if (!samePolicy(again, resolution)) {
              deliver(hop, again, envelope.to(failed), message, sent);
            }
          }
        });
    return new Sent(envelope.recipients().stream().map(sent::get).toList());
  }

  private void deliver(
      NextHop hop,
      Resolution resolution,
      Envelope envelope,
      MessageBytes message,
      Map<Mailbox, Sent.Recipient> sent) {
    DeliveryReport report = delivery.deliver(hop, resolution, envelope, message);
    if (report.doubtsPolicy()) {
      doubt.accept(hop.policyDomain());
    }
    keep(hop, report, sent);
  }

  private static void keep(NextHop hop, DeliveryReport report, Map<Mailbox, Sent.Recipient> sent) {
    List<Attempt> attempts = report.attempts();
    for (RecipientOutcome outcome : report.recipients()) {
      sent.put(outcome.to(), new Sent.Recipient(outcome, hop.policyDomain(), attempts));
    }
  }

  /// For good, by what we saw of the hosts and not by what one of them said.
  private static boolean failedBySecurity(Sent.@Nullable Recipient recipient) {
    return recipient != null
        && recipient.outcome() instanceof RecipientOutcome.Failed(var to, Reason reason)
        && reason instanceof Reason.Ours
        && reason.status().text().startsWith("5.7.");
  }

  private static boolean samePolicy(Resolution one, Resolution other) {
    return one instanceof Resolution.Applies(var policy, var source)
        && other instanceof Resolution.Applies(var before, var earlier)
        && policy.policy().equals(before.policy());
  }

  private Optional<Decree> decree(NextHop hop) {
    return switch (hop) {
      case NextHop.Address address -> Optional.empty();
      case NextHop.ByMx(DomainName domain, int port) -> policies.decree(domain);
      case NextHop.Host(DomainName name, int port) -> policies.decree(name);
    };
  }

  private Resolution resolution(NextHop hop, Function<DomainName, Resolution> ask) {
    return switch (hop) {
      case NextHop.Address address ->
          new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, "an address literal");
      case NextHop.ByMx(DomainName domain, int port) -> resolution(domain, ask);
      case NextHop.Host(DomainName name, int port) -> resolution(name, ask);
    };
  }

  private static Resolution resolution(DomainName domain, Function<DomainName, Resolution> ask) {
    return switch (PolicyDomain.of(domain.text())) {
      case PolicyDomain.Parsed.None(String why) ->
          new Resolution.NoPolicy(Resolution.Reason.NOT_A_DOMAIN, why);
      case PolicyDomain.Parsed.Domain(DomainName name) -> ask.apply(name);
    };
  }
}
