package org.postroad.protocol.mtasts;

import java.util.Locale;
import java.util.OptionalInt;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Idna;

/// Where mail goes next, as MTAs write it: `example.com`, `[relay.example.com]`,
/// `[relay.example.com]:587`, `relay.example.com:submission`.
///
/// What policy domain it has says [PolicyDomain#of(DomainName)].
///
/// @param name of the domain or the host, U-labels as A-labels
/// @param bracketed a host that is its own road: MX records are not asked for
/// @param service the port's number without leading zeros, or a service name in lower case
public record Destination(DomainName name, boolean bracketed, String service) {

  private static final String SMTP = "25"; // RFC 5321 §4.5.4.2
  private static final int PORT_MAX = 65_535;

  /// A destination, or why the text is none that has a name.
  public sealed interface Parsed {
    record Named(Destination destination) implements Parsed {}

    record None(String why) implements Parsed {}
  }

  /// A domain, at the usual port.
  public static Destination of(DomainName domain) {
    return new Destination(domain, false, SMTP);
  }

  /// Reads a next hop. A parent that Postfix asks for (`.example.com`), an address literal and junk
  /// are none.
  public static Parsed parse(String nextHop) {
    if (nextHop.startsWith(".")) {
      return new Parsed.None("a parent domain: policies are never taken from one");
    }
    boolean bracketed = nextHop.startsWith("[");
    String host = nextHop;
    String port = "";
    if (bracketed) {
      int close = nextHop.indexOf(']');
      if (close < 0 || !isPort(nextHop.substring(close + 1))) {
        return new Parsed.None("brackets do not close");
      }
      host = nextHop.substring(1, close);
      port = nextHop.substring(close + 1);
    } else {
      int colon = nextHop.indexOf(':');
      if (colon >= 0 && isPort(nextHop.substring(colon))) {
        host = nextHop.substring(0, colon);
        port = nextHop.substring(colon);
      }
    }
    if (host.indexOf(':') >= 0) {
      return new Parsed.None("an address literal");
    }
    return switch (Idna.toAscii(host)) {
      case Idna.Result.Ascii(String ascii) -> named(ascii, bracketed, service(port));
      case Idna.Result.Invalid(String why) -> new Parsed.None(why);
    };
  }

  /// The port of the connection; empty for a service whose port nobody told us, and for a number
  /// that is none. The names are those that Postfix knows without a table of services.
  public OptionalInt port() {
    return switch (service) {
      case "smtp" -> OptionalInt.of(25);
      case "lmtp" -> OptionalInt.of(24);
      case "submission" -> OptionalInt.of(587);
      case "submissions", "smtps" -> OptionalInt.of(465);
      default -> isNumber(service) ? numbered(service) : OptionalInt.empty();
    };
  }

  /// The same text for all ways to write this destination; for a domain at the usual port the
  /// domain itself.
  public String key() {
    String host = bracketed ? "[" + name.text() + "]" : name.text();
    String port = port().isPresent() ? Integer.toString(port().getAsInt()) : service;
    return port.equals(SMTP) ? host : host + ":" + port;
  }

  /// Whether it is nothing but a domain, at the usual port.
  public boolean isPlain() {
    return !bracketed && port().equals(OptionalInt.of(25));
  }

  private static Parsed named(String ascii, boolean bracketed, String service) {
    return switch (DomainName.parse(ascii)) {
      case DomainName.Parsed.Invalid(String why) -> new Parsed.None(why);
      case DomainName.Parsed.Valid(DomainName name) when name.isRoot() ->
          new Parsed.None("the root");
      case DomainName.Parsed.Valid(DomainName name) when name.endsInNumber() ->
          new Parsed.None("an address literal");
      case DomainName.Parsed.Valid(DomainName name) ->
          new Parsed.Named(new Destination(name, bracketed, service));
    };
  }

  /// @param port nothing, or `:` and what stands behind it
  private static String service(String port) {
    if (port.isEmpty()) {
      return SMTP;
    }
    String text = port.substring(1).toLowerCase(Locale.ROOT);
    return isNumber(text) ? text.replaceFirst("^0+(?=[0-9])", "") : text;
  }

  private static OptionalInt numbered(String digits) {
    int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
    return port < 1 || port > PORT_MAX ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
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
