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

  /// Addresses of a family that are visited; the others are listed.
  static final int VISITED_MAX = 4;

  /// Addresses of a family that are listed at all.
  static final int LISTED_MAX = 32;

  /// @param instead why it is not to be visited, if so
  record Target(InetAddress address, Optional<Reason> instead) {}

  record Reason(Omission because, String detail) {}

  static Targets of(DomainName host, Work work) {
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
          if (refusal.isEmpty() && ++visited > VISITED_MAX) {
            refusal =
                Optional.of(
                    new Reason(Omission.LIMIT, "more than " + VISITED_MAX + " of this family"));
          }
          all.add(new Target(address, refusal));
        }
      }
    }
    return new Targets(all);
  }

  static List<InetAddress> addresses(DomainName host, RecordType type, Dns dns) {
    return dns.lookup(host, type) instanceof Answer.Found found
        ? found.only(AddressRecord.class).stream().map(AddressRecord::address).distinct().toList()
        : List.of();
  }
}
