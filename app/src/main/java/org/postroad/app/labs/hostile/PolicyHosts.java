package org.postroad.app.labs.hostile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.policyhost.PolicySource;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;

/// The policy hosts of the model. An attacker can keep a policy away; he cannot serve one, for the
/// certificate.
final class PolicyHosts implements PolicySource {

  private static final Duration FETCHED_WITHIN = Duration.ofMillis(300);
  private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(1); // RFC 8461 §3.3

  private final World world;
  private final Story story;
  private List<Fetch> fetches = new ArrayList<>();

  PolicyHosts(World world, Story story) {
    this.world = world;
    this.story = story;
  }

  /// One fetch, and the policy that it brought.
  record Fetch(Site site, Instant at, Optional<Terms> terms) {}

  /// All fetches from now on.
  List<Fetch> listen() {
    fetches = new ArrayList<>();
    return fetches;
  }

  @Override
  public PolicyFetch fetch(DomainName policyDomain) {
    Site site = Site.of(policyDomain).orElseThrow();
    world
        .clock()
        .advance(world.httpsTrick(site) == Trick.Https.DRIPPING ? GIVEN_UP_AFTER : FETCHED_WITHIN);
    PolicyFetch fetch = visit(site);
    Optional<Terms> terms =
        fetch instanceof PolicyFetch.Fetched ? world.owner(site).policy() : Optional.empty();
    fetches.add(new Fetch(site, world.clock().instant(), terms));
    story.tell(
        () ->
            "https: mta-sts."
                + policyDomain
                + ": "
                + terms.map(Terms::toString).orElse("" + fetch));
    return fetch;
  }

  private PolicyFetch visit(Site site) {
    Owner owner = world.owner(site);
    return switch (world.httpsTrick(site)) {
      case BLOCKED -> new PolicyFetch.FetchError("connection refused");
      case HIJACKED -> new PolicyFetch.WebPkiInvalid("certificate not trusted");
      case DRIPPING -> new PolicyFetch.FetchError("not finished in time");
      case NONE ->
          switch (owner.policyHost()) {
            case UP -> served(owner.policy());
            case DOWN -> new PolicyFetch.FetchError("no answer");
            case BAD_CERTIFICATE -> new PolicyFetch.WebPkiInvalid("certificate expired");
            case JUNK -> new PolicyFetch.PolicyInvalid("line 1: no field");
          };
    };
  }

  private static PolicyFetch served(Optional<Terms> policy) {
    if (policy.isEmpty()) {
      return new PolicyFetch.FetchError("404");
    }
    byte[] text = policy.get().text().getBytes(StandardCharsets.US_ASCII);
    return switch (Policy.parse(text)) {
      case Policy.Parsed.Valid(Policy valid) -> new PolicyFetch.Fetched(valid);
      case Policy.Parsed.Invalid invalid ->
          throw new IllegalStateException("a right policy was not read: " + invalid.text());
    };
  }
}
