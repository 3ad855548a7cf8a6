package org.postroad.engine.deliver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The addresses of a host, of both families.
sealed interface HostAddresses {

  /// At least one; IPv6 and IPv4 by turns, so that one dead family costs one attempt and not all.
  record Found(List<InetAddress> addresses) implements HostAddresses {
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /// The DNS says that there are none.
  record None(String detail) implements HostAddresses {}

  /// The DNS did not say of one family, and there are none of the other.
  record Unknown(String detail) implements HostAddresses {}

  static HostAddresses of(DomainName host, Dns dns) {
    return of(host, dns.lookup(host, RecordType.AAAA), dns.lookup(host, RecordType.A));
  }

  private static HostAddresses of(DomainName host, Answer v6, Answer v4) {
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
    if (!both.isEmpty()) {
      return new Found(both);
    }
    for (Answer answer : List.of(v4, v6)) {
      if (answer instanceof Answer.Failed(Answer.Why why, String detail)) {
        return new Unknown("address of " + host + " unknown: " + detail);
      }
    }
    return new None(host + " has no address");
  }

  private static List<InetAddress> addresses(Answer answer) {
    return answer instanceof Answer.Found found
        ? found.only(AddressRecord.class).stream().map(AddressRecord::address).toList()
        : List.of();
  }
}
