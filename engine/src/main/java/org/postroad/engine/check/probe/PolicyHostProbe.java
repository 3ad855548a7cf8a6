package org.postroad.engine.check.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.net.Watchdog;
import org.postroad.engine.policyhost.HttpExchange;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.CnameRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyDomain;

/// Visits every address of a policy host.
record PolicyHostProbe(Work work, DomainName host) {

  private static final int HTTPS_PORT = 443;
  private static final int CNAMES_MAX = 10;
  private static final int VALUES_MAX = 4;
  private static final int VALUE_MAX = 1_000;

  /// Header fields that tell something about a policy that is not served as it should be.
  private static final Set<String> FIELDS =
      Set.of(
          "cache-control",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "etag",
          "expires",
          "last-modified",
          "location",
          "retry-after",
          "server",
          "transfer-encoding",
          "via");

  static List<PolicyVisit> visits(DomainName domain, Work work) {
    if (!domain.hasRoomFor("mta-sts")) {
      return List.of();
    }
    DomainName host = PolicyDomain.policyHost(domain);
    PolicyHostProbe probe = new PolicyHostProbe(work, host);
    return Work.<List<PolicyVisit>>all(
            List.of(
                () -> {
                  aliases(host, work);
                  authorities(host, work);
                  return List.of();
                },
                probe::visits))
        .getLast();
  }

  /// Asks for the aliases one by one: which of them leads nowhere shows who has to mend it.
  static void aliases(DomainName host, Work work) {
    DomainName name = host;
    for (int i = 0; i < CNAMES_MAX; i++) {
      Optional<DomainName> target =
          work.dns().lookup(name, RecordType.CNAME) instanceof Answer.Found found
              ? found.only(CnameRecord.class).stream().map(CnameRecord::target).findFirst()
              : Optional.empty();
      if (target.isEmpty()) {
        return;
      }
      name = target.get();
    }
  }

  /// CAA records, up the tree (RFC 8659 §3).
  private static void authorities(DomainName host, Work work) {
    Optional<DomainName> name =
        work.settings().extent().isBrief() ? Optional.empty() : Optional.of(host);
    while (name.isPresent() && !name.get().isRoot()) {
      if (work.dns().lookup(name.get(), RecordType.CAA) instanceof Answer.Found) {
        return;
      }
      name = name.get().parent();
    }
  }

  private List<PolicyVisit> visits() {
    return Work.each(
        Targets.toVisit(host, work),
        target ->
            target
                .instead()
                .map(reason -> without(target.address(), reason))
                .orElseGet(() -> visit(target.address())));
  }

  private PolicyVisit visit(InetAddress address) {
    return work.told(
        Progress.Stage.POLICY_HOST,
        host + " " + Endpoint.text(address),
        () ->
            work.inTurn(
                address,
                () -> visitNow(address),
                () -> without(address, new Targets.Reason(Omission.DEADLINE, "no turn in time"))));
  }

  private PolicyVisit visitNow(InetAddress address) {
    return switch (Dialled.dial(work, address, HTTPS_PORT)) {
      case Dialled.None(Tcp tcp) -> without(address, tcp);
      case Dialled.Open(Socket socket, Tcp.Connected tcp) -> {
        long start = System.nanoTime();
        TlsRequest request = TlsRequest.opportunistic(host).offering("http/1.1");
        Handshakes handshake =
            Handshakes.of(
                work.vantage().tls().handshake(socket, request, work.answerBy()), start, work);
        Http http =
            handshake
                .socket()
                .map(this::ask)
                .orElseGet(() -> new Http.NotTried(Omission.NOT_REACHED, "no TLS"));
        yield new PolicyVisit(address, tcp, handshake.tls(), http, hello(address));
      }
    };
  }

  private Http ask(SSLSocket secured) {
    long start = System.nanoTime();
    Deadline deadline = work.answerBy();
    Watchdog watchdog = Watchdog.over(secured, deadline);
    Http http;
    try (secured;
        watchdog) {
      http =
          switch (HttpExchange.over(secured, host)) {
            case HttpExchange.Answered(int status, var fields, String body, String fault) ->
                new Http.Answered(status, those(fields), body, fault, Work.since(start));
            case HttpExchange.Broken(String why) -> new Http.Broken(why, Work.since(start));
          };
    } catch (IOException e) {
      http = new Http.Broken("connection broken: " + Dialled.text(e), Work.since(start));
    }
    if (!watchdog.bit()) {
      return http;
    }
    return work.cutShort()
        ? new Http.NotTried(Omission.DEADLINE, Dialled.CUT_SHORT)
        : new Http.TimedOut(Work.since(start));
  }

  private static Map<String, List<String>> those(Map<String, List<String>> fields) {
    Map<String, List<String>> kept = new TreeMap<>();
    fields.forEach(
        (name, values) -> {
          if (FIELDS.contains(name)) {
            List<String> some = new ArrayList<>();
            for (String value : values.subList(0, Math.min(values.size(), VALUES_MAX))) {
              some.add(value.substring(0, Math.min(value.length(), VALUE_MAX)));
            }
            kept.put(name, some);
          }
        });
    return kept;
  }

  private Hello hello(InetAddress address) {
    if (work.settings().extent().isBrief()) {
      return new Hello.NotTried(Omission.SWITCHED_OFF, "one connection to an address");
    }
    return switch (Dialled.dial(work, address, HTTPS_PORT)) {
      case Dialled.None _ -> new Hello.NotTried(Omission.NOT_REACHED, "no second connection");
      case Dialled.Open(Socket socket, var _) ->
          HelloProbe.ask(socket, host, TlsVersion.TLS_1_3, work.answerBy());
    };
  }

  private static PolicyVisit without(InetAddress address, Targets.Reason reason) {
    return without(address, new Tcp.NotTried(reason.because(), reason.detail()));
  }

  private static PolicyVisit without(InetAddress address, Tcp tcp) {
    return new PolicyVisit(
        address,
        tcp,
        new Tls.NotTried(Omission.NOT_REACHED, "no connection"),
        new Http.NotTried(Omission.NOT_REACHED, "no connection"),
        new Hello.NotTried(Omission.NOT_REACHED, "no connection"));
  }
}
