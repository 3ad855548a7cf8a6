package org.postroad.engine.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers which chains led to an anchor, so that hosts visited every day are not computed anew:
/// the signatures of a chain are a good third of a handshake's work.
///
/// Nothing is weakened by it. With the anchors given and revocation not looked up, the outcome for
/// the very same octets depends on the time alone, and an entry holds only while every certificate
/// of the path is in date. Names are not part of it; they are checked each time. What was refused
/// is not remembered.
final class PathCache {

  private static final int ENTRIES_MAX = 10_000; // some 250 bytes each

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Known> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  /// The path as places in the chain as it was sent, and while it holds.
  private record Known(List<Integer> path, Instant from, Instant until) {}

  /// The name under which the chain is remembered.
  static String key(List<X509Certificate> sent) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (X509Certificate certificate : sent) {
        digest.update(certificate.getEncoded()); // DER says itself where it ends
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  Optional<CertificateVerdict.Verified> get(String key, List<X509Certificate> sent, Instant now) {
    Known entry;
    lock.lock();
    try {
      entry = entries.get(key);
    } finally {
      lock.unlock();
    }
    return entry == null || now.isBefore(entry.from()) || now.isAfter(entry.until())
        ? Optional.empty()
        : Optional.of(
            new CertificateVerdict.Verified(entry.path().stream().map(sent::get).toList()));
  }

  void put(String key, List<X509Certificate> sent, CertificateVerdict.Verified verified) {
    Map<X509Certificate, Integer> places = new HashMap<>();
    for (int i = 0; i < sent.size(); i++) {
      places.putIfAbsent(sent.get(i), i);
    }
    Instant from = Instant.MIN;
    Instant until = Instant.MAX;
    for (X509Certificate certificate : verified.path()) {
      Instant begin = certificate.getNotBefore().toInstant();
      Instant end = certificate.getNotAfter().toInstant();
      from = begin.isAfter(from) ? begin : from;
      until = end.isBefore(until) ? end : until;
    }
    Known entry = new Known(verified.path().stream().map(places::get).toList(), from, until);
    lock.lock();
    try {
      entries.put(key, entry);
    } finally {
      lock.unlock();
    }
  }
}
