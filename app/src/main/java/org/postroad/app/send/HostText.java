package org.postroad.app.send;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.net.ReverseName;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.smtp.MailHost;
import org.postroad.protocol.tlsrpt.MxContact;

/// How a host is called before people: by its name, and where only an address was given, by that.
///
/// A next hop of an address goes by its name in the reverse tree inside, which nobody wrote and
/// which need not be there.
final class HostText {

  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.in-addr\\.arpa");
  private static final Pattern IPV6 = Pattern.compile("((?:[0-9a-f]\\.){32})ip6\\.arpa");

  private HostText() {}

  /// `mx1.example.org`, `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
  static String of(DomainName host) {
    return literal(host).map(MailHost::text).orElse(host.text());
  }

  /// With the address that was dialled: `mx1.example.org [192.0.2.1]`.
  static String of(MxContact contact) {
    return switch (contact) {
      case MxContact.NotDialled(var host) -> of(host);
      case MxContact.Dialled(var host, var address) ->
          host.equals(ReverseName.of(address))
              ? of(host)
              : host + " [" + Endpoint.text(address) + "]";
    };
  }

  private static Optional<MailHost> literal(DomainName host) {
    Matcher four = IPV4.matcher(host.text());
    if (four.matches()) {
      return parsed(
          four.group(4) + "." + four.group(3) + "." + four.group(2) + "." + four.group(1));
    }
    Matcher six = IPV6.matcher(host.text());
    if (six.matches()) {
      String digits = new StringBuilder(six.group(1).replace(".", "")).reverse().toString();
      return parsed("IPv6:" + digits.replaceAll("(.{4})(?=.)", "$1:"));
    }
    return Optional.empty();
  }

  private static Optional<MailHost> parsed(String address) {
    return MailHost.parse("[" + address + "]") instanceof MailHost.Parsed.Valid(MailHost host)
        ? Optional.of(host)
        : Optional.empty();
  }
}
