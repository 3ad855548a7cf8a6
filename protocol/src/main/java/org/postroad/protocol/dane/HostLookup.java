package org.postroad.protocol.dane;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// The look-ups of [HostTlsa], addresses first (RFC 7672 §2.2.2): the name servers of some large
/// unsigned zones fail on TLSA, and must not be asked.
record HostLookup(DomainName host, Dns dns, Answer v4, Answer v6) {

  static HostLookup of(DomainName host, Dns dns) {
    Answer v6 = dns.lookup(host, RecordType.AAAA);
    return new HostLookup(host, dns, dns.lookup(host, RecordType.A), v6);
  }

  HostTlsa withoutTlsa(String why) {
    List<InetAddress> addresses = addresses();
    return addresses.isEmpty() ? without() : new HostTlsa.None(host, addresses, why);
  }

  HostTlsa withTlsa(int port) {
    List<InetAddress> addresses = addresses();
    if (addresses.isEmpty()) {
      return without();
    }
    BaseDomains names = BaseDomains.of(host, v4, v6);
    if (names instanceof BaseDomains.AskCname) {
      names = BaseDomains.afterCname(host, dns.lookup(host, RecordType.CNAME));
    }
    return switch (names) {
      case BaseDomains.Ask(List<DomainName> candidates) -> among(candidates, port, addresses);
      case BaseDomains.None(String why) -> new HostTlsa.None(host, addresses, why);
      case BaseDomains.Unknown(Answer.Why cause, String why) ->
          new HostTlsa.TlsaFailed(host, addresses, cause, why);
      case BaseDomains.AskCname again -> throw new IllegalStateException("asked already");
    };
  }

  /// The first candidate with a secure RRset, whatever is in it (§2.2.3). A failure ends the
  /// search: the records that would have been found there cannot be passed over.
  private HostTlsa among(List<DomainName> candidates, int port, List<InetAddress> addresses) {
    for (DomainName candidate : candidates) {
      TlsaBaseDomain base = new TlsaBaseDomain(candidate, port);
      Optional<Answer> answer = base.owner().map(name -> dns.lookup(name, RecordType.TLSA));
      if (answer.isPresent()) {
        if (answer.get() instanceof Answer.Failed(Answer.Why cause, String detail)) {
          return new HostTlsa.TlsaFailed(
              host, addresses, cause, "TLSA records at " + base + " unknown: " + detail);
        }
        if (answer.get() instanceof Answer.Found found && found.security() == Security.SECURE) {
          TlsaSet records = TlsaSet.of(found.only(TlsaRecord.class));
          return records.usable().isEmpty()
              ? new HostTlsa.Unusable(host, addresses, base, records)
              : new HostTlsa.Usable(host, addresses, base, records);
        }
      }
    }
    return new HostTlsa.None(
        host, addresses, "no secure TLSA records at " + new TlsaBaseDomain(host, port));
  }

  private HostTlsa without() {
    for (Answer answer : List.of(v4, v6)) {
      if (answer instanceof Answer.Failed(Answer.Why cause, String detail)) {
        return new HostTlsa.AddressFailed(
            host, cause, "address of " + host + " unknown: " + detail);
      }
    }
    return new HostTlsa.NoAddress(host, host + " has no address");
  }

  private List<InetAddress> addresses() {
    List<InetAddress> six = addresses(v6);
    List<InetAddress> four = addresses(v4);
    List<InetAddress> both = new ArrayList<>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      if (i < six.size()) {
        both.add(six.get(i));
      }
      if (i < four.size()) {
        both.add(four.get(i));
      }
    }
    return both;
  }

  private static List<InetAddress> addresses(Answer answer) {
    return answer instanceof Answer.Found found
        ? found.only(AddressRecord.class).stream().map(AddressRecord::address).toList()
        : List.of();
  }
}
