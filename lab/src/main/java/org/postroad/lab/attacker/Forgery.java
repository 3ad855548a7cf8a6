package org.postroad.lab.attacker;

import java.time.Instant;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;

/// The certificate that an attacker shows in the place of the one of his victim.
public enum Forgery {
  /// The right name, by an authority that nobody believes.
  UNTRUSTED,
  /// The right name, by his own hand.
  SELF_SIGNED,
  /// By the right authority, for a name of his own.
  WRONG_NAME,
  /// The right name and authority, a day too late.
  EXPIRED,
  /// By the right authority, with the right name in the CN alone.
  COMMON_NAME_ONLY,
  /// A good one, as who holds an abandoned host can get it: what no check of a certificate stops.
  VALID;

  /// The name that he really has.
  static final String EVIL = "evil.example";

  Credential of(LabCa ca, String victim) {
    return switch (this) {
      case UNTRUSTED -> LabCa.create("Evil root", Instant.now()).issue(Leaf.of(victim));
      case SELF_SIGNED -> ca.issue(Leaf.of(victim).selfSigned());
      case WRONG_NAME -> ca.issue(Leaf.of(EVIL));
      case EXPIRED -> ca.issue(Leaf.of(victim).expired());
      case COMMON_NAME_ONLY -> ca.issue(Leaf.commonNameOnly(victim));
      case VALID -> ca.issue(Leaf.of(victim));
    };
  }
}
