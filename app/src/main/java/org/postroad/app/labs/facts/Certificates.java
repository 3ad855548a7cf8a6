package org.postroad.app.labs.facts;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.Likenesses;
import org.postroad.lab.ca.Likenesses.Standing;

/// All chains that were seen, for the likenesses of them.
final class Certificates {

  private Certificates() {}

  static Likenesses of(List<DomainFacts> all, Instant now) {
    Likenesses likenesses = new Likenesses(now);
    Set<X509Certificate> different = new HashSet<>();
    for (DomainFacts facts : all) {
      chains(facts)
          .forEach(
              tls -> {
                different.addAll(tls.chain());
                Limits.hold(different.size(), Limits.CERTIFICATES, "certificates");
                likenesses.know(tls.chain(), standing(tls.trust().kind()));
              });
    }
    return likenesses;
  }

  private static Stream<Tls.Established> chains(DomainFacts facts) {
    return Stream.concat(
            facts.policyVisits().stream().map(PolicyVisit::tls),
            facts.exchangers().stream()
                .map(Exchanger::visits)
                .flatMap(List::stream)
                .map(SmtpVisit::tls))
        .filter(Tls.Established.class::isInstance)
        .map(Tls.Established.class::cast);
  }

  private static Standing standing(Trust.Kind kind) {
    return switch (kind) {
      case VERIFIED -> Standing.VERIFIED;
      case EXPIRED, NOT_YET_VALID, WEAK, WRONG_USE, NAME_MISMATCH -> Standing.FAULTY;
      case NOT_TRUSTED, UNREADABLE -> Standing.UNTRUSTED;
    };
  }
}
