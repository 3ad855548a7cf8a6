package org.postroad.protocol.precedence;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// What is said of a whole domain to an MTA that has one level for all hosts, in Postfix's words.
public sealed interface DomainLevel {

  /// `dane-only`: hosts that prove themselves by TLSA records, and no others.
  ///
  /// @param passedOver hosts that have addresses and get no mail so, though some would by
  ///   themselves be allowed it: the price of one level for all
  record DaneOnly(List<DomainName> passedOver) implements DomainLevel {
    public DaneOnly {
      passedOver = List.copyOf(passedOver);
    }
  }

  /// `dane`: each host by its TLSA records, TLS if it can be had where there are none. Never under
  /// a policy in `enforce`.
  record Dane() implements DomainLevel {}

  /// `secure`: the policy in `enforce` that was resolved.
  ///
  /// @param leftOut hosts whose addresses could not be looked up: they may have TLSA records, in
  ///   place of which no policy may stand, so they are not among those that may be verified by it
  record Secure(List<DomainName> leftOut) implements DomainLevel {
    public Secure {
      leftOut = List.copyOf(leftOut);
    }

    /// For every host that the policy lists.
    public Secure() {
      this(List.of());
    }
  }

  /// NOTFOUND: the MTA's own level stands.
  record Own() implements DomainLevel {}

  /// TEMP: the mail waits.
  record TryLater(String why) implements DomainLevel {}
}
