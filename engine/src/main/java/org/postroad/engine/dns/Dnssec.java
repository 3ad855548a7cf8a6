package org.postroad.engine.dns;

/// What makes an answer count as secure.
public sealed interface Dnssec {

  /// Nothing does: every answer counts as insecure.
  record Off() implements Dnssec {}

  /// The AD bit of the resolvers is believed. They must be on this host: RFC 7672 §2.1.1 and RFC
  /// 4035 §4.9.3 want a secure channel, and a bit in a datagram over the network is anybody's.
  record Trusted() implements Dnssec {}

  /// Signatures are validated here, down from these keys of the root.
  ///
  /// @param sha1 whether zones signed with RSASHA1 can be secure; RFC 9905 has them insecure
  record Local(RootAnchors anchors, boolean sha1) implements Dnssec {}
}
