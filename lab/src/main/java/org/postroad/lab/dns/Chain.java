package org.postroad.lab.dns;

import java.util.Optional;
import org.postroad.lab.dnssec.Window;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What a validating resolver makes of each zone: known from how the lab is built, not from looking
/// at signatures.
///
/// @param sha1 whether zones signed with SHA-1 count as signed
record Chain(Tree tree, Interferences interferences, boolean sha1) {

  /// Of a zone's positive answers.
  Standing of(Zone zone) {
    return of(zone, tree);
  }

  /// Of a zone's positive answers as they were at an earlier time, seen today.
  Standing of(Zone zone, Tree past) {
    Standing then = zone.origin().equals(Name.root) ? Standing.SECURE : below(zone, past);
    Optional<Signing> signing = zone.signing();
    if (then != Standing.SECURE || signing.isEmpty()) {
      return then;
    }
    boolean over = !Window.of(past.time(), signing.get()).holdsAt(tree.time());
    boolean broken = signing.get().fault().filter(Fault::breaksEverything).isPresent();
    return over || broken ? Standing.BOGUS : Standing.SECURE;
  }

  private Standing below(Zone zone, Tree past) {
    Zone above = past.above(zone).orElseThrow();
    Standing standing = of(above, past);
    if (standing != Standing.SECURE) {
      return standing;
    }
    if (interferences.tamperWith(zone.origin(), Type.DS)) {
      return Standing.BOGUS;
    }
    if (zone.signing().filter(this::counts).isEmpty()) {
      boolean proved = above.signing().flatMap(Signing::fault).isEmpty(); // that there is no DS
      return proved ? Standing.INSECURE : Standing.BOGUS;
    }
    return interferences.tamperWith(zone.origin(), Type.DNSKEY) ? Standing.BOGUS : Standing.SECURE;
  }

  /// Whether the DS record is there and one that a validator knows what to do with.
  private boolean counts(Signing signing) {
    return signing.delegated()
        && signing.digest() != Signing.Digest.UNKNOWN
        && switch (signing.algorithm()) {
          case RSASHA1, RSASHA1_NSEC3_SHA1 -> sha1;
          case UNKNOWN -> false;
          case RSASHA256, RSASHA512, ECDSAP256SHA256, ECDSAP384SHA384, ED25519 -> true;
        };
  }
}
