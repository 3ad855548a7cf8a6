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
    NONE(false, Optional.empty()),
    /// REQUIRETLS (§4).
    REQUIRE_TLS(true, Optional.empty()),
    /// `TLS-Required: No` (§3).
    TLS_NOT_REQUIRED(false, Optional.of("TLS-Required: No")),
    /// REQUIRETLS, beside which the header does not count (§4.1).
    BOTH(true, Optional.of("TLS-Required: No")),
    /// A header with another word, which means nothing.
    NO_SUCH_WORD(false, Optional.of("TLS-Required: Yes"));

    private final boolean requiresTls;
    private final Optional<String> header;

    Demand(boolean requiresTls, Optional<String> header) {
      this.requiresTls = requiresTls;
      this.header = header;
    }

    /// Whether the envelope has the option REQUIRETLS.
    public boolean requiresTls() {
      return requiresTls;
    }
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

  /// The message with what its author says in the header.
  public String content() {
    return demand.header.map(line -> with(line, message.content())).orElse(message.content());
  }

  /// The same with one more header line.
  public String withHeader(String line) {
    return with(line, content());
  }

  private static String with(String line, String content) {
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
