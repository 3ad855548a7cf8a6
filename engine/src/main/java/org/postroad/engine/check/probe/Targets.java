package org.postroad.engine.check.probe;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.engine.check.Omission;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The addresses of a host, IPv6 first, and whether each is to be visited.
record Targets(List<Target> all) {

  /// Addresses of a family that are visited; the others are listed. Large providers have up to
  /// eight.
  static final int VISITED_MAX = 8;

  /// The same in a survey.
  static final int VISITED_BRIEFLY_MAX = 4;

  /// Addresses of a family that are listed at all.
  static final int LISTED_MAX = 32;

  /// @param instead why it is not to be visited, if so
  record Target(InetAddress address, Optional<Reason> instead) {
    private boolean isOverLimit() {
      return instead.filter(reason -> reason.because() == Omission.LIMIT).isPresent();
    }
  }

  record Reason(Omission because, String detail) {}

  static Targets of(DomainName host, Work work) {
    int most = work.settings().extent().isBrief() ? VISITED_BRIEFLY_MAX : VISITED_MAX;
    Set<InetAddress> seen = new LinkedHashSet<>();
    List<Target> all = new ArrayList<>();
    for (RecordType type : List.of(RecordType.AAAA, RecordType.A)) {
      int visited = 0;
      List<InetAddress> addresses = addresses(host, type, work.dns());
      for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), LISTED_MAX))) {
        if (seen.add(address)) {
          Optional<Reason> refusal =
              work.vantage()
                  .guard()
                  .refusal(address)
                  .map(why -> new Reason(Omission.ADDRESS_NOT_ALLOWED, why));
          if (refusal.isEmpty() && ++visited > most) {
            refusal =
                Optional.of(new Reason(Omission.LIMIT, "more than " + most + " of this family"));
          }
          all.add(new Target(address, refusal));
        }
      }
    }
    return new Targets(all);
  }

  /// The addresses to visit, noting that the check is not whole if there are more than it visits. A
  /// survey looks at some of many, and means no more.
  static List<Target> toVisit(DomainName host, Work work) {
    List<Target> all = of(host, work).all();
    if (!work.settings().extent().isBrief() && all.stream().anyMatch(Target::isOverLimit)) {
      work.cutOff().set(true);
    }
    return all;
  }

  static List<InetAddress> addresses(DomainName host, RecordType type, Dns dns) {
    return dns.lookup(host, type) instanceof Answer.Found found
        ? found.only(AddressRecord.class).stream().map(AddressRecord::address).distinct().toList()
        : List.of();
  }
}
