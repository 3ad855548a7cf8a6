package org.postroad.protocol.spf;

/// A term of a record (RFC 7208 §4.6.1).
public sealed interface Term permits Directive, Modifier {

  /// As it stands in a record.
  String text();

  /// Whether it is one of those that the limit of ten is about: `include`, `a`, `mx`, `ptr`,
  /// `exists` and `redirect` (RFC 7208 §4.6.4).
  boolean asks();
}
