package org.postroad.engine.policyhost;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.text.Printable;

/// The request for a policy and whatever came back, told rather than judged: for who looks for
/// faults. A sender uses [PolicyHostClient].
public sealed interface HttpExchange {

  /// A response.
  ///
  /// @param fields by name in lower case
  /// @param body as ISO 8859-1; read of status 200 alone
  /// @param bodyFault why there is none, in words; empty if it was read to its end
  record Answered(int status, Map<String, List<String>> fields, String body, String bodyFault)
      implements HttpExchange {
    public Answered {
      fields = Map.copyOf(fields);
    }
  }

  /// Nothing that can be read as a response.
  record Broken(String why) implements HttpExchange {}

  /// Asks over a connection that is secured already; it is of no further use then.
  static HttpExchange over(Socket secured, DomainName host) {
    try {
      secured.getOutputStream().write(request(host).getBytes(StandardCharsets.US_ASCII));
      HttpReader reader = new HttpReader(secured.getInputStream());
      HttpHead head = reader.head();
      if (head.status() != 200) {
        return new Answered(head.status(), head.fields(), "", "");
      }
      try {
        byte[] body = reader.body(head, Policy.BYTES_MAX);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return new Answered(head.status(), head.fields(), text, "");
      } catch (HttpFault e) {
        return new Answered(head.status(), head.fields(), "", e.why());
      }
    } catch (HttpFault e) {
      return new Broken(e.why());
    } catch (IOException e) {
      return new Broken("connection broken: " + Printable.of(String.valueOf(e.getMessage()), 200));
    }
  }

  /// RFC 8461 §3.2, §3.3.
  static String request(DomainName host) {
    return "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: "
        + host
        + "\r\nUser-Agent: postroad\r\nAccept: text/plain\r\nAccept-Encoding: identity\r\n"
        + "Connection: close\r\n\r\n";
  }
}
