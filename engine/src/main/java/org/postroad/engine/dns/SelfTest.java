package org.postroad.engine.dns;

/// Whether answers can be told to be secure at all.
public sealed interface SelfTest {

  /// @param how in words: what was asked and who said so
  record Works(String how) implements SelfTest {}

  /// @param why what to look into
  record Fails(String why) implements SelfTest {}
}
