package org.postroad.protocol.precedence;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dane.TlsaBaseDomain;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;

/// One case in the words of the tables, and the facts that it stands for.
///
/// @param mx `secure`, `insecure`, `itself`, `failed` or `nowhere`
/// @param ruling what is resolved for the domain, or decreed
record Scene(String mx, List<Host> hosts, Ruling ruling) {

  static final DomainName DOMAIN = DomainName.of("example.com");
  static final DomainName EXPANDED = DomainName.of("example.org");
  static final List<String> HOST_STATES =
      List.of("usable", "unusable", "none", "tlsa-failed", "no-address", "address-failed");

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final TlsaSet USABLE =
      TlsaSet.of(List.of(new TlsaRecord(3, 1, 1, "ab".repeat(32))));
  private static final TlsaSet UNUSABLE = TlsaSet.of(List.of(new TlsaRecord(1, 1, 1, "ab")));

  /// There are two dozen, in tens of thousands of cases.
  private static final Map<String, Policy> POLICIES = new ConcurrentHashMap<>();

  Scene {
    hosts = List.copyOf(hosts);
  }

  /// A host: its number, its state, and whether a policy lists it.
  record Host(int number, String state, boolean covered) {
    DomainName name() {
      return DomainName.of("mx" + number + ".example.net");
    }

    DomainName base() {
      return DomainName.of("base" + number + ".example.net");
    }

    HostTlsa facts() {
      List<InetAddress> at = List.of(InetAddress.ofLiteral("192.0.2." + number));
      TlsaBaseDomain base = new TlsaBaseDomain(base(), 25);
      return switch (state) {
        case "usable" -> new HostTlsa.Usable(name(), at, base, USABLE);
        case "unusable" -> new HostTlsa.Unusable(name(), at, base, UNUSABLE);
        case "none" -> new HostTlsa.None(name(), at, "no TLSA records");
        case "tlsa-failed" ->
            new HostTlsa.TlsaFailed(name(), at, Answer.Why.BOGUS, "TLSA records are bogus");
        case "no-address" -> new HostTlsa.NoAddress(name(), "no address");
        case "address-failed" ->
            new HostTlsa.AddressFailed(name(), Answer.Why.TIMED_OUT, "no answer");
        default -> throw new IllegalArgumentException(state);
      };
    }

    Host with(String other) {
      return new Host(number, other, covered);
    }
  }

  /// What holds for a domain.
  ///
  /// @param word `enforce`, `testing`, `mode-none`, `no-policy`, `unknown` or `dane-only`
  /// @param detail the state of the cache, the reason or the delay; for `dane-only` what else holds
  record Ruling(String word, String detail) {

    /// Every ruling: the modes from cache and fetched, every reason for none and for a delay; and
    /// the override over one of each kind.
    static List<Ruling> all() {
      List<Ruling> all = new ArrayList<>();
      for (String mode : List.of("enforce", "testing", "mode-none")) {
        for (Resolution.Source source : Resolution.Source.values()) {
          all.add(new Ruling(mode, source.name()));
        }
      }
      for (Resolution.Reason reason : Resolution.Reason.values()) {
        all.add(new Ruling("no-policy", reason.name()));
      }
      for (Resolution.Delay delay : Resolution.Delay.values()) {
        all.add(new Ruling("unknown", delay.name()));
      }
      for (String other : List.of("enforce", "testing", "mode-none", "no-policy", "unknown")) {
        all.add(new Ruling("dane-only", other));
      }
      return all;
    }

    /// Whether it matters which hosts a policy lists.
    boolean listsHosts() {
      return List.of("enforce", "testing").contains(published());
    }

    String published() {
      return word.equals("dane-only") ? detail : word;
    }

    DaneUse use() {
      return word.equals("dane-only") ? DaneUse.MANDATORY : DaneUse.OPPORTUNISTIC;
    }
  }

  MxFacts facts() {
    MxState state =
        switch (mx) {
          case "secure" -> new MxState.Secure(EXPANDED);
          case "insecure" -> new MxState.Insecure();
          case "itself" -> new MxState.Itself();
          case "failed" -> new MxState.Failed(Answer.Why.BOGUS, "MX records are bogus");
          case "nowhere" -> new MxState.Nowhere("null MX");
          default -> throw new IllegalArgumentException(mx);
        };
    return new MxFacts(DOMAIN, state, hosts.stream().map(Host::facts).toList());
  }

  Resolution resolution() {
    String published = ruling.published();
    boolean plain = published.equals(ruling.word());
    return switch (published) {
      case "no-policy" ->
          new Resolution.NoPolicy(
              plain ? Resolution.Reason.valueOf(ruling.detail()) : Resolution.Reason.NO_RECORD,
              "no policy");
      case "unknown" ->
          new Resolution.TryLater(
              plain ? Resolution.Delay.valueOf(ruling.detail()) : Resolution.Delay.BUSY, "later");
      default ->
          new Resolution.Applies(
              new CachedPolicy(policy(published), "1", NOW),
              plain ? Resolution.Source.valueOf(ruling.detail()) : Resolution.Source.CACHE);
    };
  }

  Decision decision() {
    return Precedence.decide(facts(), resolution(), ruling.use());
  }

  Scene with(List<Host> others) {
    return new Scene(mx, others, ruling);
  }

  Scene with(Ruling other) {
    return new Scene(mx, hosts, other);
  }

  private Policy policy(String mode) {
    String lines =
        hosts.stream()
            .filter(Host::covered)
            .map(host -> "mx: " + host.name() + "\n")
            .collect(Collectors.joining());
    return POLICIES.computeIfAbsent(mode + lines, key -> policy(mode, lines));
  }

  private static Policy policy(String mode, String lines) {
    String text =
        "version: STSv1\nmode: "
            + (mode.equals("mode-none") ? "none" : mode)
            + "\nmx: elsewhere.example\n"
            + lines
            + "max_age: 86400\n";
    return switch (Policy.parse(text.getBytes(StandardCharsets.UTF_8))) {
      case Policy.Parsed.Valid(Policy policy) -> policy;
      case Policy.Parsed.Invalid invalid -> throw new IllegalArgumentException(invalid.text());
    };
  }
}
