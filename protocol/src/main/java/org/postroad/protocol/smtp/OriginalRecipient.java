package org.postroad.protocol.smtp;

import java.util.Locale;
import java.util.Optional;

/// The recipient as the sender wrote it, which stays with the message when servers on its way
/// rewrite the address (RFC 3461 §4.2): `rfc822;bob+2Bnews@example.org`.
///
/// An address beyond ASCII has a type of its own (RFC 6533 §3), `utf-8;b\u00fccher@example.org`. It
/// goes only to servers with SMTPUTF8, so its characters may stand as they are, and only what the
/// parameter cannot hold is written as `\x{2B}`.
final class OriginalRecipient {

  /// Of the whole parameter, `ORCPT=` included (RFC 3461 §4.2).
  private static final int PARAMETER_MAX = 500;

  private OriginalRecipient() {}

  /// The parameter for a message that is first submitted, where it must be the address of RCPT TO.
  /// Left out if it is too long, as that of a strange address beyond ASCII can be.
  static Optional<String> parameter(Mailbox to) {
    String value =
        to.needsUtf8() ? "utf-8;" + unitext(to.text()) : "rfc822;" + Xtext.encode(to.text());
    return Optional.of("ORCPT=" + value).filter(all -> all.length() <= PARAMETER_MAX);
  }

  private static String unitext(String address) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == ' ' || c == '+' || c == '=' || c == '\\') {
        encoded.append("\\x{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }
}
