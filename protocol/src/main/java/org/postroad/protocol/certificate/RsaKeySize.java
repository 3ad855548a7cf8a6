package org.postroad.protocol.certificate;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How long an RSA key is, read from its encoding alone: nothing is computed with it.
public final class RsaKeySize {

  private static final int INTEGER = 0x02;

  private RsaKeySize() {}

  /// The bits of the modulus of a SubjectPublicKeyInfo (RFC 5280 §4.1), which DKIM keys are in
  /// fact, or of an RSAPublicKey (RFC 8017 A.1.1), which RFC 6376 calls them; empty if the octets
  /// are neither.
  public static OptionalInt bits(byte[] encoded) {
    Optional<List<Der>> parts = sequence(encoded);
    if (parts.isPresent() && parts.get().getFirst().is(Der.SEQUENCE)) {
      byte[] bits =
          parts.get().size() == 2 && parts.get().getLast().is(Der.BIT_STRING)
              ? parts.get().getLast().content()
              : new byte[0];
      boolean rsa = KeyInfo.isRsa(encoded) && bits.length > 1 && bits[0] == 0;
      parts = rsa ? sequence(Arrays.copyOfRange(bits, 1, bits.length)) : Optional.empty();
    }
    if (parts.isEmpty()
        || parts.get().size() != 2
        || !parts.get().stream().allMatch(part -> part.is(INTEGER))) {
      return OptionalInt.empty();
    }
    byte[] modulus = parts.get().getFirst().content();
    int length = modulus.length == 0 ? 0 : new BigInteger(modulus).bitLength();
    return length == 0 || modulus[0] < 0 ? OptionalInt.empty() : OptionalInt.of(length);
  }

  private static Optional<List<Der>> sequence(byte[] encoded) {
    return Der.of(encoded)
        .filter(der -> der.is(Der.SEQUENCE))
        .flatMap(Der::children)
        .filter(children -> !children.isEmpty());
  }
}
