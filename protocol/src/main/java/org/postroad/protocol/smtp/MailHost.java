package org.postroad.protocol.smtp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Idna;
import org.postroad.protocol.text.Printable;

/// What stands right of an `@` and behind EHLO: a domain or an address literal (RFC 5321 §4.1.2,
/// §4.1.3).
public sealed interface MailHost {

  /// As it stands in a command: `example.com`, `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
  String text();

  /// A domain, as A-labels.
  record Named(DomainName name) implements MailHost {
    @Override
    public String text() {
      return name.text();
    }
  }

  /// An address in brackets. There is no domain, so there is no policy either.
  record Literal(InetAddress address) implements MailHost {
    @Override
    public String text() {
      String plain = address.getHostAddress();
      return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }
  }

  /// A host, or why the text is none.
  sealed interface Parsed {
    record Valid(MailHost host) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Reads a domain, U-labels too, or an address literal.
  static Parsed parse(String text) {
    if (text.startsWith("[")) {
      return Grammar.literal(text)
          .<Parsed>map(address -> new Parsed.Valid(new Literal(address)))
          .orElseGet(() -> Grammar.invalid("not an address literal", text));
    }
    return switch (Idna.toAscii(text)) {
      case Idna.Result.Invalid(String why) -> Grammar.invalid(why, text);
      case Idna.Result.Ascii(String ascii) -> Grammar.domain(ascii);
    };
  }

  /// The grammar of RFC 5321 §4.1.2 and §4.1.3.
  final class Grammar {
    private static final Pattern SUB_DOMAIN =
        Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?"); // RFC 5321 §4.1.2
    private static final Pattern IPV4 =
        Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private Grammar() {}

    static Parsed domain(String ascii) {
      return switch (DomainName.parse(ascii)) {
        case DomainName.Parsed.Invalid(String why) -> invalid(why, ascii);
        case DomainName.Parsed.Valid(DomainName name) when name.isRoot() ->
            invalid("the root", ascii);
        case DomainName.Parsed.Valid(DomainName name) ->
            name.labels().stream().allMatch(label -> SUB_DOMAIN.matcher(label).matches())
                ? new Parsed.Valid(new Named(name))
                : invalid("not a domain", ascii);
      };
    }

    static Optional<InetAddress> literal(String text) {
      if (!text.endsWith("]")) {
        return Optional.empty();
      }
      String inner = text.substring(1, text.length() - 1);
      return inner.regionMatches(true, 0, "IPv6:", 0, 5) ? ipv6(inner.substring(5)) : ipv4(inner);
    }

    /// A plain IPv4 address, none of the short and octal forms that libraries accept besides.
    static Optional<InetAddress> ipv4(String text) {
      if (!IPV4.matcher(text).matches()) {
        return Optional.empty();
      }
      try {
        return Optional.of(Inet4Address.ofLiteral(text));
      } catch (IllegalArgumentException aboveTwoHundredFiftyFive) {
        return Optional.empty();
      }
    }

    /// A plain IPv6 address without a zone.
    static Optional<InetAddress> ipv6(String text) {
      if (!IPV6.matcher(text).matches() || text.indexOf(':') < 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(Inet6Address.ofLiteral(text));
      } catch (IllegalArgumentException notAnAddress) {
        return Optional.empty();
      }
    }

    static Parsed invalid(String why, String text) {
      return new Parsed.Invalid(why + ": \"" + Printable.of(text, 80) + "\"");
    }
  }
}
