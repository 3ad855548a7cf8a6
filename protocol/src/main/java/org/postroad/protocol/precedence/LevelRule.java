package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;

/// What is said of a whole domain: the second table of docs/precedence.md.
final class LevelRule {

  private LevelRule() {}

  static DomainLevel level(MxFacts facts, Resolution resolution, DaneUse use) {
    if (use == DaneUse.MANDATORY) {
      return daneOnly(facts);
    }
    return switch (facts.mx()) {
      case MxState.Failed(var cause, String why) -> new DomainLevel.TryLater(why);
      case MxState.Nowhere nowhere -> byPolicy(facts, resolution);
      case MxState.Insecure insecure ->
          allWithoutAddress(facts) ? firstFailure(facts) : byPolicy(facts, resolution);
      case MxState.Secure secure -> byHosts(facts, resolution);
      case MxState.Itself itself -> byHosts(facts, resolution);
    };
  }

  private static DomainLevel byHosts(MxFacts facts, Resolution resolution) {
    boolean usable = any(facts, HostTlsa.Usable.class);
    boolean unusable = any(facts, HostTlsa.Unusable.class);
    boolean none = any(facts, HostTlsa.None.class);
    boolean open = !Precedence.enforced(resolution) && !(resolution instanceof Resolution.TryLater);
    if (usable) {
      return open && (unusable || none) ? new DomainLevel.Dane() : daneOnly(facts);
    }
    boolean asksItself = open && unusable; // Postfix at `dane`, for each host when its turn comes
    if (any(facts, HostTlsa.TlsaFailed.class) && !asksItself) {
      // What is unknown may be usable: then `secure` would let a policy stand in for DANE, and the
      // MTA's own level would let anybody in.
      return firstFailure(facts);
    }
    List<DomainName> lost = withoutKnownAddress(facts);
    if (!lost.isEmpty() && !unusable && !none) {
      return firstFailure(facts);
    }
    if (open && (unusable || !lost.isEmpty())) {
      return new DomainLevel.Dane();
    }
    DomainLevel level = byPolicy(facts, resolution);
    return level instanceof DomainLevel.Secure ? new DomainLevel.Secure(lost) : level;
  }

  /// They are unreachable, and the others are not (RFC 7672 §2.1.2).
  private static List<DomainName> withoutKnownAddress(MxFacts facts) {
    return facts.hosts().stream()
        .filter(HostTlsa.AddressFailed.class::isInstance)
        .map(HostTlsa::host)
        .toList();
  }

  private static DomainLevel byPolicy(MxFacts facts, Resolution resolution) {
    return switch (resolution) {
      case Resolution.TryLater(var delay, String detail) ->
          new DomainLevel.TryLater("policy of " + facts.nextHop() + ": " + detail);
      case Resolution.NoPolicy none -> new DomainLevel.Own();
      case Resolution.Applies applies ->
          Precedence.enforced(applies) ? new DomainLevel.Secure() : new DomainLevel.Own();
    };
  }

  private static DomainLevel daneOnly(MxFacts facts) {
    return new DomainLevel.DaneOnly(
        facts.hosts().stream()
            .filter(host -> host instanceof HostTlsa.Unusable || host instanceof HostTlsa.None)
            .map(HostTlsa::host)
            .toList());
  }

  /// Whether the mail can go nowhere: every host that may have an address failed, and one did.
  private static boolean allWithoutAddress(MxFacts facts) {
    return any(facts, HostTlsa.AddressFailed.class) && !any(facts, HostTlsa.Reachable.class);
  }

  private static DomainLevel firstFailure(MxFacts facts) {
    return facts.hosts().stream()
        .filter(LevelRule::isUnknown)
        .findFirst()
        .map(failed -> new DomainLevel.TryLater(why(failed)))
        .orElseThrow();
  }

  private static boolean any(MxFacts facts, Class<? extends HostTlsa> state) {
    return facts.hosts().stream().anyMatch(state::isInstance);
  }

  private static boolean isUnknown(HostTlsa host) {
    return host instanceof HostTlsa.TlsaFailed || host instanceof HostTlsa.AddressFailed;
  }

  private static String why(HostTlsa host) {
    return switch (host) {
      case HostTlsa.AddressFailed(var name, var cause, String why) -> why;
      case HostTlsa.TlsaFailed(var name, var addresses, var cause, String why) -> why;
      case HostTlsa.NoAddress(var name, String why) -> why;
      case HostTlsa.None(var name, var addresses, String why) -> why;
      case HostTlsa.Usable usable -> usable.base().toString();
      case HostTlsa.Unusable unusable -> unusable.base().toString();
    };
  }
}
