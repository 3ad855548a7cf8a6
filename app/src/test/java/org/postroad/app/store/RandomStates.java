package org.postroad.app.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.DomainState.Attempt;
import org.postroad.protocol.mtasts.DomainState.Look;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.RecordLookup;
import org.postroad.protocol.mtasts.StsRecord;

/// States of every shape, drawn at random around a time.
final class RandomStates {

  private final RandomGenerator random;

  RandomStates(RandomGenerator random) {
    this.random = random;
  }

  /// The policy of a text that is known to be one.
  static Policy policy(String... lines) {
    byte[] body = String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
    return switch (Policy.parse(body)) {
      case Policy.Parsed.Valid(Policy policy) -> policy;
      case Policy.Parsed.Invalid invalid -> throw new IllegalArgumentException(invalid.text());
    };
  }

  /// An ordinary state: a policy of four lines, seen and fetched at that time.
  static DomainState ordinary(String id, Instant fetched, Duration maxAge) {
    Policy policy =
        policy(
            "version: STSv1",
            "mode: enforce",
            "mx: mail.example.com",
            "mx: *.mx.example.net",
            "max_age: " + maxAge.toSeconds());
    return new DomainState(
        Optional.of(new CachedPolicy(policy, id, fetched)),
        Optional.of(
            new Look(fetched, new RecordLookup.Found(new StsRecord(id), Duration.ofMinutes(5)))),
        List.of(new Attempt(fetched, id, false, Optional.empty())),
        Optional.empty(),
        fetched);
  }

  DomainName name(int among) {
    return DomainName.of("d" + random.nextInt(among) + ".example.com");
  }

  DomainState state(Instant now) {
    return new DomainState(
        sometimes(0.7).map(yes -> new CachedPolicy(policy(), id(), before(now))),
        sometimes(0.8).map(yes -> new Look(before(now), lookup())),
        IntStream.range(0, random.nextInt(DomainState.ATTEMPTS_MAX + 1))
            .mapToObj(i -> attempt(now))
            .toList(),
        sometimes(0.2).map(yes -> before(now)),
        before(now));
  }

  private Policy policy() {
    List<String> lines = new ArrayList<>(List.of("version: STSv1"));
    String mode = pick(List.of("enforce", "testing", "none"));
    lines.add("mode: " + mode);
    for (int i = mode.equals("none") ? random.nextInt(2) : 3 - random.nextInt(3); i > 0; i--) {
      lines.add("mx: " + pick(List.of("mail.example.com", "*.Example.NET", "192.0.2.1", "a.b")));
    }
    lines.add("max_age: " + pick(List.of("0", "599", "600", "86400", "604800", "4000000000")));
    sometimes(0.2).ifPresent(yes -> lines.add("x-note: gr\u00fc\u00dfe \ud83d\udce8 \"quoted\""));
    sometimes(0.1).ifPresent(yes -> lines.add("mode: again"));
    return policy(lines.toArray(String[]::new));
  }

  private RecordLookup lookup() {
    Duration ttl = Duration.ofSeconds(random.nextInt(100_000));
    return switch (random.nextInt(3)) {
      case 0 -> new RecordLookup.Found(new StsRecord(id()), ttl);
      case 1 -> new RecordLookup.Absent(pick(List.of(RecordLookup.Reason.values())), text(), ttl);
      default -> new RecordLookup.Unanswered(pick(List.of(Answer.Why.values())), text());
    };
  }

  private Attempt attempt(Instant now) {
    Optional<PolicyFetch.Failure> failure =
        switch (random.nextInt(4)) {
          case 0 -> Optional.of(new PolicyFetch.FetchError(text()));
          case 1 -> Optional.of(new PolicyFetch.WebPkiInvalid(text()));
          case 2 -> Optional.of(new PolicyFetch.PolicyInvalid(text()));
          default -> Optional.empty();
        };
    String id = sometimes(0.2).map(yes -> "").orElseGet(this::id);
    return new Attempt(before(now), id, random.nextBoolean(), failure);
  }

  private String id() {
    return IntStream.range(0, 1 + random.nextInt(32))
        .mapToObj(i -> String.valueOf("0123456789abcXYZ".charAt(random.nextInt(16))))
        .collect(Collectors.joining());
  }

  private String text() {
    return pick(
        List.of("", "timed out after 5 s", "l\u00e4uft ab: \"x\"\n\u0000", "x".repeat(500)));
  }

  private Instant before(Instant now) {
    return now.minusMillis(random.nextLong(Duration.ofDays(40).toMillis()));
  }

  private Optional<Boolean> sometimes(double how) {
    return random.nextDouble() < how ? Optional.of(true) : Optional.empty();
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
