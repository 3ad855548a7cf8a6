package org.postroad.lab.synthetic;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.synthetic.SyntheticDomain.Certificate;

/// Certificates for thousands of hosts, for many names each: else there would be thousands of keys
/// to make.
final class Certificates {

  private static final int NAMES_PER_CERTIFICATE = 50;

  private final LabCa ca;
  private final LabCa unknown =
      LabCa.create("Company root", Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final Map<Certificate, List<String>> wanted = new EnumMap<>(Certificate.class);

  Certificates(LabCa ca) {
    this.ca = ca;
  }

  /// Notes that a host needs one.
  void wanted(String name, Certificate sort) {
    wanted.computeIfAbsent(sort, _ -> new ArrayList<>()).add(name);
  }

  /// Makes all that are wanted, and forgets the wishes.
  void issue(BiConsumer<String, Credential> taker) {
    Map<Certificate, List<String>> all = new LinkedHashMap<>(wanted);
    wanted.clear();
    all.forEach(
        (sort, names) -> {
          for (int at = 0; at < names.size(); at += NAMES_PER_CERTIFICATE) {
            List<String> some =
                names.subList(at, Math.min(names.size(), at + NAMES_PER_CERTIFICATE));
            Credential credential = issue(sort, Leaf.of(some.toArray(String[]::new)));
            some.forEach(name -> taker.accept(name, credential));
          }
        });
  }

  private Credential issue(Certificate sort, Leaf good) {
    return switch (sort) {
      case GOOD -> ca.issue(good);
      case OTHER_NAME -> ca.issue(Leaf.of("www.webspace.example", "webspace.example"));
      case SELF_SIGNED -> ca.issue(good.selfSigned());
      case EXPIRED -> ca.issue(good.expired());
      case CHAIN_CUT -> ca.issue(good.viaMissingIntermediate());
      case PRIVATE_AUTHORITY -> unknown.issue(good.viaIntermediate());
    };
  }
}
