package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.tlsrpt.PolicyType;

/// DANE beside MTA-STS (RFC 7672, RFC 8461 §2).
///
/// A host that secure MX records name and that has usable TLSA records is judged by them alone: no
/// policy can make up for a failure there (RFC 8461 §2), and none is needed where they are
/// satisfied. Every other host is judged by the policy. Where the MX records are not signed DANE
/// says nothing of the domain, so it never takes the place of a policy in `enforce`; without one it
/// is used for what it is worth (RFC 7672 §2.2.1). What cannot be looked up is not there to be
/// used.
public final class Precedence {

  private static final Resolution DECREED =
      new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "the operator has decreed");

  private Precedence() {}

  /// For all hosts of a next hop, and for the next hop as a whole.
  public static Decision decide(MxFacts facts, Resolution resolution, DaneUse use) {
    List<Decision.Host> hosts =
        facts.hosts().stream()
            .map(
                host ->
                    new Decision.Host(
                        host.host(), host(facts.nextHop(), facts.mx(), host, resolution, use)))
            .toList();
    return new Decision(hosts, LevelRule.level(facts, resolution, use));
  }

  /// For one host, when its turn comes.
  ///
  /// @param mx [MxState.Secure], [MxState.Insecure] or [MxState.Itself]: the others have no hosts
  public static HostAction host(
      DomainName nextHop, MxState mx, HostTlsa host, Resolution resolution, DaneUse use) {
    return new HostRule(nextHop, mx, resolution, use).action(host);
  }

  /// For one host where the operator has decreed something.
  public static HostAction host(DomainName nextHop, MxState mx, HostTlsa host, Decree decree) {
    if (decree instanceof Decree.DaneOnly) {
      return host(nextHop, mx, host, DECREED, DaneUse.MANDATORY);
    }
    return switch (host) {
      case HostTlsa.NoAddress(DomainName name, String why) -> new HostAction.Unreachable(why);
      case HostTlsa.AddressFailed(DomainName name, var cause, String why) ->
          new HostAction.Unreachable(why);
      case HostTlsa.Reachable reachable ->
          new HostAction.Deliver(PolicyType.NO_POLICY_FOUND, demand(decree), false, List.of());
    };
  }

  private static Demand demand(Decree decree) {
    return switch (decree) {
      case Decree.May may -> new Demand.Any();
      case Decree.Encrypt encrypt -> new Demand.Encrypted();
      case Decree.Secure(var names) -> new Demand.Named(names);
      case Decree.DaneOnly dane -> throw new IllegalArgumentException("by the TLSA records");
    };
  }

  /// Whether a look-up of TLSA records can decide anything under a decree.
  public static boolean asksTlsa(MxState mx, Decree decree) {
    return decree instanceof Decree.DaneOnly && asksTlsa(mx, DECREED, DaneUse.MANDATORY);
  }

  /// Whether a look-up of TLSA records can decide anything: not where the MX records are insecure
  /// and a policy in `enforce` stands, which Postfix at `secure` does not look beyond either.
  public static boolean asksTlsa(MxState mx, Resolution resolution, DaneUse use) {
    return switch (mx) {
      case MxState.Secure secure -> true;
      case MxState.Itself itself -> true;
      case MxState.Insecure insecure ->
          use == DaneUse.OPPORTUNISTIC
              && !enforced(resolution)
              && !(resolution instanceof Resolution.TryLater);
      case MxState.Nowhere nowhere -> false;
      case MxState.Failed failed -> false;
    };
  }

  static boolean enforced(Resolution resolution) {
    return resolution instanceof Resolution.Applies(var cached, var source)
        && cached.policy().mode() == PolicyMode.ENFORCE;
  }
}
