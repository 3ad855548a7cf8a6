package org.postroad.app.labs.facts;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Likenesses;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.lab.tls.ServerTls;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyDomain;

/// The policy hosts, each address as it was found.
final class PolicyHosts {

  private static final int OK = 200;
  private static final long BODY_MAX = 100_000_000; // of a body that nobody reads

  private final LabInternet net;
  private final Likenesses likenesses;
  private final Doors doors;
  private final Notes notes;
  private final Map<InetAddress, LabPolicyHost> hosts = new HashMap<>();
  private final Map<InetAddress, TreeSet<String>> versions = new HashMap<>();

  PolicyHosts(LabInternet net, Likenesses likenesses, Doors doors, Notes notes) {
    this.net = net;
    this.likenesses = likenesses;
    this.doors = doors;
    this.notes = notes;
  }

  void place(List<DomainFacts> all) {
    for (DomainFacts facts : all) {
      if (facts.domain().hasRoomFor("mta-sts")) {
        DomainName name = PolicyDomain.policyHost(facts.domain());
        facts.policyVisits().stream()
            .filter(visit -> visit.tcp() instanceof Tcp.Connected)
            .forEach(visit -> serve(name, visit));
      }
    }
    for (DomainFacts facts : all) {
      for (PolicyVisit visit : facts.policyVisits()) {
        LabPolicyHost host = hosts.getOrDefault(visit.address(), new LabPolicyHost());
        Tcp tcp =
            hosts.containsKey(visit.address())
                ? new Tcp.Connected(Duration.ZERO) // for one of its names at least
                : visit.tcp();
        doors.open(visit.address(), LabInternet.HTTPS, tcp, host);
      }
    }
  }

  private void serve(DomainName name, PolicyVisit visit) {
    LabPolicyHost host = hosts.computeIfAbsent(visit.address(), a -> new LabPolicyHost());
    Credential credential =
        visit.tls() instanceof Tls.Established tls && !tls.chain().isEmpty()
            ? likenesses.credential(tls.chain())
            : net.ca().issue(Leaf.of(name.text()));
    host.serve(name.text(), credential, conduct(name, visit));
    TreeSet<String> known = versions.computeIfAbsent(visit.address(), a -> new TreeSet<>());
    known.addAll(versions(visit));
    host.versions((known.isEmpty() ? ServerTls.VERSIONS : known).toArray(String[]::new));
    if (visit.hello() instanceof Hello.Agreed agreed) {
      agreed.group().ifPresent(group -> host.group(group.code()));
    }
  }

  private static List<String> versions(PolicyVisit visit) {
    List<String> known = new ArrayList<>();
    if (visit.tls() instanceof Tls.Established tls) {
      known.add(tls.version());
      known.add(TlsVersion.TLS_1_2.text()); // which nobody asked whether it takes besides
    }
    if (visit.hello() instanceof Hello.Agreed agreed) {
      known.add(agreed.version().text());
    }
    return known.stream().filter(text -> TlsVersion.of(text).isPresent()).toList();
  }

  private Conduct conduct(DomainName name, PolicyVisit visit) {
    return switch (visit.tls()) {
      case Tls.Established _ -> answer(name, visit.http());
      case Tls.TimedOut _ -> new Conduct.SilentInHandshake();
      case Tls.NotTried(var _, String detail) -> {
        notes.add(name + ": TLS was not tried (" + detail + "), and hangs up");
        yield new Conduct.HangsUpInHandshake();
      }
      case Tls.Failed(String why, var _) -> {
        OptionalInt alert = Alerts.of(why, visit.hello());
        if (alert.isPresent()) {
          yield new Conduct.Alerts(alert.getAsInt());
        }
        if (visit.hello() instanceof Hello.Agreed agreed
            && agreed.version().compareTo(TlsVersion.TLS_1_2) < 0) {
          yield answer(name, new Http.Broken("never reached", Duration.ZERO));
        }
        yield why.contains("SSL message") || why.contains("plaintext")
            ? new Conduct.SpeaksPlain("HTTP/1.1 400 .\r\n\r\n")
            : new Conduct.HangsUpInHandshake();
      }
    };
  }

  private Conduct answer(DomainName name, Http http) {
    return switch (http) {
      case Http.Answered answered -> new Conduct.Replies(reply(name, answered));
      case Http.TimedOut _ -> new Conduct.Silent();
      case Http.NotTried(var _, String detail) -> {
        notes.add(name + ": the policy was not asked for (" + detail + "), and it hangs up");
        yield new Conduct.HangsUp();
      }
      case Http.Broken(String why, var _) ->
          why.contains("closed") || why.contains("broken") || why.contains("cut")
              ? new Conduct.HangsUp()
              : new Conduct.Raw(quoted(why) + "\r\n\r\n");
    };
  }

  /// The octets that are shown in the words of a fault, as far as they can be printed.
  private static String quoted(String why) {
    int from = why.indexOf('"');
    int to = why.lastIndexOf('"');
    return from < to ? why.substring(from + 1, to) : "this is not HTTP";
  }

  private static long length(Http.Answered seen) {
    return seen.field("content-length")
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> Math.min(Long.parseLong(text), BODY_MAX))
        .orElse(0L);
  }

  private HttpReply reply(DomainName name, Http.Answered seen) {
    List<String> headers = new ArrayList<>();
    seen.fields()
        .forEach(
            (field, values) -> {
              if (!field.equals("content-length") && !field.equals("transfer-encoding")) {
                values.forEach(value -> headers.add(field + ": " + value));
              }
            });
    if (headers.removeIf(line -> line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c > 0xff))) {
      notes.add(name + ": a header field with control characters is left out");
    }
    HttpReply.Body body =
        seen.status() == OK
            ? new HttpReply.Body.Octets(seen.body())
            : new HttpReply.Body.Filled("", length(seen)); // which was not read
    if (seen.bodyFault().contains("body of more than")) {
      body = new HttpReply.Body.Filled("", Math.max(length(seen), Policy.BYTES_MAX + 1L));
    } else if (!seen.bodyFault().isEmpty()) {
      notes.add(name + ": the body could not be read (" + seen.bodyFault() + "): it is cut short");
      body = new HttpReply.Body.Cut("cut short", 3);
    }
    HttpReply.Framing framing =
        seen.fields().getOrDefault("transfer-encoding", List.of()).contains("chunked")
            ? HttpReply.Framing.CHUNKED
            : HttpReply.Framing.LENGTH;
    return new HttpReply("HTTP/1.1", Math.clamp(seen.status(), 100, 999), headers, body, framing);
  }
}
