package org.postroad.protocol.spf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import org.postroad.protocol.text.Idna;

/// The arguments of `check_host()` (RFC 7208 §4.1), and what macros may name besides.
///
/// @param ip of the host that sends; an IPv4-mapped one counts as IPv4 (§5)
/// @param domain whose record is asked for; it may be none at all, which is a result of its own
/// @param sender `local-part@domain`, both of the identity that is checked
/// @param helo what the host called itself
/// @param receiver the host that checks, `unknown` if it won't say (`%{r}`)
/// @param at when (`%{t}`)
public record SpfQuery(
    InetAddress ip, String domain, String sender, String helo, String receiver, Instant at) {

  private static final String POSTMASTER = "postmaster"; // RFC 7208 §4.3

  public SpfQuery {
    ip = plain(ip);
  }

  /// The MAIL FROM identity; where the reverse-path is empty, postmaster at the HELO name (§2.4).
  public static SpfQuery mailFrom(
      InetAddress ip, String helo, String reversePath, String receiver, Instant at) {
    if (reversePath.isEmpty()) {
      return helo(ip, helo, receiver, at);
    }
    int sign = reversePath.lastIndexOf('@');
    String domain = ascii(reversePath.substring(sign + 1));
    String local = sign <= 0 ? POSTMASTER : reversePath.substring(0, sign);
    return new SpfQuery(ip, domain, local + "@" + domain, helo, receiver, at);
  }

  /// The HELO identity (§2.3).
  public static SpfQuery helo(InetAddress ip, String helo, String receiver, Instant at) {
    return new SpfQuery(ip, helo, POSTMASTER + "@" + helo, helo, receiver, at);
  }

  String localPart() {
    return sender.substring(0, sender.lastIndexOf('@'));
  }

  String senderDomain() {
    return sender.substring(sender.lastIndexOf('@') + 1);
  }

  /// §4.3: A-labels. What cannot be turned into them stays and is no domain.
  private static String ascii(String domain) {
    return Idna.toAscii(domain) instanceof Idna.Result.Ascii(String text) ? text : domain;
  }

  private static InetAddress plain(InetAddress ip) {
    try {
      return InetAddress.getByAddress(ip.getAddress()); // makes an IPv4 address of a mapped one
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of neither 4 nor 16 octets", e);
    }
  }
}
