package org.postroad.app.checks.survey;

import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Spreads the questions of a survey over all resolvers, each at its own pace.
///
/// A name is always taken to the same one first, whose memory then helps; another is asked where
/// that one does not answer or has failed.
public final class PacedResolvers implements Dns {

  /// One of them.
  ///
  /// @param rate questions put to it; empty for as many as it answers
  public record Resolver(Dns dns, Optional<Rate> rate) {}

  private record Paced(Dns dns, Optional<Pace> pace) {}

  private final List<Paced> resolvers;

  public PacedResolvers(List<Resolver> resolvers) {
    if (resolvers.isEmpty()) {
      throw new IllegalArgumentException("a survey needs a resolver");
    }
    this.resolvers =
        resolvers.stream()
            .map(resolver -> new Paced(resolver.dns(), resolver.rate().map(Pace::new)))
            .toList();
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    int first = Math.floorMod(name.text().hashCode(), resolvers.size());
    Answer answer = ask(resolvers.get(first), name, type);
    for (int i = 1; i < resolvers.size() && isWorthAnother(answer); i++) {
      answer = ask(resolvers.get((first + i) % resolvers.size()), name, type);
    }
    return answer;
  }

  private static Answer ask(Paced resolver, DomainName name, RecordType type) {
    try {
      if (resolver.pace().isPresent()) {
        resolver.pace().get().await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed(Answer.Why.NOT_ASKED, "interrupted");
    }
    return resolver.dns().lookup(name, type);
  }

  private static boolean isWorthAnother(Answer answer) {
    return answer instanceof Answer.Failed(Answer.Why why, String _)
        && switch (why) {
          case TIMED_OUT, SERVER_FAILED, MALFORMED, UNREACHABLE -> true;
          case BOGUS, OVER_LIMIT, NOT_ASKED -> false;
        };
  }
}
