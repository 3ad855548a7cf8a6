package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.tlsrpt.PolicyType;
import org.postroad.protocol.tlsrpt.Shortfall;

/// What an SMTP client does with one host when its turn comes. All that is not [Deliver] counts as
/// unreachable: the next host is tried, in the order of preference, and where none is left the
/// message is delayed, never given up.
public sealed interface HostAction {

  /// Deliver to it, if the session is as demanded.
  ///
  /// @param policyType under which the session is reported
  /// @param tested a policy in `testing` is held against the certificate besides, as against one
  ///   that must be [Demand.Verified]; what is wanting is noted and stops nothing (RFC 8461 §5)
  /// @param noted what is wanting already
  record Deliver(PolicyType policyType, Demand demand, boolean tested, List<Shortfall> noted)
      implements HostAction {
    public Deliver {
      noted = List.copyOf(noted);
    }
  }

  /// It falls short of what is demanded before it was dialled.
  record Skip(PolicyType policyType, Shortfall shortfall) implements HostAction {}

  /// It has no address, or none is known.
  record Unreachable(String why) implements HostAction {}

  /// The policy that would decide is not known yet.
  record Wait(String why) implements HostAction {}
}
