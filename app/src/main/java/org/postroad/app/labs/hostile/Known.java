package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Resolution;

/// What RFC 8461 has a sender know of each domain, from what it was told: written from the RFC,
/// with nothing of the rules under test.
///
/// A policy counts from the fetch that brought it for its max_age and is replaced by the next one
/// fetched, by nothing else (§3.2, §3.3, §5.1). Without one, a record makes the sender fetch
/// (§3.3); silence is not absence.
final class Known {

  private static final Duration DELAYED = Duration.ofHours(4); // as the sender is configured
  private static final Duration BACK_OFF = Duration.ofHours(1);
  private static final Duration FORGOTTEN = Duration.ofDays(30);

  private final boolean patient;
  private final Map<Site, Held> held = new EnumMap<>(Site.class);
  private final Map<Site, List<Instant>> fetches = new EnumMap<>(Site.class);
  private final Map<Site, Instant> silentSince = new EnumMap<>(Site.class);

  private final Set<Site> lapsed = EnumSet.noneOf(Site.class);

  private record Held(Terms terms, Instant until) {}

  Known(boolean patient) {
    this.patient = patient;
  }

  /// The policy that counts now.
  ///
  /// One that was found to be over may be forgotten, and does not come back with a clock set back;
  /// it need not be forgotten either.
  Optional<Terms> policy(Site site, Instant now) {
    Optional<Terms> valid = valid(site, now);
    if (valid.isEmpty()) {
      lapsed.add(site);
    }
    return lapsed.contains(site) ? Optional.empty() : valid;
  }

  private Optional<Terms> valid(Site site, Instant now) {
    return Optional.ofNullable(held.get(site))
        .filter(h -> now.isBefore(h.until()))
        .map(Held::terms);
  }

  /// What the sender was told and fetched for reasons of its own.
  void learn(List<Told> told, List<PolicyHosts.Fetch> brought, Instant now) {
    listen(told, now);
    learn(brought);
    for (Site site : Site.values()) {
      var _ = policy(site, now);
    }
  }

  private void learn(List<PolicyHosts.Fetch> brought) {
    for (PolicyHosts.Fetch fetch : brought) {
      fetches.computeIfAbsent(fetch.site(), _ -> new ArrayList<>()).add(fetch.at());
      fetch
          .terms()
          .ifPresent(
              terms -> {
                held.put(fetch.site(), new Held(terms, fetch.at().plus(terms.maxAge())));
                lapsed.remove(fetch.site());
              });
    }
  }

  /// What a question for the domain's policy must have come to.
  ///
  /// @param before the policy that counted when it was asked
  /// @param told what the DNS said for it
  /// @param brought what was fetched for it
  /// @return the policy that applies to a delivery now, or what is wrong with the resolution
  Verdict judge(
      Site site,
      Optional<Terms> before,
      Resolution resolution,
      List<Told> told,
      List<PolicyHosts.Fetch> brought,
      Instant now) {
    listen(told, now);
    Optional<Terms> revived =
        valid(site, now)
            .filter(
                terms ->
                    lapsed.contains(site)
                        && resolution instanceof Resolution.Applies(var cached, var source)
                        && same(terms, cached.policy().lines()));
    Optional<Instant> silence =
        told.isEmpty() ? Optional.empty() : Optional.ofNullable(silentSince.get(site));
    boolean lately = fetchedLately(site, now);
    learn(brought);
    Optional<Terms> due =
        before
            .or(() -> revived)
            .or(() -> brought.stream().flatMap(fetch -> fetch.terms().stream()).findFirst());
    return new Verdict(
        due,
        switch (resolution) {
          case Resolution.Applies(var cached, var source) ->
              due.filter(terms -> same(terms, cached.policy().lines())).isPresent()
                  ? Optional.empty()
                  : Optional.of("applied " + cached.policy().lines() + ", due was " + due);
          case Resolution.NoPolicy none ->
              due.map(terms -> "no policy (" + none.detail() + "), due was " + terms)
                  .or(() -> rash(silence, now))
                  .or(() -> lazy(told, brought, lately));
          case Resolution.TryLater later ->
              due.map(terms -> "try later (" + later.detail() + "), due was " + terms)
                  .or(
                      () ->
                          silence.isEmpty()
                              ? Optional.of("try later, though the record was answered")
                              : Optional.empty());
        });
  }

  /// @param due the policy that applies
  /// @param fault what was wrong
  record Verdict(Optional<Terms> due, Optional<String> fault) {}

  /// Since when each record has gone unanswered.
  private void listen(List<Told> told, Instant now) {
    for (Told answer : told) {
      if (answer.type() == RecordType.TXT) {
        Site site = answer.name().parent().flatMap(Site::of).orElseThrow();
        if (answer.answer() instanceof Answer.Failed) {
          silentSince.merge(site, now, (first, later) -> first.isAfter(later) ? later : first);
        } else {
          silentSince.remove(site);
        }
      }
    }
  }

  private Optional<String> rash(Optional<Instant> silence, Instant now) {
    return silence
        .filter(since -> patient || now.isBefore(since.plus(DELAYED)))
        .map(since -> "no policy, though nobody answered");
  }

  /// A record was there, nothing was fetched in the last hour, and nothing is now.
  private static Optional<String> lazy(
      List<Told> told, List<PolicyHosts.Fetch> brought, boolean lately) {
    return brought.isEmpty() && !lately && told.stream().anyMatch(Known::isRecord)
        ? Optional.of("no policy, and none was fetched though there is a record")
        : Optional.empty();
  }

  private static boolean isRecord(Told told) {
    return told.type() == RecordType.TXT
        && told.answer() instanceof Answer.Found found
        && found.only(TxtRecord.class).size() == 1;
  }

  private boolean fetchedLately(Site site, Instant now) {
    List<Instant> times = fetches.getOrDefault(site, new ArrayList<>());
    times.removeIf(at -> at.isBefore(now.minus(FORGOTTEN)));
    return times.stream()
        .anyMatch(at -> at.isAfter(now.minus(BACK_OFF)) && at.isBefore(now.plus(BACK_OFF)));
  }

  private static boolean same(Terms terms, List<String> lines) {
    return terms.text().lines().toList().equals(lines);
  }
}
