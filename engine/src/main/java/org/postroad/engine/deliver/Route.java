package org.postroad.engine.deliver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;

/// Which hosts take a domain's mail, by the answer to the MX question (RFC 5321 §5.1).
sealed interface Route {

  /// The hosts in the order in which to try them, none twice.
  ///
  /// @param implicit the domain itself, since it has no MX records
  /// @param leftOut how many more there are than are tried
  record Hosts(List<DomainName> hosts, boolean implicit, int leftOut) implements Route {
    public Hosts {
      hosts = List.copyOf(hosts);
    }
  }

  /// There are none, and there will be none.
  record Nowhere(Reason reason) implements Route {}

  /// The DNS did not say.
  record Unknown(Reason reason) implements Route {}

  /// Hosts of the same preference in random order, as §5.1 demands.
  ///
  /// @param most of the best so many
  static Route of(DomainName domain, Answer mx, RandomGenerator random, int most) {
    return switch (mx) {
      case Answer.Found found -> among(found.only(MxRecord.class), domain, random, most);
      case Answer.NoData(Security security, var ttl) -> new Hosts(List.of(domain), true, 0);
      case Answer.NoSuchName(Security security, var ttl) ->
          new Nowhere(Reason.Ours.of("5.1.2", "no such domain: " + domain));
      case Answer.Failed(Answer.Why why, String detail) ->
          new Unknown(Reason.Ours.of("4.4.3", "MX records of " + domain + " unknown: " + detail));
    };
  }

  private static Route among(
      List<MxRecord> records, DomainName domain, RandomGenerator random, int most) {
    if (MxRecord.isNull(records)) { // RFC 7505 §4.1
      return new Nowhere(Reason.Ours.of("5.1.10", domain + " takes no mail (null MX)"));
    }
    List<MxRecord> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);
    shuffled.sort(Comparator.comparingInt(MxRecord::preference));
    List<DomainName> hosts =
        shuffled.stream()
            .map(MxRecord::exchange)
            .filter(host -> !host.isRoot()) // RFC 7505 §3: a null MX beside others is a mistake
            .distinct()
            .toList();
    return hosts.isEmpty()
        ? new Nowhere(Reason.Ours.of("5.1.10", domain + " takes no mail (null MX)"))
        : new Hosts(hosts.stream().limit(most).toList(), false, Math.max(0, hosts.size() - most));
  }
}
