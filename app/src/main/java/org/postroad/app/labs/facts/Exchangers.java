package org.postroad.app.labs.facts;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Likenesses;
import org.postroad.lab.mx.LabMx;
import org.postroad.protocol.dns.DomainName;

/// The mail exchangers, each address as it was found.
final class Exchangers {

  private final LabInternet net;
  private final Likenesses likenesses;
  private final Doors doors;
  private final Notes notes;
  private final Map<InetAddress, LabMx> hosts = new HashMap<>();

  Exchangers(LabInternet net, Likenesses likenesses, Doors doors, Notes notes) {
    this.net = net;
    this.likenesses = likenesses;
    this.doors = doors;
    this.notes = notes;
  }

  /// One visit to an address.
  private record Met(DomainName host, SmtpVisit visit) {}

  void place(List<DomainFacts> all) {
    Map<InetAddress, List<Met>> byAddress = new HashMap<>();
    for (DomainFacts facts : all) {
      for (Exchanger exchanger : facts.exchangers()) {
        for (SmtpVisit visit : exchanger.visits()) {
          byAddress
              .computeIfAbsent(visit.address(), a -> new ArrayList<>())
              .add(new Met(exchanger.host(), visit));
        }
      }
    }
    byAddress.forEach(
        (address, visits) -> {
          Met first =
              visits.stream()
                  .filter(met -> met.visit().tcp() instanceof Tcp.Connected)
                  .findFirst()
                  .orElse(visits.getFirst());
          LabMx mx = mx(first);
          for (Met met : visits.reversed()) {
            if (met.visit().tls() instanceof Tls.Established tls && !tls.chain().isEmpty()) {
              mx.credential(met.visit().sni().text(), likenesses.credential(tls.chain()));
            }
          }
          hosts.put(address, mx);
          doors.open(address, LabInternet.SMTP, first.visit().tcp(), mx);
        });
  }

  private LabMx mx(Met met) {
    SmtpVisit visit = met.visit();
    String name = met.host().text();
    Credential credential =
        visit.tls() instanceof Tls.Established tls && !tls.chain().isEmpty()
            ? likenesses.credential(tls.chain())
            : net.ca().issue(Leaf.of(name));
    LabMx mx = new LabMx(name, credential);
    mx.conduct(new SmtpConduct(met.host(), visit, notes).conduct());
    visit.group().ifPresent(group -> mx.group(group.code()));
    return mx;
  }
}
