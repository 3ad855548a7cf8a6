package org.postroad.lab.ca;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// New keys of the kind and size of others: one for each.
final class NewKeys {

  private static final int RSA_BITS_MIN = 1024; // shorter ones cannot sign in TLS 1.3
  private static final int RSA_BITS_MAX = 4096; // longer ones take minutes to make

  private final Map<PublicKey, KeyPair> made = new HashMap<>();
  private final Set<String> unlike = new LinkedHashSet<>();

  /// The one for that key.
  KeyPair like(PublicKey original) {
    KeyPair pair = made.get(original);
    if (pair == null) {
      pair = make(original);
      made.put(original, pair);
    }
    return pair;
  }

  /// One that can have made a signature of that algorithm.
  KeyPair fresh(String signature) {
    String upper = signature.toUpperCase(Locale.ROOT);
    try {
      if (upper.contains("ECDSA")) {
        return curve(upper.contains("384") ? "secp384r1" : "secp256r1");
      }
      return upper.contains("ED25519") ? generate("Ed25519") : rsa(2048);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(signature + " is in every JDK", e);
    }
  }

  /// What differs in kind or size, in words.
  List<String> unlike() {
    return List.copyOf(unlike);
  }

  private KeyPair make(PublicKey original) {
    try {
      return switch (original) {
        case RSAPublicKey rsa -> {
          int bits = rsa.getModulus().bitLength();
          int near = Math.clamp(bits, RSA_BITS_MIN, RSA_BITS_MAX);
          if (near != bits) {
            unlike.add("an RSA key of " + bits + " bits has " + near);
          }
          yield rsa(near);
        }
        case ECPublicKey ec -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(ec.getParams());
          yield generator.generateKeyPair();
        }
        case EdECPublicKey edwards -> generate(edwards.getParams().getName());
        default -> other(original);
      };
    } catch (GeneralSecurityException | RuntimeException e) {
      return other(original);
    }
  }

  private KeyPair other(PublicKey original) {
    unlike.add("a key of the kind " + original.getAlgorithm() + " is one of P-256");
    try {
      return curve("secp256r1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("P-256 is in every JDK", e);
    }
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair curve(String name) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(name));
    return generator.generateKeyPair();
  }

  private static KeyPair generate(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }
}
