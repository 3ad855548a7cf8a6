package org.postroad.app.send;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.PolicyOverride;

/// The published policies, but for the domains that the operator has overridden.
///
/// A decree that asks for more than a policy can say is never met with less: the message waits, and
/// says so.
///
/// @param overrides by policy domain
/// @param published asked where none counts, or the decree is to do as published
public record Decreed(
    Map<DomainName, PolicyOverride> overrides, InstantSource clock, Policies published)
    implements Policies {

  public Decreed {
    overrides = Map.copyOf(overrides);
  }

  @Override
  public Resolution resolve(DomainName policyDomain) {
    return decreed(policyDomain, published::resolve);
  }

  @Override
  public Resolution lookAgain(DomainName policyDomain) {
    return decreed(policyDomain, published::lookAgain);
  }

  private Resolution decreed(DomainName policyDomain, Function<DomainName, Resolution> otherwise) {
    Optional<PolicyOverride> decree =
        Optional.ofNullable(overrides.get(policyDomain))
            .filter(override -> override.activeAt(clock.instant()));
    if (decree.isEmpty()) {
      return otherwise.apply(policyDomain);
    }
    String detail = "override of level " + decree.get().level().text();
    return switch (decree.get().level()) {
      case POLICY -> otherwise.apply(policyDomain);
      case NONE, MAY -> new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, detail);
      case ENCRYPT, SECURE, DANE_ONLY ->
          new Resolution.TryLater(
              Resolution.Delay.FAULT, detail + ", which send cannot keep: use the mail server");
    };
  }
}
