package org.postroad.engine.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Whatever genuine records an attacker puts together in whatever order, they never deny what is
/// there; and what an honest server sends always denies what is not.
class DenialTest {

  private static final int ZONES = 25;
  private static final int QUESTIONS = 100;
  private static final String[] LABELS = {"a", "b", "mx", "_tcp", "_25", "*", "zz", "0"};
  private static final int[] TYPES = {Type.A, Type.MX, Type.TXT, Type.TLSA, Type.CNAME};
  private static final SignatureRules RULES =
      new SignatureRules(false, SignedZone.FROM.plusSeconds(1));

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void genuineNsecRecordsNeverDenyWhatIsThere() {
    for (int i = 0; i < ZONES; i++) {
      check(zone());
    }
  }

  @Test
  void genuineNsec3RecordsNeverDenyWhatIsThere() {
    for (int i = 0; i < ZONES; i++) {
      check(zone().nsec3(random.nextInt(2), false));
    }
  }

  @Test
  void whatMayBeAnUnsignedDelegationIsDeniedOnlyInsecurely() {
    for (int i = 0; i < ZONES; i++) {
      check(zone().nsec3(0, true));
    }
  }

  private void check(SignedZone zone) {
    List<SignedSet> all = new ArrayList<>(sets(all(zone)));
    for (int i = 0; i < QUESTIONS; i++) {
      Name name = name(zone, 4);
      int type = TYPES[random.nextInt(TYPES.length)];
      String as = "seed " + seed + ": " + name + " " + Type.string(type) + " in " + zone.owners();
      SignedZone.Said truth = zone.say(name, type);
      boolean away = isBelowDelegation(zone, name);

      Collections.shuffle(all, random);
      List<SignedSet> some = all.subList(0, random.nextInt(Math.min(all.size(), 8) + 1));
      Denial.of(name, type, some)
          .ifPresent(proof -> assertTrue(zone, name, proof, truth, away, as));

      // An empty name that was left out hides that the wildcard above does not stand for it.
      boolean hidden =
          zone.nsec3Chain().filter(Nsec3Chain::optsOut).isPresent()
              && zone.owners().stream().anyMatch(Name::isWild);
      if (truth.answer().isEmpty() && !away && !hidden && !zone.isDelegation(name)) {
        Optional<Denial.Proof> proof = Denial.of(name, type, sets(truth.authority()));
        assertThat(proof).as(as).isPresent();
        assertTrue(zone, name, proof.orElseThrow(), truth, away, as);
      }
    }
  }

  private static void assertTrue(
      SignedZone zone,
      Name name,
      Denial.Proof proof,
      SignedZone.Said truth,
      boolean away,
      String as) {
    if (proof.optOut()) {
      // An unsigned delegation may be there, or below, even where a wildcard would match.
      assertThat(zone.owners().contains(name) && !zone.isDelegation(name)).as(as).isFalse();
      return;
    }
    assertThat(away).as(as + ": of another zone").isFalse();
    assertThat(truth.answer()).as(as).isEmpty();
    assertThat(proof.absence() == Denial.Absence.NAME)
        .as(as)
        .isEqualTo(truth.rcode() == Rcode.NXDOMAIN);
  }

  /// A zone of a few names, some with wildcards, delegations and aliases.
  private SignedZone zone() {
    SignedZone zone = SignedZone.of("zone.example.").signedBy(15);
    Set<Name> taken = new TreeSet<>(zone.owners());
    for (int i = random.nextInt(9); i >= 0; i--) {
      Name name = name(zone, 3);
      // Below a wildcard nobody puts anything (RFC 4592 §2.1.3).
      if (name.toString().lastIndexOf('*') <= 0
          && taken.add(name)
          && !isBelowDelegation(zone, name)) {
        switch (random.nextInt(6)) {
          case 0 -> zone.record(name + " 300 CNAME a.example.");
          case 1 -> delegate(zone, name);
          case 2 -> zone.record(name + " 300 MX 1 a.example.").record(name + " 300 A 192.0.2.1");
          default -> zone.record(name + " 300 A 192.0.2.1");
        }
      }
    }
    return zone;
  }

  private static void delegate(SignedZone zone, Name name) {
    if (!name.isWild() && !zone.isThere(name)) {
      zone.record(name + " 300 NS ns.example.");
    }
  }

  private Name name(SignedZone zone, int depthMax) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(depthMax) + 1; i > 0; i--) {
      name.append(LABELS[random.nextInt(LABELS.length)]).append('.');
    }
    return SignedZone.name(name + zone.origin().toString());
  }

  private static boolean isBelowDelegation(SignedZone zone, Name name) {
    return zone.owners().stream()
        .filter(zone::isDelegation)
        .anyMatch(cut -> name.subdomain(cut) && !name.equals(cut));
  }

  private static List<Record> all(SignedZone zone) {
    List<List<Record>> records =
        zone.nsec3Chain().map(chain -> chain.records(zone)).orElseGet(zone::nsecs);
    return records.stream().flatMap(List::stream).toList();
  }

  private static List<SignedSet> sets(List<Record> records) {
    return Stream.of(Type.NSEC, Type.NSEC3)
        .flatMap(type -> SignedSet.of(records, type, RULES).stream())
        .toList();
  }
}
