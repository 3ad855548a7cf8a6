package org.postroad.engine.deliver;

import java.util.List;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.tlsrpt.Shortfall;

/// What may be done with one MX host under what is known of the domain's policy.
sealed interface Treatment {

  /// As if it were unreachable: the next host is tried, in the order of preference (RFC 8461 §8.4).
  record Skip(Shortfall shortfall) implements Treatment {}

  /// Deliver to it.
  ///
  /// @param noted what is wanting already, without being asked for
  record Deliver(Demand demand, List<Shortfall> noted) implements Treatment {
    public Deliver {
      noted = List.copyOf(noted);
    }
  }

  /// What a session must be like.
  enum Demand {
    /// TLS with a certificate that is valid for the host, or nothing is sent (RFC 8461 §4.2, §5).
    VERIFIED,
    /// The same is looked for and noted; the mail goes out in any case (§5, `testing`).
    NOTED,
    /// TLS if it can be had, with whatever certificate.
    ANY
  }

  static Treatment of(Resolution resolution, DomainName mxHost) {
    return switch (resolution) {
      case Resolution.Applies(var cached, var source) -> under(cached.policy(), mxHost);
      case Resolution.NoPolicy none -> new Deliver(Demand.ANY, List.of());
      case Resolution.TryLater later ->
          throw new IllegalArgumentException("nothing is delivered before a policy is known");
    };
  }

  private static Treatment under(Policy policy, DomainName mxHost) {
    Shortfall foreign =
        new Shortfall(
            Shortfall.Kind.MX_NOT_IN_POLICY, mxHost + " is not among the mx of the policy");
    return switch (policy.mode()) {
      case ENFORCE ->
          policy.covers(mxHost) ? new Deliver(Demand.VERIFIED, List.of()) : new Skip(foreign);
      case TESTING ->
          new Deliver(Demand.NOTED, policy.covers(mxHost) ? List.of() : List.of(foreign));
      case NONE -> new Deliver(Demand.ANY, List.of());
    };
  }
}
