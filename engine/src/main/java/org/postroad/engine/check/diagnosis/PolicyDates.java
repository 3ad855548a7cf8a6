package org.postroad.engine.check.diagnosis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postroad.engine.check.Http;
import org.postroad.protocol.mtasts.RecordLookup;

/// Since when a policy is as it is: what its id and its file say of it.
final class PolicyDates {

  private static final Pattern DATED_ID = Pattern.compile("(20[0-9]{6})T?([0-9]{6})?Z?");

  private PolicyDates() {}

  /// Since when neither the id nor the file changed; empty unless both tell.
  static Optional<Instant> unchangedSince(DomainView view) {
    Optional<Instant> announced =
        view.record() instanceof RecordLookup.Found(var record, var _)
            ? dateOf(record.id())
            : Optional.empty();
    Optional<Instant> changed =
        view.facts().policyVisits().stream()
            .filter(visit -> DomainView.parsed(visit).isPresent())
            .flatMap(
                visit ->
                    visit.http() instanceof Http.Answered answered
                        ? Stream.of(lastModified(answered))
                        : Stream.empty())
            .reduce(PolicyDates::later)
            .flatMap(date -> date);
    return later(announced, changed).filter(date -> !date.isAfter(view.now()));
  }

  /// Empty if one is.
  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return one.flatMap(a -> other.map(b -> a.isAfter(b) ? a : b));
  }

  /// When the file was changed last, as its server has it.
  static Optional<Instant> lastModified(Http.Answered answered) {
    try {
      return answered
          .field("last-modified")
          .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The moment that an id such as `20160831085700Z` or `20160831` names.
  static Optional<Instant> dateOf(String id) {
    Matcher dated = DATED_ID.matcher(id);
    if (!dated.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          dated.group(2) == null
              ? LocalDate.parse(dated.group(1), DateTimeFormatter.BASIC_ISO_DATE)
                  .atStartOfDay(ZoneOffset.UTC)
                  .toInstant()
              : LocalDateTime.parse(
                      dated.group(1) + dated.group(2),
                      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT))
                  .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
