package org.postroad.lab.mx;

/// What a server does about STARTTLS (RFC 3207).
public sealed interface StartTls {

  /// Offers it, and keeps its word.
  record Offered() implements StartTls {}

  /// Does not know it.
  record NotOffered() implements StartTls {}

  /// Offers it, and then refuses: `454 4.7.0 TLS not available`.
  record Refused(String reply) implements StartTls {}

  /// Offers it, and then answers these octets, each character one of them, and reads on.
  record AnswersJunk(String octets) implements StartTls {}

  /// Offers it, and hangs up when it is asked for.
  record Cuts() implements StartTls {}

  /// Says 220, reads the client's first TLS message and hangs up.
  record HangsUp() implements StartTls {}

  /// Says 220, reads the client's first TLS message and says nothing.
  record Silent() implements StartTls {}

  /// Says 220 and answers the client's first TLS message with a fatal alert.
  record Alerts(int description) implements StartTls {}

  /// Keeps its word, but sends more than the 220, as who is on the path can: replies in the clear
  /// that a careless client reads as if they had come under TLS.
  ///
  /// @param before octets just before the 220
  /// @param after octets just after it, in the same segment, before the handshake
  record Injects(String before, String after) implements StartTls {}

  static StartTls refused() {
    return new Refused("454 4.7.0 TLS not available due to local problem");
  }
}
