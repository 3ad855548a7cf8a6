package org.postroad.engine.check;

import java.util.Map;

/// A group for the key exchange, by its number on the wire (IANA, "TLS Supported Groups").
///
/// @param code 0 to 65535
public record NamedGroup(int code) {

  /// ML-KEM-768 with X25519: safe from a quantum computer of tomorrow that reads what was recorded
  /// today.
  public static final NamedGroup X25519MLKEM768 = new NamedGroup(0x11ec);

  public static final NamedGroup SECP256R1MLKEM768 = new NamedGroup(0x11eb);
  public static final NamedGroup SECP384R1MLKEM1024 = new NamedGroup(0x11ed);
  public static final NamedGroup X25519 = new NamedGroup(0x001d);
  public static final NamedGroup X448 = new NamedGroup(0x001e);
  public static final NamedGroup SECP256R1 = new NamedGroup(0x0017);
  public static final NamedGroup SECP384R1 = new NamedGroup(0x0018);
  public static final NamedGroup SECP521R1 = new NamedGroup(0x0019);

  private static final Map<NamedGroup, String> NAMES =
      Map.of(
          X25519MLKEM768, "X25519MLKEM768",
          SECP256R1MLKEM768, "SecP256r1MLKEM768",
          SECP384R1MLKEM1024, "SecP384r1MLKEM1024",
          X25519, "x25519",
          X448, "x448",
          SECP256R1, "secp256r1",
          SECP384R1, "secp384r1",
          SECP521R1, "secp521r1");

  public NamedGroup {
    if (code >>> 16 != 0) {
      throw new IllegalArgumentException("group " + code);
    }
  }

  public boolean isPostQuantum() {
    return equals(X25519MLKEM768) || equals(SECP256R1MLKEM768) || equals(SECP384R1MLKEM1024);
  }

  /// `X25519MLKEM768`, or its number where it has no name here.
  @Override
  public String toString() {
    return NAMES.getOrDefault(this, String.format("0x%04x", code));
  }
}
