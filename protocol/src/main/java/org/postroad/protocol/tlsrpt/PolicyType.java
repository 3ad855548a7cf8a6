package org.postroad.protocol.tlsrpt;

import org.postroad.protocol.mtasts.Resolution;

/// The kind of policy that a session was held to (RFC 8460 §4.4, `policy-type`).
public enum PolicyType {
  /// DANE's TLSA records.
  TLSA("tlsa"),
  /// An MTA-STS policy, of whatever mode.
  STS("sts"),
  /// Neither was found.
  NO_POLICY_FOUND("no-policy-found");

  private final String text;

  PolicyType(String text) {
    this.text = text;
  }

  /// The type of a session under what was resolved.
  public static PolicyType of(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Applies applies -> STS;
      case Resolution.NoPolicy none -> NO_POLICY_FOUND;
      case Resolution.TryLater later -> NO_POLICY_FOUND;
    };
  }

  /// As it stands in a report: `no-policy-found`.
  public String text() {
    return text;
  }
}
