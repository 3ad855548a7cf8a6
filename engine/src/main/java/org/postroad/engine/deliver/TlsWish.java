package org.postroad.engine.deliver;

import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.Demand;
import org.postroad.protocol.precedence.HostAction;
import org.postroad.protocol.precedence.MxState;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.TlsRequiredField;
import org.postroad.protocol.tlsrpt.Shortfall;

/// What the sender of a message wants of TLS (RFC 8689).
enum TlsWish {
  /// What the recipient's domain wants.
  AS_PUBLISHED,

  /// REQUIRETLS: a proven host over verified TLS that promises the same, or no delivery.
  REQUIRED,

  /// `TLS-Required: No`: what the recipient's domain publishes stops nothing (§4.2.2). TLS is tried
  /// all the same, and what the operator decrees stands.
  NOT_REQUIRED;

  /// REQUIRETLS outdoes the header field (§4.1).
  static TlsWish of(Envelope envelope, MessageBytes message) {
    if (envelope.requireTls()) {
      return REQUIRED;
    }
    return TlsRequiredField.isNo(message) ? NOT_REQUIRED : AS_PUBLISHED;
  }

  /// What counts of what was resolved.
  Resolution applied(Resolution published) {
    return this == NOT_REQUIRED
        ? new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "TLS-Required: No")
        : published;
  }

  Optional<DaneUse> applied(Optional<DaneUse> use) {
    return this == NOT_REQUIRED ? use.filter(u -> u == DaneUse.MANDATORY) : use;
  }

  /// What becomes of a decision. Where TLS is required the host must be the right one by the
  /// domain's own word: named by signed MX records, by a policy in `enforce`, or by no MX record at
  /// all; a policy in `testing` is no such word. It then proves itself as demanded already, or by a
  /// certificate for its name.
  HostAction applied(DomainName host, MxState mx, HostAction action) {
    if (this != REQUIRED || !(action instanceof HostAction.Deliver deliver)) {
      return action;
    }
    return switch (deliver.demand()) {
      case Demand.Verified verified -> deliver;
      case Demand.Named named -> deliver; // the operator's word instead of the domain's
      case Demand.Dane dane when dane.domainProven() -> deliver;
      case Demand.Dane dane -> notProven(host, deliver);
      case Demand.Encrypted encrypted -> proven(host, mx, deliver);
      case Demand.Any any -> proven(host, mx, deliver);
    };
  }

  private static HostAction proven(DomainName host, MxState mx, HostAction.Deliver deliver) {
    return mx instanceof MxState.Insecure
        ? notProven(host, deliver)
        : new HostAction.Deliver(
            deliver.policyType(), new Demand.Verified(), false, List.copyOf(deliver.noted()));
  }

  private static HostAction notProven(DomainName host, HostAction.Deliver deliver) {
    return new HostAction.Skip(
        deliver.policyType(),
        new Shortfall(
            Shortfall.Kind.MX_NOT_PROVEN,
            "TLS is required, and neither DNSSEC nor a policy in enforce names " + host));
  }
}
