package org.postroad.app.labs.facts;

import java.util.Map;
import java.util.OptionalInt;
import org.postroad.engine.check.Hello;

/// Alerts of TLS by the words of the JDK: `Received fatal alert: handshake_failure`.
final class Alerts {

  private static final String FATAL = "fatal alert: ";

  /// RFC 8446 §6.
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("unexpected_message", 10),
          Map.entry("bad_record_mac", 20),
          Map.entry("record_overflow", 22),
          Map.entry("handshake_failure", 40),
          Map.entry("bad_certificate", 42),
          Map.entry("unsupported_certificate", 43),
          Map.entry("certificate_revoked", 44),
          Map.entry("certificate_expired", 45),
          Map.entry("certificate_unknown", 46),
          Map.entry("illegal_parameter", 47),
          Map.entry("unknown_ca", 48),
          Map.entry("access_denied", 49),
          Map.entry("decode_error", 50),
          Map.entry("decrypt_error", 51),
          Map.entry("protocol_version", 70),
          Map.entry("insufficient_security", 71),
          Map.entry("internal_error", 80),
          Map.entry("inappropriate_fallback", 86),
          Map.entry("missing_extension", 109),
          Map.entry("unsupported_extension", 110),
          Map.entry("unrecognized_name", 112),
          Map.entry("certificate_required", 116),
          Map.entry("no_application_protocol", 120));

  private Alerts() {}

  /// The alert that ended a handshake.
  ///
  /// @param hello what the server made of another offer
  static OptionalInt of(String why, Hello hello) {
    int at = why.indexOf(FATAL);
    if (at >= 0) {
      String name = why.substring(at + FATAL.length()).split("[^a-z_]", 2)[0];
      if (NUMBERS.containsKey(name)) {
        return OptionalInt.of(NUMBERS.getOrDefault(name, 0));
      }
    }
    return hello instanceof Hello.Alerted(int description, var _)
        ? OptionalInt.of(description)
        : OptionalInt.empty();
  }
}
