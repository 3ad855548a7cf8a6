package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;

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

  /// Whether it gives the host that address.
  boolean places(String host, InetAddress address) {
    return name.text().equals(host)
        && answer instanceof Answer.Found found
        && found.only(AddressRecord.class).stream().anyMatch(r -> r.address().equals(address));
  }

  /// Whether it says that the domain takes no mail at all.
  static boolean noMail(List<Told> all) {
    return all.stream().anyMatch(Told::noMail)
        || (all.stream().anyMatch(told -> told.type() == RecordType.MX && told.isNoData())
            && all.stream()
                .filter(told -> told.type() == RecordType.A || told.type() == RecordType.AAAA)
                .allMatch(told -> told.isNoData() || told.answer() instanceof Answer.NoSuchName));
  }

  private boolean noMail() {
    return type == RecordType.MX
        && (answer instanceof Answer.NoSuchName
            || (answer instanceof Answer.Found found
                && found.only(MxRecord.class).stream().allMatch(mx -> mx.exchange().isRoot())));
  }

  private boolean isNoData() {
    return answer instanceof Answer.NoData;
  }
}
