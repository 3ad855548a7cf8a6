package org.postroad.engine.dns.dnssec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;

/// Which signatures over a set of records are worth verifying.
///
/// dnsjava looks for the keys of the first signature's signer without asking whether the records
/// can be in that zone: one that names an unsigned zone elsewhere would make forged records pass as
/// insecure. So only signatures by an ancestor are let through (RFC 4035 §5.3.1), of one signer,
/// and only as many as an honest zone has.
///
/// @param sha1 whether RSASHA1 and RSASHA1-NSEC3-SHA1 count; RFC 9905 has them not
/// @param now tells signatures that can count from those that cannot
record SignatureRules(boolean sha1, Instant now) {

  /// Signatures over one set. An honest zone has one for each algorithm, twice while keys change.
  static final int SIGNATURES_MAX = 6;

  /// What the JDK verifies (RFC 8624 §3.1), without SHA-1.
  private static final Set<Integer> ALGORITHMS =
      Set.of(
          Algorithm.RSASHA256,
          Algorithm.RSASHA512,
          Algorithm.ECDSAP256SHA256,
          Algorithm.ECDSAP384SHA384,
          Algorithm.ED25519,
          Algorithm.ED448);

  static final Set<Integer> SHA1_ALGORITHMS = Set.of(Algorithm.RSASHA1, Algorithm.RSA_NSEC3_SHA1);

  /// Those to verify, all by one signer and for the same owner or wildcard, the valid ones first.
  ///
  /// @param expandable whether the records may come from a wildcard
  List<RRSIGRecord> chosen(List<RRSIGRecord> candidates, Name owner, boolean expandable) {
    int labels = labels(owner);
    List<RRSIGRecord> fit = new ArrayList<>();
    for (RRSIGRecord signature : candidates) {
      boolean exact = signature.getLabels() == labels;
      if (owner.subdomain(signature.getSigner())
          && counts(signature.getAlgorithm())
          && (exact || (expandable && signature.getLabels() < labels))
          && signature.getLabels() >= labels(signature.getSigner())
          && !fit.contains(signature)) {
        fit.add(signature);
      }
    }
    fit.sort(Comparator.comparing(signature -> !isInTime(signature)));
    return fit.stream()
        .filter(
            other ->
                other.getSigner().equals(fit.getFirst().getSigner())
                    && other.getLabels() == fit.getFirst().getLabels())
        .limit(SIGNATURES_MAX)
        .toList();
  }

  boolean isInTime(RRSIGRecord signature) {
    return !now.isBefore(signature.getTimeSigned()) && !now.isAfter(signature.getExpire());
  }

  /// Labels as a signature counts them: without the root's and without a leading `*` (RFC 4034
  /// §3.1.3).
  static int labels(Name name) {
    return name.labels() - (name.isWild() ? 2 : 1);
  }

  private boolean counts(int algorithm) {
    return ALGORITHMS.contains(algorithm) || (sha1 && SHA1_ALGORITHMS.contains(algorithm));
  }
}
