package org.postroad.engine.check;

import java.net.InetAddress;
import java.util.List;

/// One address of a service for mail clients; nobody logged in.
///
/// @param clear what was said before TLS; [Talk.NotHeld] where TLS comes first
/// @param tls after STARTTLS, or at once
/// @param secured what was said under TLS
public record ServiceVisit(InetAddress address, Tcp tcp, Talk clear, Tls tls, Talk secured) {

  /// What a server said of itself.
  public sealed interface Talk {}

  /// @param greeting its first line; empty under TLS that came in the course of a session
  /// @param capabilities a line or word for each, as it stands there: `AUTH PLAIN LOGIN`,
  ///   `LOGINDISABLED`
  public record Said(String greeting, List<String> capabilities) implements Talk {
    public Said {
      capabilities = List.copyOf(capabilities);
    }
  }

  public record Broken(String why) implements Talk {}

  public record NotHeld() implements Talk {}
}
