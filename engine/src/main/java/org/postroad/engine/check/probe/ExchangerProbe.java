package org.postroad.engine.check.probe;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.net.ReverseName;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dane.TlsaBaseDomain;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.PtrRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;

/// Looks at the mail exchangers of a domain: what the DNS says of them, and every address.
record ExchangerProbe(Work work, DomainName host) {

  /// Hosts that are looked at, the best first. Providers have up to five or seven.
  static final int HOSTS_MAX = 16;

  private static final int NAMES_MAX = 3; // of an address
  private static final int ZONE_TEXT_MAX = 180; // leaves room for a reversed IPv6 address

  static List<Exchanger> exchangers(DomainName domain, Work work) {
    List<DomainName> hosts = hosts(domain, work.dns().lookup(domain, RecordType.MX), work);
    if (hosts.size() > HOSTS_MAX) {
      work.cutOff().set(true);
    }
    return Work.each(
        hosts.subList(0, Math.min(hosts.size(), HOSTS_MAX)),
        host -> new ExchangerProbe(work, host).exchanger());
  }

  private static List<DomainName> hosts(DomainName domain, Answer mx, Work work) {
    return switch (mx) {
      case Answer.Found found ->
          found.only(MxRecord.class).stream()
              .sorted(MxRecord.byPreference())
              .map(MxRecord::exchange)
              .filter(host -> !host.isRoot()) // RFC 7505
              .distinct()
              .toList();
      case Answer.NoData _ -> isItself(domain, work) ? List.of(domain) : List.of();
      case Answer.NoSuchName _, Answer.Failed _ -> List.of();
    };
  }

  /// RFC 5321 §5.1: a domain without MX records is its own exchanger if it has an address.
  private static boolean isItself(DomainName domain, Work work) {
    return !Targets.of(domain, work).all().isEmpty();
  }

  private Exchanger exchanger() {
    PolicyHostProbe.aliases(host, work);
    HostTlsa tlsa = HostTlsa.of(host, Dialled.SMTP_PORT, work.dns());
    // Also where no sender would ask: records in an unsigned zone are a fault to be told.
    new TlsaBaseDomain(host, Dialled.SMTP_PORT)
        .owner()
        .ifPresent(
            owner -> {
              Answer _ = work.dns().lookup(owner, RecordType.TLSA);
            });
    DomainName sni = tlsa instanceof HostTlsa.Usable usable ? usable.base().name() : host;
    List<Targets.Target> targets = Targets.toVisit(host, work);
    return Work.<Exchanger>all(
            List.of(
                () -> {
                  targets.forEach(target -> reputation(target.address()));
                  return new Exchanger(host, List.of());
                },
                () -> new Exchanger(host, Work.each(targets, target -> visit(sni, target)))))
        .getLast();
  }

  private SmtpVisit visit(DomainName sni, Targets.Target target) {
    SmtpProbe probe = new SmtpProbe(work, target.address(), sni);
    Optional<Targets.Reason> instead =
        work.settings().smtp()
            ? target.instead()
            : Optional.of(
                new Targets.Reason(Omission.SWITCHED_OFF, "exchangers are not to be visited"));
    return instead
        .map(probe::without)
        .orElseGet(
            () ->
                work.told(
                    Progress.Stage.EXCHANGER,
                    host + " " + Endpoint.text(target.address()),
                    probe::visit));
  }

  /// The address's names, whether they lead back to it, and what the operator's blocklists say.
  private void reputation(InetAddress address) {
    if (work.settings().extent().isBrief()) {
      return;
    }
    DomainName reverse = ReverseName.of(address);
    if (work.dns().lookup(reverse, RecordType.PTR) instanceof Answer.Found found) {
      RecordType type = address.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
      found.only(PtrRecord.class).stream()
          .map(PtrRecord::target)
          .sorted(Comparator.naturalOrder())
          .limit(NAMES_MAX)
          .forEach(
              name -> {
                Answer _ = work.dns().lookup(name, type);
              });
    }
    for (DomainName zone : work.settings().blocklists()) {
      if (zone.text().length() <= ZONE_TEXT_MAX) {
        DomainName entry = ReverseName.in(zone, address);
        if (work.dns().lookup(entry, RecordType.A) instanceof Answer.Found) {
          Answer _ = work.dns().lookup(entry, RecordType.TXT); // why (RFC 5782 §2.1)
        }
      }
    }
  }
}
