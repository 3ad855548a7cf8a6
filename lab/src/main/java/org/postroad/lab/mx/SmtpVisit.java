package org.postroad.lab.mx;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.postroad.lab.tls.TlsFacts;

/// A conversation with a server, from its end.
///
/// @param commands the lines of the client, message data left out; those under TLS come last
/// @param commandsInClear how many of them came in clear
/// @param sni the name in the client's first TLS message
/// @param tls what was agreed
/// @param tlsFailure why TLS came to nothing, in JSSE's words: the client's alert, or only that it
///   went, since who hangs up takes an alert along that was not read yet
/// @param pipelined octets that the client sent in clear behind STARTTLS; they were thrown away
public record SmtpVisit(
    InetSocketAddress peer,
    List<String> commands,
    int commandsInClear,
    Optional<String> sni,
    Optional<TlsFacts> tls,
    Optional<String> tlsFailure,
    String pipelined) {

  public SmtpVisit {
    commands = List.copyOf(commands);
  }
}
