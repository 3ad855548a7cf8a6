package org.postroad.engine.check;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What a server made of one ClientHello. Nothing but its first message was read, so no certificate
/// belongs to it.
public sealed interface Hello {

  /// It agreed on a version and a cipher suite.
  ///
  /// @param cipher its number on the wire: 0x1302
  /// @param group of TLS 1.3: the server's choice among all that were offered, the post-quantum
  ///   ones among them; empty for older versions
  record Agreed(TlsVersion version, int cipher, Optional<NamedGroup> group, Duration took)
      implements Hello {

    private static final Set<Integer> OUTDATED =
        Set.of(0x000a, 0x002f, 0x0035, 0x003c, 0x003d, 0x009c, 0x009d, 0x0016, 0xc012);

    /// Whether the suite is one that current libraries have given up: without forward secrecy, or
    /// with 3DES (RFC 9325 §4.1, §4.2).
    public boolean isOutdated() {
      return OUTDATED.contains(cipher);
    }
  }

  /// It turned the offer down (RFC 8446 §6.2).
  ///
  /// @param description the number of the alert: 70 is `protocol_version`, 40 `handshake_failure`
  record Alerted(int description, Duration took) implements Hello {}

  /// The connection was closed or broken, or what came was not TLS.
  record Broken(String why, Duration took) implements Hello {}

  record TimedOut(Duration took) implements Hello {}

  /// The offer never reached TLS.
  record NotTried(Omission because, String detail) implements Hello {}
}
