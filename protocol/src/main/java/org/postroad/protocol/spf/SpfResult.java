package org.postroad.protocol.spf;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// What `check_host()` came to (RFC 7208 §2.6).
public sealed interface SpfResult {

  /// The host may send for the domain.
  record Pass(Match match) implements SpfResult {}

  /// The host may not.
  ///
  /// @param explanation the domain's own words, printable ASCII of one line (§6.2); empty if it has
  ///   none. They are a stranger's: say whose they are
  record Fail(Match match, String explanation) implements SpfResult {}

  /// The host probably may not.
  record SoftFail(Match match) implements SpfResult {}

  /// The domain says nothing of the host: a `?` matched ([Matched]) or nothing did ([Unmatched]).
  sealed interface Neutral extends SpfResult {}

  /// A directive with `?` matched.
  record Matched(Match match) implements Neutral {}

  /// Nothing matched in the record of this domain, and no other decides (§4.7).
  record Unmatched(DomainName domain) implements Neutral {}

  /// No domain to ask, or no record there.
  record None(String reason) implements SpfResult {}

  /// The DNS did not answer: ask again later.
  record TempError(String reason) implements SpfResult {}

  /// What the domain publishes cannot be made out, or breaks a limit.
  record PermError(String reason) implements SpfResult {}

  /// Where it was decided: the directive that matched, then, where that is an `include`, the one
  /// that matched in the record included, and so on.
  record Match(List<Place> places) {
    public Match {
      places = List.copyOf(places);
      if (places.isEmpty()) {
        throw new IllegalArgumentException("a match is somewhere");
      }
    }

    /// The directive whose qualifier made the result.
    public Directive directive() {
      return places.getFirst().directive();
    }
  }

  /// A directive in the record of a domain.
  record Place(DomainName domain, Directive directive) {}

  /// The RFC's word, as in `Received-SPF` and `Authentication-Results`.
  default String word() {
    return switch (this) {
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case SoftFail _ -> "softfail";
      case Neutral _ -> "neutral";
      case None _ -> "none";
      case TempError _ -> "temperror";
      case PermError _ -> "permerror";
    };
  }
}
