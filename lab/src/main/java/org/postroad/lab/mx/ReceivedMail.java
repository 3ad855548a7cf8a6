package org.postroad.lab.mx;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.postroad.lab.tls.TlsFacts;

/// A message that a server took, and how it came.
///
/// @param server the host name of the server that took it
/// @param from the reverse-path without brackets; empty for a notice
/// @param mailParameters what followed it: `REQUIRETLS`, `SIZE=100`
/// @param to the forward-paths without brackets, in order
/// @param rcptParameters what followed each of them, in the same order: `NOTIFY=NEVER`
/// @param data the message with dots unstuffed, each octet as one character
/// @param tls what it came under; nothing if it came in clear
/// @param greetings the names that the client gave with HELO or EHLO, in order
public record ReceivedMail(
    String server,
    String from,
    List<String> mailParameters,
    List<String> to,
    List<List<String>> rcptParameters,
    String data,
    Optional<TlsFacts> tls,
    InetSocketAddress peer,
    List<String> greetings) {

  public ReceivedMail {
    mailParameters = List.copyOf(mailParameters);
    to = List.copyOf(to);
    rcptParameters = rcptParameters.stream().map(List::copyOf).toList();
    greetings = List.copyOf(greetings);
  }

  public boolean inClear() {
    return tls.isEmpty();
  }

  /// Whether MAIL FROM carried REQUIRETLS (RFC 8689 §2).
  public boolean requiresTls() {
    return mailParameters.stream().anyMatch("REQUIRETLS"::equalsIgnoreCase);
  }
}
