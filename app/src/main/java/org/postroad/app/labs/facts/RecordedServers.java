package org.postroad.app.labs.facts;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.NameServer;
import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.CnameRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The name servers, each address with what it said itself. Their zones are not signed: nobody asks
/// them for that.
final class RecordedServers {

  private static final long TTL = 300;

  private final LabInternet net;
  private final Doors doors;

  RecordedServers(LabInternet net, Doors doors) {
    this.net = net;
    this.doors = doors;
  }

  void place(List<DomainFacts> all) {
    Map<InetAddress, List<NameServer>> byAddress = new LinkedHashMap<>();
    for (DomainFacts facts : all) {
      for (NameServer server : facts.nameServers()) {
        byAddress.computeIfAbsent(server.address(), a -> new ArrayList<>()).add(server);
      }
    }
    byAddress.forEach(this::place);
  }

  private void place(InetAddress address, List<NameServer> servers) {
    List<NameServer> told = servers.stream().filter(RecordedServers::wasThere).toList();
    InetSocketAddress seen = new InetSocketAddress(address, LabInternet.DNS);
    if (told.isEmpty() || !doors.take(seen)) {
      return; // who is not there refuses
    }
    LabDns dns = net.nameServerAt(address);
    Set<DnsQuestion> done = new HashSet<>();
    Map<DomainName, StringBuilder> zones = new LinkedHashMap<>();
    for (NameServer server : told) {
      StringBuilder zone = zones.computeIfAbsent(server.zone(), z -> new StringBuilder());
      for (NameServer.Said said : server.answers()) {
        if (done.add(said.question()) && isIn(said.question().name(), server.zone())) {
          say(dns, said, server.zone(), zone);
        }
      }
    }
    zones.forEach((origin, text) -> dns.zone(Zone.of(RecordText.name(origin), text.toString())));
  }

  private static boolean wasThere(NameServer server) {
    return server.answers().stream()
        .anyMatch(
            said ->
                !(said instanceof NameServer.Unanswered none)
                    || (none.why() != Answer.Why.UNREACHABLE
                        && none.why() != Answer.Why.NOT_ASKED));
  }

  private static boolean isIn(DomainName name, DomainName zone) {
    return name.equals(zone) || name.text().endsWith("." + zone.text());
  }

  private static void say(LabDns dns, NameServer.Said said, DomainName zone, StringBuilder text) {
    DnsQuestion question = said.question();
    switch (said) {
      case NameServer.Answered answered -> {
        boolean apex = question.name().equals(zone);
        Set<DnsRecord> once = new HashSet<>();
        for (DnsRecord record : answered.records()) {
          boolean alias = record instanceof CnameRecord;
          boolean fits = alias ? !apex : Told.fits(record, question.type());
          boolean second = !once.isEmpty() && (alias || question.type() == RecordType.SOA);
          if (fits && !second && once.add(record)) {
            text.append(
                RecordText.line(
                    question.name(), TTL, alias ? RecordType.CNAME : question.type(), record));
          }
        }
        if (once.isEmpty() && answered.exists() && !apex) {
          text.append(RecordText.placeholder(question.name()));
        }
        if (!answered.authoritative()) {
          mount(dns, question, new Interference.Lame());
        }
      }
      case NameServer.Unanswered(var _, Answer.Why why, String detail) ->
          mount(
              dns,
              question,
              switch (why) {
                case TIMED_OUT, UNREACHABLE -> Interference.silent();
                case MALFORMED -> new Interference.Garbled(Interference.How.JUNK);
                case SERVER_FAILED, BOGUS, OVER_LIMIT, NOT_ASKED -> Failures.code(detail);
              });
    }
  }

  private static void mount(LabDns dns, DnsQuestion question, Interference instead) {
    Mounted _ = dns.interfere(RecordText.name(question.name()), question.type(), instead);
  }
}
