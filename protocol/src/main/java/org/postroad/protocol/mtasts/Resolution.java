package org.postroad.protocol.mtasts;

/// What a sender is to know about a policy domain now.
public sealed interface Resolution {

  /// A policy is in force, of whatever mode: `testing` and `none` are policies too.
  record Applies(CachedPolicy policy, Source source) implements Resolution {}

  /// None is: deliver as though the domain had not implemented MTA-STS.
  record NoPolicy(Reason reason, String detail) implements Resolution {}

  /// It cannot be said yet: delay the message.
  record TryLater(Delay delay, String detail) implements Resolution {}

  /// Where the policy came from.
  enum Source {
    CACHE,
    FETCHED
  }

  /// Why no policy applies.
  enum Reason {
    /// The next hop is no domain name: an address literal, a parent, junk.
    NOT_A_DOMAIN,
    /// The DNS says that there is no usable record (§3.1).
    NO_RECORD,
    /// A record, but no policy could be fetched and none is cached (§3.3, a MUST).
    FETCH_FAILED,
    /// The record went unanswered for longer than the operator is willing to delay mail.
    UNANSWERED_TOO_LONG
  }

  /// Why there is no resolution yet.
  enum Delay {
    /// The record went unanswered, and no valid policy is cached.
    RECORD_UNANSWERED,
    /// Record or policy are still being looked for.
    STILL_ASKING,
    /// Too much is being looked for already.
    BUSY,
    /// We are stopping, or have a bug.
    FAULT
  }
}
