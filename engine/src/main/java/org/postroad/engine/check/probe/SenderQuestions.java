package org.postroad.engine.check.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.spf.SpfTree;

/// The questions about who may send in a domain's name and where reports go: TXT records, and what
/// they point to. Nothing is judged; the rules find the answers again.
record SenderQuestions(DomainName domain, Dns dns, List<String> selectors) {

  private static final int WALK_MAX = 8; // RFC 9989: so many DMARC questions at most
  private static final int TARGETS_MAX = 10;

  /// Where reports go to, in whatever else the record says.
  private static final Pattern MAILTO =
      Pattern.compile("mailto:[^@,;\\s]{1,200}@([^!,;?\\s]{1,253})");

  private static final Pattern HTTPS = Pattern.compile("https://([^/:,;?\\s]{1,253})");

  void ask() {
    List<String> reports = new ArrayList<>(texts(domain, "_smtp._tls"));
    List<String> dmarc = walk();
    SpfTree _ = SpfTree.of(domain, dns);
    ask("default._bimi", RecordType.TXT);
    for (String selector : selectors) {
      ask(selector + "._domainkey", RecordType.TXT);
    }
    for (DomainName target : targets(MAILTO, reports)) {
      ask(target, RecordType.MX, RecordType.A, RecordType.AAAA);
    }
    for (DomainName target : targets(HTTPS, reports)) {
      ask(target, RecordType.A, RecordType.AAAA);
    }
    for (DomainName target : targets(MAILTO, dmarc)) {
      ask(target, RecordType.MX, RecordType.A, RecordType.AAAA);
      String labels = domain + "._report._dmarc"; // RFC 9990 §4
      if (!target.equals(domain) && target.hasRoomFor(labels)) {
        ask(target.child(labels), RecordType.TXT);
      }
    }
  }

  /// The DMARC records on the way up: of the domain, then of its last eight labels and less.
  private List<String> walk() {
    List<String> found = new ArrayList<>(texts(domain, "_dmarc"));
    Optional<DomainName> name = domain.parent();
    for (int asked = 1; asked < WALK_MAX && name.isPresent() && !name.get().isRoot(); asked++) {
      while (name.get().labels().size() > WALK_MAX - 1) {
        name = name.get().parent();
      }
      found.addAll(texts(name.get(), "_dmarc"));
      name = name.get().parent();
    }
    return found;
  }

  private List<String> texts(DomainName at, String labels) {
    return at.hasRoomFor(labels)
            && dns.lookup(at.child(labels), RecordType.TXT) instanceof Answer.Found found
        ? found.only(TxtRecord.class).stream().map(TxtRecord::joined).toList()
        : List.of();
  }

  private static List<DomainName> targets(Pattern pattern, List<String> texts) {
    List<DomainName> targets = new ArrayList<>();
    for (String text : texts) {
      Matcher matcher = pattern.matcher(text.toLowerCase(Locale.ROOT));
      while (matcher.find() && targets.size() < TARGETS_MAX) {
        if (DomainName.parse(matcher.group(1)) instanceof DomainName.Parsed.Valid(var name)
            && !targets.contains(name)) {
          targets.add(name);
        }
      }
    }
    return targets;
  }

  private void ask(String labels, RecordType type) {
    if (domain.hasRoomFor(labels)
        && DomainName.parse(labels + "." + domain) instanceof DomainName.Parsed.Valid(var name)) {
      ask(name, type);
    }
  }

  private void ask(DomainName name, RecordType... types) {
    for (RecordType type : types) {
      Answer _ = dns.lookup(name, type);
    }
  }
}
