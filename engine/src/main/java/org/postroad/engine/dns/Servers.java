package org.postroad.engine.dns;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer.Why;

/// The resolvers, asked in turn: in the order given, those that were silent of late at the end.
///
/// Each is asked at least once. One that answers with an error is not asked again for the same
/// question; one that is silent is, with more patience each time.
final class Servers {

  private static final int ROUNDS_MAX = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(2); // the first time; then 4, then 8

  /// Which of several faults names the whole: an error that a server told us says more than a
  /// silence.
  private static final List<Why> BY_WEIGHT =
      List.of(
          Why.BOGUS,
          Why.SERVER_FAILED,
          Why.MALFORMED,
          Why.OVER_LIMIT,
          Why.TIMED_OUT,
          Why.UNREACHABLE);

  private final List<Server> servers;

  Servers(List<InetSocketAddress> addresses, Connector connector) {
    SecureRandom random = new SecureRandom();
    TcpExchange tcp = new TcpExchange(connector, random);
    this.servers = addresses.stream().map(a -> new Server(a, tcp, random)).toList();
  }

  /// The first reply that counts, else what each of them said.
  Reply ask(Query query, Deadline deadline) {
    List<Server> order = new ArrayList<>(servers);
    if (order.size() > 1) {
      order.sort(Comparator.comparing(Server::rests)); // stable: the order given stays otherwise
    }
    Map<Server, Reply.Fault> faults = new LinkedHashMap<>();
    Map<Server, Duration> waited = new HashMap<>();
    for (int round = 0; round < ROUNDS_MAX && !order.isEmpty(); round++) {
      List<Server> silent = new ArrayList<>();
      for (int i = 0; i < order.size() && !deadline.passed(); i++) {
        Server server = order.get(i);
        Duration share = deadline.remaining().dividedBy(round == 0 ? order.size() - i : 1);
        Duration patience = PATIENCE.multipliedBy(1L << round);
        long start = System.nanoTime();
        Reply reply = server.ask(query, shorter(share, patience), deadline);
        waited.merge(server, Duration.ofNanos(System.nanoTime() - start), Duration::plus);
        switch (reply) {
          case Reply.Answered answered -> {
            return answered;
          }
          case Reply.Fault fault -> {
            boolean timedOut = fault.why() == Why.TIMED_OUT;
            faults.put(server, timedOut ? silence(waited.getOrDefault(server, PATIENCE)) : fault);
            if (timedOut) {
              silent.add(server);
            }
          }
          case Reply.Misunderstood(String detail) ->
              faults.put(server, new Reply.Fault(Why.SERVER_FAILED, detail));
          case Reply.Incomplete(String detail) ->
              faults.put(server, new Reply.Fault(Why.MALFORMED, detail));
        }
      }
      order = silent;
    }
    return summary(faults);
  }

  /// @param waited in all tries together
  private static Reply.Fault silence(Duration waited) {
    return new Reply.Fault(Why.TIMED_OUT, "no answer in " + waited.toMillis() + " ms");
  }

  private static Reply.Fault summary(Map<Server, Reply.Fault> faults) {
    Why why =
        faults.values().stream()
            .map(Reply.Fault::why)
            .min(Comparator.comparingInt(BY_WEIGHT::indexOf))
            .orElse(Why.TIMED_OUT);
    String detail =
        faults.entrySet().stream()
            .map(fault -> fault.getKey().name() + ": " + fault.getValue().detail())
            .collect(Collectors.joining("; "));
    return new Reply.Fault(why, detail);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
