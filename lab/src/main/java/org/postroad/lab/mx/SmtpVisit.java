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
/// @param offered the extensions in the last answer to EHLO
/// @param ahead how many commands were followed by more before they were answered (RFC 2920)
/// @param faults what the client did that the RFCs do not allow, in words: parameters and
///   pipelining that were not offered, a bare LF in a message, octets beyond ASCII without 8BITMIME
/// @param pipelined octets that the client sent in clear behind STARTTLS; they were thrown away
public record SmtpVisit(
    InetSocketAddress peer,
    List<String> commands,
    int commandsInClear,
    Optional<String> sni,
    Optional<TlsFacts> tls,
    Optional<String> tlsFailure,
    String pipelined,
    List<String> offered,
    int ahead,
    List<String> faults) {

  public SmtpVisit {
    commands = List.copyOf(commands);
    offered = List.copyOf(offered);
    faults = List.copyOf(faults);
  }
}
