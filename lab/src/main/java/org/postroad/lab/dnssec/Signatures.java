package org.postroad.lab.dnssec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.SigningAlgorithm;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

/// Signs, and remembers what it signed.
public final class Signatures {

  private static final int REMEMBERED_MAX = 50_000;

  private final KeyRing keys;
  private final ConcurrentMap<Signed, RRSIGRecord> made = new ConcurrentHashMap<>();

  /// What a signature depends on. Records are equal whatever their TTL.
  private record Signed(
      List<Record> rrset,
      long ttl,
      Name origin,
      SigningAlgorithm algorithm,
      Window window,
      Optional<Fault> fault) {}

  public Signatures(KeyRing keys) {
    this.keys = keys;
  }

  /// The signatures over records of one name and type: one, or none if that is what is wrong.
  ///
  /// @param rrset with the name of a wildcard if it was expanded from it
  /// @param origin of the zone that signs
  List<Record> over(
      List<Record> rrset, Name origin, Signing signing, Optional<Fault> fault, Instant now) {
    if (rrset.isEmpty()
        || fault.equals(Optional.of(Fault.MISSING_SIGNATURES))
        || fault.equals(Optional.of(Fault.DS_WITHOUT_KEYS))) {
      return List.of();
    }
    Window window =
        fault.map(f -> Window.at(now, signing, f)).orElseGet(() -> Window.of(now, signing));
    if (made.size() > REMEMBERED_MAX) {
      made.clear();
    }
    Signed what =
        new Signed(rrset, rrset.getFirst().getTTL(), origin, signing.algorithm(), window, fault);
    return List.of(made.computeIfAbsent(what, this::sign));
  }

  private RRSIGRecord sign(Signed what) {
    boolean stranger = what.fault().equals(Optional.of(Fault.STRANGERS_KEY));
    ZoneKey key =
        stranger
            ? keys.strangerTo(what.origin(), what.algorithm())
            : keys.of(what.origin(), what.algorithm());
    RRSIGRecord good =
        key.sign(what.rrset(), what.window().inception(), what.window().expiration());
    return what.fault().equals(Optional.of(Fault.BOGUS_SIGNATURES)) ? broken(good) : good;
  }

  private static RRSIGRecord broken(RRSIGRecord good) {
    byte[] signature = good.getSignature().clone();
    signature[signature.length / 2] ^= 0x55;
    return new RRSIGRecord(
        good.getName(),
        DClass.IN,
        good.getTTL(),
        good.getTypeCovered(),
        good.getAlgorithm(),
        good.getOrigTTL(),
        good.getExpire(),
        good.getTimeSigned(),
        good.getFootprint(),
        good.getSigner(),
        signature);
  }
}
