package org.postroad.protocol.dane;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// A DNS written as a literal, a line for each answer, which remembers what it was asked.
///
/// ```
/// mx.example.com A secure 192.0.2.1
/// mx.example.com AAAA insecure 2001:db8::1 canonical mx.example.net
/// _25._tcp.mx.example.com TLSA secure 3 1 1
/// mx.example.com CNAME failed
/// ```
///
/// `nodata` and `nxdomain` stand behind the security; what is not written is no data, and secure.
final class LiteralDns implements Dns {

  private static final Duration TTL = Duration.ofHours(1);

  private final Map<String, Answer> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  static LiteralDns of(String text) {
    LiteralDns dns = new LiteralDns();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(" +"))
        .forEach(word -> dns.answers.put(word[0] + " " + word[1], answer(word)));
    return dns;
  }

  /// The questions in their order: `mx.example.com A`.
  List<String> asked() {
    return asked;
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    String question = name + " " + type;
    asked.add(question);
    return answers.getOrDefault(question, new Answer.NoData(Security.SECURE, TTL));
  }

  private static Answer answer(String[] word) {
    if (word[2].equals("failed")) {
      return new Answer.Failed(Answer.Why.BOGUS, "signature does not verify");
    }
    Security security = word[2].equals("secure") ? Security.SECURE : Security.INSECURE;
    DomainName name = DomainName.of(word[0]);
    return switch (word[3]) {
      case "nodata" -> new Answer.NoData(security, TTL);
      case "nxdomain" -> new Answer.NoSuchName(security, TTL);
      default ->
          new Answer.Found(
              List.of(record(word)),
              word.length == 6 && word[4].equals("canonical") ? DomainName.of(word[5]) : name,
              security,
              TTL);
    };
  }

  private static DnsRecord record(String[] word) {
    return switch (RecordType.valueOf(word[1])) {
      case A, AAAA -> new DnsRecord.AddressRecord(InetAddress.ofLiteral(word[3]));
      case CNAME -> new DnsRecord.CnameRecord(DomainName.of(word[3]));
      case TLSA ->
          new TlsaRecord(
              Integer.parseInt(word[3]),
              Integer.parseInt(word[4]),
              Integer.parseInt(word[5]),
              "ab".repeat(32));
      default -> throw new IllegalArgumentException(word[1]);
    };
  }
}
