package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.util.stream.Stream;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// What the DNS told the sender, true or not.
record Told(DomainName name, RecordType type, Answer answer) {

  /// The hosts of an answer to an MX question; the domain itself where it has none (RFC 5321 §5.1).
  Stream<String> exchangers() {
    if (type != RecordType.MX) {
      return Stream.empty();
    }
    return switch (answer) {
      case Answer.Found found ->
          found.only(MxRecord.class).stream().map(record -> record.exchange().text());
      case Answer.NoData none -> Stream.of(name.text());
      case Answer.NoSuchName none -> Stream.empty();
      case Answer.Failed failed -> Stream.empty();
    };
  }

  /// Whether it is about addresses of that host.
  boolean isAddressOf(String host) {
    return (type == RecordType.A || type == RecordType.AAAA) && name.text().equals(host);
  }

  /// Whether it gives the host that address.
  boolean places(String host, InetAddress address) {
    return isAddressOf(host)
        && answer instanceof Answer.Found found
        && found.only(AddressRecord.class).stream().anyMatch(r -> r.address().equals(address));
  }

  /// Whether it says that the domain has no mail host: no such domain, or a null MX (RFC 7505).
  boolean isNowhere() {
    return type == RecordType.MX
        && (answer instanceof Answer.NoSuchName
            || (answer instanceof Answer.Found found
                && found.only(MxRecord.class).stream().allMatch(mx -> mx.exchange().isRoot())));
  }

  /// Whether it says that there are no records of the type.
  boolean isNothing() {
    return answer instanceof Answer.NoData || answer instanceof Answer.NoSuchName;
  }

  boolean isSecure() {
    return switch (answer) {
      case Answer.Found found -> found.security() == Security.SECURE;
      case Answer.NoData none -> none.security() == Security.SECURE;
      case Answer.NoSuchName none -> none.security() == Security.SECURE;
      case Answer.Failed failed -> false;
    };
  }
}
