package org.postroad.engine.deliver;

import java.util.Optional;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.Decree;
import org.postroad.protocol.precedence.HostAction;
import org.postroad.protocol.precedence.MxState;
import org.postroad.protocol.precedence.Precedence;

/// What holds at a next hop: what its domain publishes, as far as it counts, or what the operator
/// decrees in its place.
sealed interface Ruling {

  /// Whether TLSA records are to be asked for.
  boolean asksTlsa(MxState mx);

  /// What is done with a host.
  HostAction action(DomainName nextHop, MxState mx, HostTlsa facts);

  /// What says that there are mail hosts, `policy` or `override`, where the answer about them is
  /// not signed: if that says there are none it is forged or broken, and must not return mail (RFC
  /// 8461 §5).
  Optional<String> contradicting(Answer mx);

  /// What of it a TLS report is about.
  Resolution reported();

  /// @param dane nothing to leave TLSA records alone
  record Published(Resolution resolution, Optional<DaneUse> dane) implements Ruling {
    @Override
    public boolean asksTlsa(MxState mx) {
      return dane.filter(use -> Precedence.asksTlsa(mx, resolution, use)).isPresent();
    }

    @Override
    public HostAction action(DomainName nextHop, MxState mx, HostTlsa facts) {
      return Precedence.host(nextHop, mx, facts, resolution, dane.orElse(DaneUse.OPPORTUNISTIC));
    }

    @Override
    public Optional<String> contradicting(Answer mx) {
      boolean enforced =
          resolution instanceof Resolution.Applies(var cached, var source)
              && cached.policy().mode() == PolicyMode.ENFORCE;
      return enforced && !isSigned(mx) ? Optional.of("policy") : Optional.empty();
    }

    @Override
    public Resolution reported() {
      return resolution;
    }
  }

  /// By an override.
  record Decreed(Decree decree) implements Ruling {
    @Override
    public boolean asksTlsa(MxState mx) {
      return Precedence.asksTlsa(mx, decree);
    }

    @Override
    public HostAction action(DomainName nextHop, MxState mx, HostTlsa facts) {
      return Precedence.host(nextHop, mx, facts, decree);
    }

    @Override
    public Optional<String> contradicting(Answer mx) {
      boolean proves = decree instanceof Decree.Secure || decree instanceof Decree.DaneOnly;
      return proves && !isSigned(mx) ? Optional.of("override") : Optional.empty();
    }

    @Override
    public Resolution reported() {
      return new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "an override");
    }
  }

  private static boolean isSigned(Answer mx) {
    return switch (mx) {
      case Answer.Found found -> found.security() == Security.SECURE;
      case Answer.NoSuchName none -> none.security() == Security.SECURE;
      case Answer.NoData none -> none.security() == Security.SECURE;
      case Answer.Failed failed -> false;
    };
  }
}
