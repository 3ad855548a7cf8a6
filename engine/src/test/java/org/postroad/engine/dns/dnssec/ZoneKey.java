package org.postroad.engine.dns.dnssec;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/// A key that signs a zone. Key pairs are made once for each algorithm and number.
public record ZoneKey(DNSKEYRecord record, KeyPair pair) {

  static final long TTL = 3600;
  private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

  static ZoneKey of(Name zone, int algorithm, int number) {
    KeyPair pair = PAIRS.computeIfAbsent(algorithm + " " + number, _ -> generate(algorithm));
    try {
      return new ZoneKey(
          new DNSKEYRecord(
              zone, DClass.IN, TTL, 257, DNSKEYRecord.Protocol.DNSSEC, algorithm, pair.getPublic()),
          pair);
    } catch (DNSSEC.DNSSECException e) {
      throw new IllegalStateException(e);
    }
  }

  public DSRecord ds(int digest) {
    return new DSRecord(record.getName(), DClass.IN, TTL, digest, record);
  }

  RRSIGRecord sign(List<Record> records, Instant from, Instant until) {
    RRset set = new RRset();
    records.forEach(set::addRR);
    try {
      return DNSSEC.sign(set, record, pair.getPrivate(), from, until);
    } catch (DNSSEC.DNSSECException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair generate(int algorithm) {
    try {
      KeyPairGenerator generator;
      switch (algorithm) {
        case Algorithm.ECDSAP256SHA256 -> {
          generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        case Algorithm.ECDSAP384SHA384 -> {
          generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp384r1"));
        }
        case Algorithm.ED25519 -> generator = KeyPairGenerator.getInstance("Ed25519");
        case Algorithm.ED448 -> generator = KeyPairGenerator.getInstance("Ed448");
        default -> {
          generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(2048);
        }
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
