package org.postroad.engine.resolve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.MxFacts;
import org.postroad.protocol.precedence.MxState;
import org.postroad.protocol.precedence.Precedence;

/// Looks up where the mail of a next hop goes, and what TLSA records its hosts have: what
/// [Precedence] decides from.
///
/// The hosts are asked about at the same time. Of those that are not known when the time is over
/// nothing is known, which is a failure and never an absence.
///
/// @param port in the owner names of the TLSA records
/// @param hostsMax the best so many hosts are looked at; Postfix tries fewer
/// @param within for all look-ups together
public record MxLookup(Dns dns, int port, int hostsMax, Duration within) {

  private static final int SMTP_PORT = 25;
  private static final int HOSTS_MAX = 30;

  /// For mail to other domains: port 25, 30 hosts.
  public static MxLookup forMail(Dns dns, Duration within) {
    return new MxLookup(dns, SMTP_PORT, HOSTS_MAX, within);
  }

  /// @param mx the answer to the MX question; for a host in brackets that there is none
  /// @param holds the smallest TTL of all answers; zero where one failed
  public record Gathered(MxFacts facts, Answer mx, Duration holds) {}

  /// The hosts of a domain.
  public Gathered ofDomain(DomainName domain, Resolution resolution, DaneUse use) {
    Noting noting = new Noting(dns);
    Answer mx = noting.lookup(domain, RecordType.MX);
    MxState state = MxState.of(domain, mx);
    List<DomainName> hosts =
        switch (state) {
          case MxState.Itself itself -> List.of(domain);
          case MxState.Nowhere nowhere -> List.of();
          case MxState.Failed failed -> List.of();
          case MxState.Secure secure -> hosts(mx);
          case MxState.Insecure insecure -> hosts(mx);
        };
    return gathered(domain, mx, state, hosts, Precedence.asksTlsa(state, resolution, use), noting);
  }

  /// A host in brackets, which is its own road.
  public Gathered ofHost(DomainName host, Resolution resolution, DaneUse use) {
    Noting noting = new Noting(dns);
    MxState state = new MxState.Itself();
    Answer none = new Answer.NoData(Security.INSECURE, Duration.ofHours(1));
    boolean asks = Precedence.asksTlsa(state, resolution, use);
    return gathered(host, none, state, List.of(host), asks, noting);
  }

  private Gathered gathered(
      DomainName nextHop,
      Answer mx,
      MxState state,
      List<DomainName> hosts,
      boolean asksTlsa,
      Noting noting) {
    List<Callable<HostTlsa>> tasks = new ArrayList<>();
    for (DomainName host : hosts) {
      tasks.add(
          () ->
              asksTlsa
                  ? HostTlsa.of(host, port, noting)
                  : HostTlsa.addressesOnly(host, noting, "TLSA records are not asked for"));
    }
    List<HostTlsa> found = new ArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<HostTlsa>> looked =
          threads.invokeAll(tasks, within.toNanos(), TimeUnit.NANOSECONDS);
      for (int i = 0; i < looked.size(); i++) {
        found.add(known(hosts.get(i), looked.get(i), noting));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      noting.failed();
      found.clear();
      hosts.forEach(host -> found.add(unknown(host, "interrupted")));
    } finally {
      threads.shutdownNow();
    }
    return new Gathered(new MxFacts(nextHop, state, found), mx, noting.holds());
  }

  private HostTlsa known(DomainName host, Future<HostTlsa> looked, Noting noting)
      throws InterruptedException {
    try {
      return looked.get();
    } catch (CancellationException e) {
      noting.failed();
      return unknown(host, "not looked up within " + within.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking up " + host, e.getCause());
    }
  }

  private static HostTlsa unknown(DomainName host, String why) {
    return new HostTlsa.AddressFailed(
        host, Answer.Why.TIMED_OUT, "address of " + host + " unknown: " + why);
  }

  private List<DomainName> hosts(Answer mx) {
    return mx instanceof Answer.Found found
        ? found.only(MxRecord.class).stream()
            .sorted(MxRecord.byPreference())
            .map(MxRecord::exchange)
            .filter(host -> !host.isRoot()) // RFC 7505 §3: a null MX beside others is a mistake
            .distinct()
            .limit(hostsMax)
            .toList()
        : List.of();
  }

  /// Passes questions on, and notes for how long all answers together hold.
  private static final class Noting implements Dns {
    private final Dns dns;
    private final AtomicReference<Duration> least = new AtomicReference<>(Duration.ofDays(1));

    Noting(Dns dns) {
      this.dns = dns;
    }

    @Override
    public Answer lookup(DomainName name, RecordType type) {
      Answer answer = dns.lookup(name, type);
      note(
          switch (answer) {
            case Answer.Found found -> found.ttl();
            case Answer.NoData none -> none.ttl();
            case Answer.NoSuchName none -> none.ttl();
            case Answer.Failed failed -> Duration.ZERO;
          });
      return answer;
    }

    void failed() {
      note(Duration.ZERO);
    }

    Duration holds() {
      return least.get();
    }

    private void note(Duration ttl) {
      least.accumulateAndGet(ttl, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
  }
}
