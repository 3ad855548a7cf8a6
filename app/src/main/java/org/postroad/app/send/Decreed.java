package org.postroad.app.send;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postroad.protocol.certificate.NamePattern;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.precedence.Decree;

/// The published policies, but for the domains that the operator has overridden.
///
/// @param overrides by policy domain
/// @param published asked where none counts, or the override is to do as published
public record Decreed(
    Map<DomainName, PolicyOverride> overrides, InstantSource clock, Policies published)
    implements Policies {

  public Decreed {
    overrides = Map.copyOf(overrides);
  }

  @Override
  public Resolution resolve(DomainName policyDomain) {
    return resolved(policyDomain, published::resolve);
  }

  @Override
  public Resolution lookAgain(DomainName policyDomain) {
    return resolved(policyDomain, published::lookAgain);
  }

  @Override
  public Optional<Decree> decree(DomainName policyDomain) {
    return active(policyDomain)
        .flatMap(
            override ->
                switch (override.level()) {
                  case NONE, POLICY -> Optional.empty();
                  case MAY -> Optional.of(new Decree.May());
                  case ENCRYPT -> Optional.of(new Decree.Encrypt());
                  case SECURE -> Optional.of(new Decree.Secure(names(policyDomain, override)));
                  case DANE_ONLY -> Optional.of(new Decree.DaneOnly());
                });
  }

  /// Those in `match`, or the domain and all below it.
  private static List<NamePattern> names(DomainName domain, PolicyOverride override) {
    return override.match().isEmpty()
        ? List.of(new NamePattern(false, domain), new NamePattern(true, domain))
        : override.match().stream()
            .map(match -> new NamePattern(match.below(), match.name()))
            .toList();
  }

  /// Our own level stands at `none`: DANE if the domain has it.
  private Resolution resolved(DomainName policyDomain, Function<DomainName, Resolution> otherwise) {
    boolean none =
        active(policyDomain)
            .filter(override -> override.level() == PolicyOverride.Level.NONE)
            .isPresent();
    return none
        ? new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "override of level none")
        : otherwise.apply(policyDomain);
  }

  private Optional<PolicyOverride> active(DomainName policyDomain) {
    return Optional.ofNullable(overrides.get(policyDomain))
        .filter(override -> override.activeAt(clock.instant()));
  }
}
