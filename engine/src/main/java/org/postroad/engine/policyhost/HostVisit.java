package org.postroad.engine.policyhost;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Watchdog;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyFetch.FetchError;
import org.postroad.protocol.mtasts.PolicyFetch.PolicyInvalid;
import org.postroad.protocol.mtasts.PolicyFetch.WebPkiInvalid;
import org.postroad.protocol.text.Printable;

/// One visit to one address of a policy host: connect, verify, ask, read, close.
///
/// HTTP is spoken here rather than by a library. It is one request on a connection of its own, and
/// a client made for browsing has to be talked out of most of what it does: pools, redirects,
/// retries, cookies, decompression, name checks of its own.
final class HostVisit {

  private final Connector connector;
  private final TlsClient tls;
  private final Optional<HttpsProxy> proxy;

  /// @param proxy what listens at the addresses visited, if not the policy host itself
  HostVisit(Connector connector, TlsClient tls, Optional<HttpsProxy> proxy) {
    this.connector = connector;
    this.tls = tls;
    this.proxy = proxy;
  }

  /// Whether another address may do better.
  sealed interface Outcome {
    /// The verified host answered; what it said counts.
    record Answered(PolicyFetch fetch) implements Outcome {}

    /// No verified host was reached here.
    record Failed(PolicyFetch.Failure failure) implements Outcome {}
  }

  Outcome fetch(DomainName host, InetSocketAddress address, Deadline connectBy, Deadline deadline) {
    Socket tcp;
    try {
      tcp = connector.connect(address, connectBy);
    } catch (SocketTimeoutException e) {
      return failed("no connection in time");
    } catch (ConnectException e) {
      return failed(text(e, "connection refused"));
    } catch (IOException e) {
      return failed(text(e, "no connection"));
    }
    try (tcp;
        Watchdog watchdog = Watchdog.over(tcp, deadline)) {
      Outcome outcome;
      try {
        if (proxy.isPresent()) {
          tunnel(tcp, host);
        }
        outcome =
            switch (tls.handshake(tcp, TlsRequest.verified(host).offering("http/1.1"), deadline)) {
              case TlsOutcome.CertificateRefused(var verdict, var _) ->
                  new Outcome.Failed(new WebPkiInvalid(verdict.why()));
              case TlsOutcome.HandshakeFailed(String why) -> failed(why);
              case TlsOutcome.TimedOut(String why) -> failed(why);
              case TlsOutcome.Established(SSLSocket socket, var _, var _) -> ask(socket, host);
            };
      } catch (HttpFault e) {
        outcome = failed(e.why());
      } catch (IOException e) {
        outcome = failed(text(e, "connection broken"));
      }
      return watchdog.bit() ? failed("answer not finished in time") : outcome;
    } catch (IOException e) {
      return failed(text(e, "connection broken")); // closing it failed
    }
  }

  /// Asks the proxy for a connection to the policy host.
  private static void tunnel(Socket tcp, DomainName host) throws IOException {
    String authority = host + ":443";
    write(tcp, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    // Octet by octet: what follows the head belongs to TLS.
    HttpHead head = new HttpReader(tcp.getInputStream(), 1).head();
    if (head.status() / 100 != 2) {
      throw new HttpFault("proxy refused with status " + head.status());
    }
  }

  private static Outcome ask(SSLSocket socket, DomainName host) throws IOException {
    try (socket) {
      write(socket, HttpExchange.request(host));
      return read(socket.getInputStream());
    }
  }

  private static Outcome read(InputStream in) throws IOException {
    HttpReader reader = new HttpReader(in);
    HttpHead head = reader.head();
    if (head.status() != 200) {
      return answered(FetchError::new, "status " + head.status() + statusNote(head.status()));
    }
    Optional<String> mediaType = head.one("content-type");
    if (mediaType.isEmpty()) {
      return answered(PolicyInvalid::new, "no media type, expected text/plain");
    }
    if (!isPlainText(mediaType.get())) {
      return answered(
          PolicyInvalid::new,
          "media type " + HttpHead.shown(mediaType.get()) + ", expected text/plain");
    }
    String coding = head.one("content-encoding").orElse("identity");
    if (!coding.equalsIgnoreCase("identity")) {
      return answered(FetchError::new, "content encoding " + HttpHead.shown(coding));
    }
    byte[] body = reader.body(head, Policy.BYTES_MAX);
    return new Outcome.Answered(
        switch (Policy.parse(body)) {
          case Policy.Parsed.Valid(Policy policy) -> new PolicyFetch.Fetched(policy);
          case Policy.Parsed.Invalid invalid -> new PolicyInvalid(invalid.text());
        });
  }

  private static String statusNote(int status) {
    return status / 100 == 3 ? ", and redirects are not followed (RFC 8461 §3.3)" : "";
  }

  /// RFC 8461 §3.2; parameters such as a charset change nothing.
  private static boolean isPlainText(String mediaType) {
    int parameters = mediaType.indexOf(';');
    String type = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
    return type.strip().equalsIgnoreCase("text/plain");
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Outcome answered(Function<String, PolicyFetch> failure, String why) {
    return new Outcome.Answered(failure.apply(why));
  }

  private static Outcome failed(String why) {
    return new Outcome.Failed(new FetchError(why));
  }

  private static String text(IOException e, String otherwise) {
    String message = e.getMessage();
    return message == null ? otherwise : Printable.of(message, 120);
  }
}
