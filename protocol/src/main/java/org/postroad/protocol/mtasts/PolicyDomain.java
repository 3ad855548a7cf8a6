package org.postroad.protocol.mtasts;

import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Idna;

/// The policy domain of a next hop (RFC 8461 §3.4): the domain itself, or the smart host's domain.
///
/// A next hop is written as MTAs write it: `example.com`, `[relay.example.com]`,
/// `[relay.example.com]:587`, `relay.example.com:submission`. U-labels become A-labels. A parent
/// that Postfix asks for (`.example.com`), an address literal and what is no host name have no
/// policy, and that is a plain "no": an error would defer the mail of every domain without a
/// policy.
public final class PolicyDomain {

  private PolicyDomain() {}

  /// A policy domain, or why the next hop has none.
  public sealed interface Parsed {
    record Domain(DomainName name) implements Parsed {}

    record None(String why) implements Parsed {}
  }

  /// The policy domain of `nextHop`.
  public static Parsed of(String nextHop) {
    if (nextHop.startsWith(".")) {
      return new Parsed.None("a parent domain: policies are never taken from one");
    }
    String host = nextHop;
    if (host.startsWith("[")) {
      int close = host.indexOf(']');
      if (close < 0 || !isPort(host.substring(close + 1))) {
        return new Parsed.None("brackets do not close");
      }
      host = host.substring(1, close);
    } else {
      int colon = host.indexOf(':');
      if (colon >= 0 && isPort(host.substring(colon))) {
        host = host.substring(0, colon);
      }
    }
    if (host.indexOf(':') >= 0) {
      return new Parsed.None("an address literal");
    }
    return switch (Idna.toAscii(host)) {
      case Idna.Result.Ascii(String ascii) -> hostName(ascii);
      case Idna.Result.Invalid(String why) -> new Parsed.None(why);
    };
  }

  /// The name of the record that announces the policy: `_mta-sts.example.com` (RFC 8461 §3.1).
  public static DomainName record(DomainName policyDomain) {
    return policyDomain.child("_mta-sts");
  }

  /// The policy host: `mta-sts.example.com` (RFC 8461 §3.2).
  public static DomainName policyHost(DomainName policyDomain) {
    return policyDomain.child("mta-sts");
  }

  private static Parsed hostName(String ascii) {
    return switch (DomainName.parse(ascii)) {
      case DomainName.Parsed.Invalid(String why) -> new Parsed.None(why);
      case DomainName.Parsed.Valid(DomainName name) -> judged(name);
    };
  }

  private static Parsed judged(DomainName name) {
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

  /// Nothing, or `:` and a port number or service name.
  private static boolean isPort(String text) {
    return text.isEmpty()
        || (text.length() > 1
            && text.charAt(0) == ':'
            && text.indexOf(':', 1) < 0
            && text.chars().skip(1).allMatch(c -> c == '-' || isAlphanumeric(c)));
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
