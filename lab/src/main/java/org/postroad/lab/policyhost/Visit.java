package org.postroad.lab.policyhost;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.lab.tls.TlsFacts;

/// One request of a client, or its handshake if that came to nothing.
///
/// @param sni the name that it asked TLS for
/// @param alpn the protocols that it offered
/// @param tls what was agreed; nothing if there was no agreement
/// @param failure why TLS came to nothing, in JSSE's words: the client's alert, or only that it
///   went, since who hangs up takes an alert along that was not read yet
/// @param request what it asked for; nothing if it did not come to that
public record Visit(
    InetSocketAddress peer,
    Optional<String> sni,
    List<String> alpn,
    Optional<TlsFacts> tls,
    Optional<String> failure,
    Optional<Request> request) {

  /// @param headers whole lines, as they came
  public record Request(String method, String target, List<String> headers) {

    /// The value of the first header of that name.
    public Optional<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }
  }
}
