package org.postroad.protocol;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// A DNS written as a zone, a record for each line, which remembers what it was asked.
///
/// ```
/// example.com TXT v=spf1 mx -all
/// example.com MX 10 mx.example.com
/// mx.example.com A 192.0.2.1
/// slow.example.com TXT !
/// ```
///
/// `!` is no answer. A name that has no record, nor one below it, does not exist.
public final class ZoneDns implements Dns {

  private static final Duration TTL = Duration.ofHours(1);
  private static final int ALIASES_MAX = 8;

  private final Map<String, List<DnsRecord>> records = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> silent = new HashSet<>();
  private final List<String> asked = new ArrayList<>();

  public static ZoneDns of(String zone) {
    ZoneDns dns = new ZoneDns();
    zone.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(" +", 3))
        .forEach(word -> dns.add(DomainName.of(word[0]), RecordType.valueOf(word[1]), word[2]));
    return dns;
  }

  /// The questions in their order: `mx.example.com A`.
  public List<String> asked() {
    return asked;
  }

  public void add(DomainName name, RecordType type, String text) {
    if (text.equals("!")) {
      silent.add(name + " " + type);
      exists(name);
      return;
    }
    add(
        name,
        type,
        switch (type) {
          case A, AAAA -> new DnsRecord.AddressRecord(InetAddress.ofLiteral(text));
          case CNAME -> new DnsRecord.CnameRecord(DomainName.of(text));
          case PTR -> new DnsRecord.PtrRecord(DomainName.of(text));
          case SPF, TXT -> new DnsRecord.TxtRecord(List.of(text));
          case MX -> {
            String[] word = text.split(" ", -1);
            yield new MxRecord(Integer.parseInt(word[0]), DomainName.of(word[1]));
          }
          default -> throw new IllegalArgumentException(type.name());
        });
  }

  public void add(DomainName name, RecordType type, DnsRecord record) {
    records.computeIfAbsent(name + " " + type, n -> new ArrayList<>()).add(record);
    exists(name);
  }

  public void exists(DomainName name) {
    for (DomainName each = name; !each.isRoot(); each = each.parent().orElseThrow()) {
      names.add(each.text());
    }
  }

  /// This question is never answered.
  public void silence(DomainName name, RecordType type) {
    silent.add(name + " " + type);
  }

  @Override
  public Answer lookup(DomainName name, RecordType type) {
    asked.add(name + " " + type);
    DomainName owner = name;
    for (int i = 0; i < ALIASES_MAX; i++) {
      String question = owner + " " + type;
      if (records.containsKey(question)) {
        return new Answer.Found(records.get(question), owner, Security.INSECURE, TTL);
      }
      if (silent.contains(question)) {
        return new Answer.Failed(Answer.Why.TIMED_OUT, "no answer");
      }
      List<DnsRecord> alias = records.getOrDefault(owner + " CNAME", List.of());
      if (alias.isEmpty()) {
        return names.contains(owner.text())
            ? new Answer.NoData(Security.INSECURE, TTL)
            : new Answer.NoSuchName(Security.INSECURE, TTL);
      }
      owner = ((DnsRecord.CnameRecord) alias.getFirst()).target();
    }
    return new Answer.Failed(Answer.Why.OVER_LIMIT, "CNAMEs without end");
  }
}
