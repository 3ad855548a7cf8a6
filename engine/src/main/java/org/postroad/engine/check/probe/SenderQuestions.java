package org.postroad.engine.check.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.protocol.dmarc.PolicyDiscovery;
import org.postroad.protocol.dmarc.ReportTargets;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.spf.SpfTree;

/// The questions about who may send in a domain's name and where reports go: TXT records, and what
/// they point to. Nothing is judged; the rules find the answers again. What the rules work out by
/// questions of its own (the tree of SPF, the walk of DMARC, the consent of who gets its reports)
/// is worked out here in the same way, so that no question of theirs was not put.
record SenderQuestions(DomainName domain, Dns dns, List<String> selectors) {

  private static final int TARGETS_MAX = 10;

  /// Where TLS reports go to, in whatever else the record says.
  private static final Pattern MAILTO =
      Pattern.compile("mailto:[^@,;\\s]{1,200}@([^!,;?\\s]{1,253})");

  private static final Pattern HTTPS = Pattern.compile("https://([^/:,;?\\s]{1,253})");

  void ask() {
    List<String> reports = new ArrayList<>(texts(domain, "_smtp._tls"));
    dmarc();
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
  }

  private void dmarc() {
    if (PolicyDiscovery.of(domain, dns) instanceof PolicyDiscovery.Applies applies) {
      var organization = applies.walk().organizationalDomain();
      for (var uris : List.of(applies.record().rua(), applies.record().ruf())) {
        var _ = ReportTargets.of(uris, applies.at(), organization, dns);
      }
    }
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
