package org.postroad.protocol.smtp;

/// How much of a message comes back with a notice that it failed (RFC 3461 §4.3).
public enum ReturnOfContent {
  /// All of it.
  FULL,
  /// Its header only.
  HDRS
}
