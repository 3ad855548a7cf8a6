package org.postroad.app.resolverd.postfix;

/// What is known of DANE beside the MTA.
///
/// @param on whether `[resolver] dane` is
public record DaneSide(boolean on, Resolver resolver) {

  /// What the resolvers of the host do, which Postfix asks.
  public sealed interface Resolver {
    /// They validate, and nobody but this host can answer in their place.
    record Validates() implements Resolver {}

    /// They do not, or anybody could (RFC 7672 §2.1).
    record Untrusted(String why) implements Resolver {}
  }
}
