package org.postroad.engine.policyhost;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The addresses of a host, in the order in which they are tried: IPv6 and IPv4 by turns (RFC 8305
/// §4), so that a family that leads nowhere costs one try before the other has its own.
///
/// The same answers are looked at by the guard and dialled: there is no second look-up between that
/// a name server could answer differently (DNS rebinding).
sealed interface HostAddresses {

  /// Those that may be dialled, at least one.
  record Found(List<InetAddress> addresses) implements HostAddresses {
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /// None, and why.
  record None(String why) implements HostAddresses {}

  /// Addresses tried for one fetch. Who names more gets these.
  int TRIED_MAX = 8;

  /// How long the answer for one family is waited for when the other's is here.
  Duration PATIENCE = Duration.ofMillis(250); // RFC 8305 §3 has 50 ms, for people who wait

  /// Looks up both families at the same time.
  static HostAddresses of(DomainName host, Dns dns, AddressGuard guard, Deadline deadline) {
    AtomicReference<Optional<Answer>> six = new AtomicReference<>(Optional.empty());
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              six.set(Optional.of(dns.lookup(host, RecordType.AAAA)));
              done.countDown();
            });
    Answer four = dns.lookup(host, RecordType.A);
    try {
      Deadline wait = four instanceof Answer.Found ? deadline.atMost(PATIENCE) : deadline;
      boolean _ = done.await(wait.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new None("interrupted");
    }
    Answer unanswered = new Answer.Failed(Answer.Why.TIMED_OUT, "no answer yet");
    return of(host, four, six.get().orElse(unanswered), guard);
  }

  private static HostAddresses of(DomainName host, Answer four, Answer six, AddressGuard guard) {
    List<InetAddress> all = alternating(addresses(six), addresses(four));
    if (all.isEmpty()) {
      return new None(absence(host, four, six));
    }
    List<InetAddress> allowed = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (InetAddress address : all) {
      guard
          .refusal(address)
          .ifPresentOrElse(
              why -> refusals.add(Endpoint.text(address) + " is " + why),
              () -> allowed.add(address));
    }
    return allowed.isEmpty()
        ? new None(
            host
                + " has no address that may be dialled: "
                + String.join(", ", refusals.subList(0, Math.min(refusals.size(), TRIED_MAX))))
        : new Found(allowed.subList(0, Math.min(allowed.size(), TRIED_MAX)));
  }

  private static List<InetAddress> addresses(Answer answer) {
    return answer instanceof Answer.Found found
        ? found.only(AddressRecord.class).stream().map(AddressRecord::address).toList()
        : List.of();
  }

  private static List<InetAddress> alternating(List<InetAddress> first, List<InetAddress> second) {
    List<InetAddress> all = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      first.stream().skip(i).limit(1).forEach(all::add);
      second.stream().skip(i).limit(1).forEach(all::add);
    }
    return all;
  }

  /// A name without addresses and one that nobody could look up are told apart.
  private static String absence(DomainName host, Answer four, Answer six) {
    if (four instanceof Answer.NoSuchName || six instanceof Answer.NoSuchName) {
      return host + " does not exist";
    }
    List<String> failures =
        Stream.of(four, six)
            .flatMap(a -> a instanceof Answer.Failed f ? Stream.of(f.detail()) : Stream.empty())
            .distinct()
            .toList();
    return failures.isEmpty()
        ? host + " has no address"
        : "address of " + host + " not found out: " + String.join("; ", failures);
  }
}
