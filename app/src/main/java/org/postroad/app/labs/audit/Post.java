package org.postroad.app.labs.audit;

import java.util.Optional;
import org.postroad.lab.LabMessage;

/// A message as it is handed to a sender.
///
/// @param domain of the recipient: a name, with U-labels or without, or an address literal
/// @param demand what the sender of the message says about TLS
/// @param smartHost the domain of the relay to which all mail goes; empty where MX records lead
public record Post(LabMessage message, String domain, Demand demand, Optional<String> smartHost) {

  /// What RFC 8689 lets the author of a message say.
  public enum Demand {
    /// Nothing.
    NONE,
    /// REQUIRETLS (§4).
    REQUIRE_TLS,
    /// `TLS-Required: No` (§5).
    TLS_NOT_REQUIRED
  }

  public static Post to(String domain) {
    return new Post(LabMessage.of("a letter to " + domain), domain, Demand.NONE, Optional.empty());
  }

  public Post demanding(Demand other) {
    return new Post(message, domain, other, smartHost);
  }

  public Post by(String relay) {
    return new Post(message, domain, demand, Optional.of(relay));
  }

  /// The message with the header of §5 if its author wants that.
  public String content() {
    return demand == Demand.TLS_NOT_REQUIRED ? withHeader("TLS-Required: No") : message.content();
  }

  /// The message with one more header line.
  public String withHeader(String line) {
    String content = message.content();
    int second = content.indexOf("\r\n") + 2;
    return content.substring(0, second) + line + "\r\n" + content.substring(second);
  }

  public String recipient() {
    return message.to(domain);
  }

  /// The line by which a copy of it is known again.
  String mark() {
    return message.content().lines().findFirst().orElseThrow();
  }
}
