package org.postroad.protocol.tlsrpt;

/// How the commands and the message of a session travelled.
public sealed interface Channel {

  /// Readable to everyone on the road.
  record Clear() implements Channel {}

  /// Encrypted; whether to the right host is another question.
  ///
  /// @param version `TLSv1.3`
  /// @param cipher `TLS_AES_128_GCM_SHA256`
  record Tls(String version, String cipher) implements Channel {}
}
