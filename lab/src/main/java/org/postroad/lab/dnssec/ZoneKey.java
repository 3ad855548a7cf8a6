package org.postroad.lab.dnssec;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postroad.lab.zone.Signing.Digest;
import org.postroad.lab.zone.SigningAlgorithm;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/// The one key of a zone, which signs both its data and itself.
///
/// @param secret nothing where the algorithm is one that nobody knows
public record ZoneKey(
    SigningAlgorithm algorithm, DNSKEYRecord record, Optional<PrivateKey> secret) {

  static final long TTL = 300;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int FLAGS = DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY;
  private static final int PROTOCOL = 3; // RFC 4034 §2.1.2
  private static final int RSA_BITS = 1024; // as the zones that still use SHA-1; quickly made
  private static final int UNKNOWN_OCTETS = 64;

  public static ZoneKey create(Name origin, SigningAlgorithm algorithm) {
    if (algorithm == SigningAlgorithm.UNKNOWN) {
      byte[] octets = noise();
      return new ZoneKey(
          algorithm,
          new DNSKEYRecord(origin, DClass.IN, TTL, FLAGS, PROTOCOL, algorithm.number(), octets),
          Optional.empty());
    }
    try {
      KeyPair keys = pair(algorithm);
      DNSKEYRecord record =
          new DNSKEYRecord(
              origin, DClass.IN, TTL, FLAGS, PROTOCOL, algorithm.number(), keys.getPublic());
      return new ZoneKey(algorithm, record, Optional.of(keys.getPrivate()));
    } catch (GeneralSecurityException | DNSSECException e) {
      throw new IllegalStateException("a key of one's own: " + algorithm, e);
    }
  }

  public Name origin() {
    return record.getName();
  }

  /// What the zone above says of it (RFC 4034 §5).
  public DSRecord ds(Digest digest) {
    if (digest == Digest.UNKNOWN) {
      return new DSRecord(
          origin(),
          DClass.IN,
          TTL,
          record.getFootprint(),
          record.getAlgorithm(),
          digest.number(),
          noise());
    }
    return new DSRecord(origin(), DClass.IN, TTL, digest.number(), record);
  }

  /// A signature over records of one name and type; a wildcard's is for all that it expands to.
  RRSIGRecord sign(List<Record> rrset, Instant inception, Instant expiration) {
    Record first = rrset.getFirst();
    if (secret.isEmpty()) {
      return new RRSIGRecord(
          first.getName(),
          DClass.IN,
          first.getTTL(),
          first.getType(),
          algorithm.number(),
          first.getTTL(),
          expiration,
          inception,
          record.getFootprint(),
          origin(),
          noise());
    }
    try {
      return DNSSEC.sign(
          new RRset(rrset.toArray(Record[]::new)), record, secret.get(), inception, expiration);
    } catch (DNSSECException e) {
      throw new IllegalStateException("a signature of one's own: " + algorithm, e);
    }
  }

  static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-1 is in every JDK", e);
    }
  }

  private static KeyPair pair(SigningAlgorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case RSASHA1, RSASHA1_NSEC3_SHA1, RSASHA256, RSASHA512 -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS, RANDOM);
        yield generator.generateKeyPair();
      }
      case ECDSAP256SHA256 -> pairOn("secp256r1");
      case ECDSAP384SHA384 -> pairOn("secp384r1");
      case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      case UNKNOWN -> throw new GeneralSecurityException("no keys of " + algorithm);
    };
  }

  private static KeyPair pairOn(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve), RANDOM);
    return generator.generateKeyPair();
  }

  private static byte[] noise() {
    byte[] octets = new byte[UNKNOWN_OCTETS];
    RANDOM.nextBytes(octets);
    return octets;
  }
}
