package org.postroad.engine.resolve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
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
import org.postroad.protocol.mtasts.Destination;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.MxFacts;
import org.postroad.protocol.precedence.MxState;
import org.postroad.protocol.precedence.Precedence;
import org.postroad.protocol.text.Printable;

/// Looks up where the mail of a next hop goes, and what TLSA records its hosts have: what
/// [Precedence] decides from.
///
/// The hosts are asked about at the same time. Of those that are not known when the time is over
/// nothing is known, which is a failure and never an absence.
///
/// @param hostsMax the best so many hosts are looked at; Postfix tries fewer
/// @param within for all look-ups together
public record MxLookup(Dns dns, int hostsMax, Duration within) {

  private static final int HOSTS_MAX = 30;

  /// For mail: 30 hosts.
  public static MxLookup forMail(Dns dns, Duration within) {
    return new MxLookup(dns, HOSTS_MAX, within);
  }

  /// @param mx the answer to the MX question; for a host in brackets that there is none
  /// @param holds the smallest TTL of all answers; zero where one failed
  public record Gathered(MxFacts facts, Answer mx, Duration holds) {}

  /// The hosts of a domain, or the one in brackets, which is its own road. The TLSA records are
  /// those for the port that the MTA connects to (RFC 7672 §2.2.3); where it is not known neither
  /// are they.
  public Gathered of(Destination to, Resolution resolution, DaneUse use) {
    if (to.port().isEmpty()) {
      return portUnknown(to);
    }
    int port = to.port().getAsInt();
    return to.bracketed()
        ? ofHost(to.name(), port, resolution, use)
        : ofDomain(to.name(), port, resolution, use);
  }

  private static Gathered portUnknown(Destination to) {
    Answer.Why cause = Answer.Why.NOT_ASKED;
    String why =
        "TLSA records of "
            + to.name()
            + " unknown: \""
            + Printable.of(to.service(), 40)
            + "\" is no port that is known here, write its number";
    MxFacts facts = new MxFacts(to.name(), new MxState.Failed(cause, why), List.of());
    return new Gathered(facts, new Answer.Failed(cause, why), Duration.ZERO);
  }

  private Gathered ofDomain(DomainName domain, int port, Resolution resolution, DaneUse use) {
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
    OptionalInt tlsa = asked(port, Precedence.asksTlsa(state, resolution, use));
    return gathered(domain, mx, state, hosts, tlsa, noting);
  }

  private Gathered ofHost(DomainName host, int port, Resolution resolution, DaneUse use) {
    Noting noting = new Noting(dns);
    MxState state = new MxState.Itself();
    Answer none = new Answer.NoData(Security.INSECURE, Duration.ofHours(1));
    OptionalInt tlsa = asked(port, Precedence.asksTlsa(state, resolution, use));
    return gathered(host, none, state, List.of(host), tlsa, noting);
  }

  private static OptionalInt asked(int port, boolean asks) {
    return asks ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /// @param tlsa the port whose TLSA records are asked for, if any are
  private Gathered gathered(
      DomainName nextHop,
      Answer mx,
      MxState state,
      List<DomainName> hosts,
      OptionalInt tlsa,
      Noting noting) {
    List<Callable<HostTlsa>> tasks = new ArrayList<>();
    for (DomainName host : hosts) {
      tasks.add(
          () ->
              tlsa.isPresent()
                  ? HostTlsa.of(host, tlsa.getAsInt(), noting)
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
