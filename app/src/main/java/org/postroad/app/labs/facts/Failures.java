package org.postroad.app.labs.facts;

import org.postroad.lab.dns.Interference;

/// The error codes that answers failed with.
final class Failures {

  private Failures() {}

  /// By the words of the failure: `192.0.2.53:53: REFUSED`.
  static Interference code(String detail) {
    for (Interference.Code code : Interference.Code.values()) {
      if (detail.contains(code.name())) {
        return new Interference.Fails(code);
      }
    }
    return Interference.servfail();
  }
}
