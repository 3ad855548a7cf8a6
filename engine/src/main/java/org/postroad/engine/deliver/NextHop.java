package org.postroad.engine.deliver;

import java.net.InetAddress;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.net.ReverseName;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.text.Printable;

/// Where a message goes next: the recipient's domain, or a smart host.
public sealed interface NextHop {

  int SMTP_PORT = 25; // RFC 5321 §4.5.4.2

  int port();

  /// The domain whose policy applies (RFC 8461 §3.4); for an address, which has none, its name in
  /// the reverse tree (RFC 1035 §3.5), so that it can be named at all.
  DomainName policyDomain();

  /// A domain: its MX records say which hosts.
  record ByMx(DomainName domain, int port) implements NextHop {
    @Override
    public DomainName policyDomain() {
      return domain;
    }
  }

  /// This host and no other, `[relay.example.com]`: MX records are not asked for.
  record Host(DomainName name, int port) implements NextHop {
    @Override
    public DomainName policyDomain() {
      return name;
    }
  }

  /// This address, `[192.0.2.1]`.
  record Address(InetAddress address, int port) implements NextHop {
    @Override
    public DomainName policyDomain() {
      return ReverseName.of(address);
    }
  }

  /// A next hop, or why the text is none.
  sealed interface Parsed {
    record Valid(NextHop hop) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// The next hop of a recipient.
  static NextHop of(MailHost host) {
    return switch (host) {
      case MailHost.Named(DomainName name) -> new ByMx(name, SMTP_PORT);
      case MailHost.Literal(InetAddress address) -> new Address(address, SMTP_PORT);
    };
  }

  /// Reads a smart host as MTAs write it: `example.com`, `[relay.example.com]:587`,
  /// `192.0.2.1:2525`, `[2001:db8::1]:25`, `[IPv6:2001:db8::1]`.
  static Parsed parse(String text) {
    if (Endpoint.parse(text, SMTP_PORT) instanceof Endpoint.Parsed.Valid(var plain)) {
      return new Parsed.Valid(new Address(plain.getAddress(), plain.getPort()));
    }
    boolean brackets = text.startsWith("[");
    int end = brackets ? text.indexOf(']') + 1 : text.indexOf(':');
    if (brackets && end == 0) {
      return invalid("brackets do not close", text);
    }
    String host = end < 0 ? text : text.substring(0, end);
    String rest = end < 0 ? "" : text.substring(end);
    if (!rest.isEmpty() && !rest.matches(":[0-9]{1,5}")) {
      return invalid("not a port", text);
    }
    int port = rest.isEmpty() ? SMTP_PORT : Integer.parseInt(rest.substring(1));
    if (port < 1 || port > 65_535) {
      return invalid("not a port", text);
    }
    if (MailHost.parse(host) instanceof MailHost.Parsed.Valid(MailHost.Literal(var address))) {
      return new Parsed.Valid(new Address(address, port));
    }
    return switch (PolicyDomain.of(host)) {
      case PolicyDomain.Parsed.None(String why) -> invalid(why, text);
      case PolicyDomain.Parsed.Domain(DomainName name) ->
          new Parsed.Valid(brackets ? new Host(name, port) : new ByMx(name, port));
    };
  }

  private static Parsed invalid(String why, String text) {
    return new Parsed.Invalid(why + ": \"" + Printable.of(text, 80) + "\"");
  }
}
