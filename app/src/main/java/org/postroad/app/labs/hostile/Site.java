package org.postroad.app.labs.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;

/// The mail domains of the model, and where each of them may have its exchangers.
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
enum Site {
  ALPHA(
      "alpha.example",
      List.of(
          List.of(Host.ALPHA_1, Host.ALPHA_2),
          List.of(Host.ALPHA_3),
          List.of(Host.SHARED_1, Host.SHARED_2))),
  BETA("beta.example", List.of(List.of(Host.SHARED_1), List.of(Host.SHARED_2, Host.SHARED_1))),
  GAMMA("gamma.example", List.of(List.of(Host.GAMMA_1), List.of(Host.GAMMA_1, Host.SHARED_2)));

  private final DomainName domain;
  private final List<List<Host>> homes;

  Site(String domain, List<List<Host>> homes) {
    this.domain = DomainName.of(domain);
    this.homes = homes;
  }

  DomainName domain() {
    return domain;
  }

  /// The sets of exchangers among which the owner moves, the preferred host of each first.
  List<List<Host>> homes() {
    return homes;
  }

  static Optional<Site> of(DomainName domain) {
    return Arrays.stream(values()).filter(site -> site.domain.equals(domain)).findFirst();
  }
}
