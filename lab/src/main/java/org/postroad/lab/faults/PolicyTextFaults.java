package org.postroad.lab.faults;

import org.postroad.lab.policyhost.HttpReply;

/// Faults of the policy's text, which is otherwise that of a sound domain.
final class PolicyTextFaults {

  private PolicyTextFaults() {}

  static void emailAddress(SoundDomain domain) {
    domain.policyWith("mx: " + domain.mxName(), "mx: postmaster@" + domain.name());
  }

  static void trailingDot(SoundDomain domain) {
    domain.policyWith("mx: " + domain.mxName(), "mx: " + domain.mxName() + ".");
  }

  static void emptyMx(SoundDomain domain) {
    domain.policyWith("mx: " + domain.mxName(), "mx: ");
  }

  static void emptyFile(SoundDomain domain) {
    domain.serves(HttpReply.empty());
  }

  static void bracketedMode(SoundDomain domain) {
    domain.policyWith("mode: enforce", "mode: [testing]");
  }

  static void blankLines(SoundDomain domain) {
    domain.policyWith("\r\n", "\r\n\r\n");
  }

  static void straySpaces(SoundDomain domain) {
    domain.policyWith("\r\n", "\r\n  ");
  }
}
