package org.postroad.protocol.mtasts;

import org.postroad.protocol.dns.DomainName;

/// The policy domain of a next hop (RFC 8461 §3.4): the domain itself, or the smart host's domain,
/// whatever the port.
///
/// A next hop is written as MTAs write it, see [Destination]. A parent that Postfix asks for
/// (`.example.com`), an address literal and what is no host name have no policy, and that is a
/// plain "no": an error would defer the mail of every domain without a policy.
public final class PolicyDomain {

  private PolicyDomain() {}

  /// A policy domain, or why the next hop has none.
  public sealed interface Parsed {
    record Domain(DomainName name) implements Parsed {}

    record None(String why) implements Parsed {}
  }

  /// The policy domain of `nextHop`.
  public static Parsed of(String nextHop) {
    return switch (Destination.parse(nextHop)) {
      case Destination.Parsed.None(String why) -> new Parsed.None(why);
      case Destination.Parsed.Named(Destination destination) -> of(destination.name());
    };
  }

  /// Whether a name can be a policy domain. One that is no host name cannot, though it may have MX
  /// and TLSA records.
  public static Parsed of(DomainName name) {
    if (name.isRoot()) {
      return new Parsed.None("the root");
    }
    if (name.endsInNumber()) {
      return new Parsed.None("an address literal");
    }
    for (String label : name.labels()) {
      if (label.startsWith("-") || label.endsWith("-") || label.indexOf('_') >= 0) {
        return new Parsed.None("not a host name: label \"" + label + "\"");
      }
    }
    return name.hasRoomFor("_mta-sts")
        ? new Parsed.Domain(name)
        : new Parsed.None("too long to have an _mta-sts record");
  }

  /// The name of the record that announces the policy: `_mta-sts.example.com` (RFC 8461 §3.1).
  public static DomainName record(DomainName policyDomain) {
    return policyDomain.child("_mta-sts");
  }

  /// The policy host: `mta-sts.example.com` (RFC 8461 §3.2).
  public static DomainName policyHost(DomainName policyDomain) {
    return policyDomain.child("mta-sts");
  }
}
