package org.postroad.protocol.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.PtrRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The validated names of the address that sends: those that its PTR records give and that lead
/// back to it (RFC 7208 §5.5). Errors on the way make fewer names, never a temporary error.
final class ClientNames {

  private final InetAddress ip;
  private final Spending spending;
  private @Nullable List<DomainName> claimed;

  ClientNames(InetAddress ip, Spending spending) {
    this.ip = ip;
    this.spending = spending;
  }

  /// For `ptr`: whether a validated name is the target or below it. PTR records that are not there
  /// count as a void look-up.
  boolean within(DomainName target) {
    return validated(claimed(true).stream().filter(name -> isWithin(name, target))).isPresent();
  }

  /// For `%{p}`: the domain itself, else a name below it, else any, else `unknown` (§7.3).
  String best(DomainName domain) {
    Comparator<DomainName> nearest =
        Comparator.comparingInt(n -> n.equals(domain) ? 0 : isWithin(n, domain) ? 1 : 2);
    return validated(claimed(false).stream().sorted(nearest))
        .map(DomainName::text)
        .orElse("unknown");
  }

  private Optional<DomainName> validated(java.util.stream.Stream<DomainName> names) {
    return names.filter((Predicate<DomainName>) this::leadsBack).findFirst();
  }

  private boolean leadsBack(DomainName name) {
    RecordType type = ip instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    return spending.ask(name, type) instanceof Answer.Found found
        && found.only(AddressRecord.class).stream().anyMatch(r -> r.address().equals(ip));
  }

  private List<DomainName> claimed(boolean counted) {
    if (claimed == null) {
      DomainName reverse = AddressText.reverse(ip);
      Answer answer =
          counted ? spending.first(reverse, RecordType.PTR) : spending.ask(reverse, RecordType.PTR);
      claimed =
          answer instanceof Answer.Found found
              ? found.only(PtrRecord.class).stream()
                  .map(PtrRecord::target)
                  .filter(name -> !name.isRoot())
                  .limit(SpfLimits.PTR_NAMES_MAX)
                  .toList()
              : List.of();
    }
    return claimed;
  }

  private static boolean isWithin(DomainName name, DomainName domain) {
    return name.equals(domain) || name.text().endsWith("." + domain.text());
  }
}
