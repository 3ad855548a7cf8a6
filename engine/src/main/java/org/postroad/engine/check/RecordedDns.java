package org.postroad.engine.check;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The DNS as a check saw it: the same questions get the same answers again, without a network.
///
/// What was not asked then was not answered: it is a [Answer.Failed] with [Answer.Why#NOT_ASKED].
///
/// @param entries by question, in the order of their names
public record RecordedDns(Map<DnsQuestion, Entry> entries) implements Dns {

  private static final Answer NOT_ASKED =
      new Answer.Failed(Answer.Why.NOT_ASKED, "not asked by the check that is replayed");

  public RecordedDns {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /// An answer, and how long it took.
  public record Entry(Answer answer, Duration took) {}

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    return entry(name, type).map(Entry::answer).orElse(NOT_ASKED);
  }

  /// The entry of a question; empty if it was never put.
  public Optional<Entry> entry(DomainName name, RecordType type) {
    return Optional.ofNullable(entries.get(new DnsQuestion(name, type)));
  }
}
