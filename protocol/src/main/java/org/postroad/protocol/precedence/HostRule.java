package org.postroad.protocol.precedence;

import java.util.List;
import java.util.stream.Stream;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dane.TlsaBaseDomain;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.tlsrpt.PolicyType;
import org.postroad.protocol.tlsrpt.Shortfall;

/// What is done with one host: the first table of docs/precedence.md.
record HostRule(DomainName nextHop, MxState mx, Resolution resolution, DaneUse use) {

  HostAction action(HostTlsa host) {
    return switch (host) {
      case HostTlsa.NoAddress(DomainName name, String why) -> new HostAction.Unreachable(why);
      case HostTlsa.AddressFailed(DomainName name, var cause, String why) ->
          new HostAction.Unreachable(why);
      case HostTlsa.Reachable reachable ->
          switch (mx) {
            case MxState.Secure(DomainName expanded) ->
                certain(reachable, Stream.of(nextHop, expanded).distinct().toList());
            case MxState.Itself itself -> certain(reachable, List.of(nextHop));
            case MxState.Insecure insecure -> doubtful(reachable);
            case MxState.Nowhere nowhere -> throw new IllegalArgumentException("no host");
            case MxState.Failed failed -> throw new IllegalArgumentException("no host");
          };
    };
  }

  /// The host is the one that the next hop's owner wants: DANE decides where it can.
  ///
  /// @param alsoFor names of a certificate besides the base domain (RFC 7672 §3.2.2)
  private HostAction certain(HostTlsa.Reachable host, List<DomainName> alsoFor) {
    return switch (host) {
      case HostTlsa.Usable(var name, var addresses, TlsaBaseDomain base, TlsaSet records) ->
          new HostAction.Deliver(
              PolicyType.TLSA, dane(base, records, alsoFor, true), false, List.of());
      case HostTlsa.TlsaFailed failed -> unknown(failed);
      case HostTlsa.Unusable unusable ->
          use == DaneUse.MANDATORY
              ? required("no TLSA record at " + unusable.base() + " can be used")
              : byPolicy(unusable.host(), PolicyType.TLSA, new Demand.Encrypted());
      case HostTlsa.None none ->
          use == DaneUse.MANDATORY
              ? required(none.why())
              : byPolicy(none.host(), PolicyType.of(resolution), new Demand.Any());
    };
  }

  /// Anybody may have named the host. A policy says by itself which hosts are right; without one
  /// that must be obeyed, DANE still keeps out whoever is on the path to this host (RFC 7672
  /// §2.2.1), and the certificate must be for the host by its name (§3.2.2).
  private HostAction doubtful(HostTlsa.Reachable host) {
    if (use == DaneUse.MANDATORY) {
      return required("MX records of " + nextHop + " are not signed"); // §2.2.1
    }
    if (Precedence.enforced(resolution) || resolution instanceof Resolution.TryLater) {
      return byPolicy(host.host(), PolicyType.of(resolution), new Demand.Any());
    }
    return switch (host) {
      case HostTlsa.Usable(DomainName name, var addresses, TlsaBaseDomain base, TlsaSet records) ->
          byPolicy(name, PolicyType.TLSA, dane(base, records, List.of(name), false));
      case HostTlsa.TlsaFailed failed -> unknown(failed);
      case HostTlsa.Unusable unusable ->
          byPolicy(unusable.host(), PolicyType.TLSA, new Demand.Encrypted());
      case HostTlsa.None none -> byPolicy(none.host(), PolicyType.of(resolution), new Demand.Any());
    };
  }

  /// The policy beside what DANE demands already.
  ///
  /// @param type and demand where the policy demands nothing
  private HostAction byPolicy(DomainName host, PolicyType type, Demand demand) {
    return switch (resolution) {
      case Resolution.TryLater(var delay, String detail) ->
          new HostAction.Wait("policy of " + nextHop + " not known yet: " + detail);
      case Resolution.NoPolicy none -> new HostAction.Deliver(type, demand, false, List.of());
      case Resolution.Applies(var cached, var source) -> under(cached.policy(), host, type, demand);
    };
  }

  private static HostAction under(Policy policy, DomainName host, PolicyType type, Demand demand) {
    Shortfall foreign =
        new Shortfall(Shortfall.Kind.MX_NOT_IN_POLICY, host + " is not among the mx of the policy");
    boolean covered = policy.covers(host);
    return switch (policy.mode()) {
      case ENFORCE ->
          covered
              ? new HostAction.Deliver(PolicyType.STS, new Demand.Verified(), false, List.of())
              : new HostAction.Skip(PolicyType.STS, foreign);
      case TESTING ->
          new HostAction.Deliver(
              PolicyType.STS, demand, true, covered ? List.of() : List.of(foreign));
      case NONE -> new HostAction.Deliver(type, demand, false, List.of());
    };
  }

  private static Demand dane(
      TlsaBaseDomain base, TlsaSet records, List<DomainName> alsoFor, boolean domainProven) {
    List<DomainName> names =
        Stream.concat(Stream.of(base.name()), alsoFor.stream()).distinct().toList();
    return new Demand.Dane(base, records, names, domainProven);
  }

  private static HostAction unknown(HostTlsa.TlsaFailed failed) {
    return new HostAction.Skip(
        PolicyType.TLSA, new Shortfall(Shortfall.Kind.TLSA_UNKNOWN, failed.why()));
  }

  private static HostAction required(String why) {
    return new HostAction.Skip(
        PolicyType.TLSA, new Shortfall(Shortfall.Kind.DANE_REQUIRED, "DANE is required: " + why));
  }
}
