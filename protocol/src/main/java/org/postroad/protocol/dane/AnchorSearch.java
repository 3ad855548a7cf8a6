package org.postroad.protocol.dane;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postroad.protocol.dane.DaneVerdict.Refused;

/// Looks for a way from the server's certificate to one of the anchors, over the certificates that
/// were sent, depth first and by names. A chain made to branch without end costs little, and gets
/// nothing.
final class AnchorSearch {

  private static final int STEPS_MAX = 64; // certificates looked at, all ways together
  private static final int VALIDATIONS_MAX = 16; // ways checked; honest chains have one or two

  private final List<X509Certificate> sent;
  private final List<DaneAnchor> anchors;
  private final Instant now;
  private int steps;
  private int validations;
  private @Nullable DaneAnchor found;
  private @Nullable Refused best;

  AnchorSearch(List<X509Certificate> sent, List<DaneAnchor> anchors, Instant now) {
    this.sent = sent;
    this.anchors = anchors;
    this.now = now;
  }

  /// What came of it.
  sealed interface Outcome {}

  /// A way that holds.
  record Found(DaneAnchor anchor) implements Outcome {}

  /// Ways, of which none holds; the reason of the one that came farthest.
  record Broken(Refused refused) implements Outcome {}

  /// No way at all.
  record Nothing() implements Outcome {}

  Outcome find() {
    extend(List.of(sent.getFirst()));
    if (found != null) {
      return new Found(found);
    }
    return best != null ? new Broken(best) : new Nothing();
  }

  private void extend(List<X509Certificate> path) {
    X509Certificate last = path.getLast();
    for (DaneAnchor anchor : anchors) {
      if (found == null && validations < VALIDATIONS_MAX && anchor.mayHaveIssued(last)) {
        validations++;
        note(anchor, AnchorPath.fault(path, anchor, now));
      }
    }
    for (X509Certificate issuer : sent) {
      if (found == null
          && !path.contains(issuer)
          && issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal())
          && steps++ < STEPS_MAX) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(issuer);
        extend(longer);
      }
    }
  }

  private void note(DaneAnchor anchor, Optional<Refused> fault) {
    if (fault.isEmpty()) {
      found = anchor;
    } else if (best == null || best.fault().compareTo(fault.get().fault()) < 0) {
      best = fault.get();
    }
  }
}
