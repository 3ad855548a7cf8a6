package org.postroad.lab.faults;

import java.time.Duration;
import org.postroad.lab.policyhost.HttpReply;

/// Faults of the record at `_mta-sts`.
final class RecordFaults {

  private RecordFaults() {}

  static void badId(SoundDomain domain) {
    domain.record("v=STSv1; id=2024-09-29-1;");
  }

  static void missingId(SoundDomain domain) {
    domain.record("v=STSv1;");
  }

  static void wrongVersion(SoundDomain domain) {
    domain.record("v=STS1; id=20240929;");
  }

  static void badExtension(SoundDomain domain) {
    domain.record("v=STSv1; id=20240929; mode: enforce; mx: " + domain.mxName());
  }

  static void staleId(SoundDomain domain) {
    domain.record("v=STSv1; id=20160831085700Z;");
    domain.serves(
        HttpReply.policy(domain.policy())
            .lastModified(domain.net().clock().instant().minus(Duration.ofDays(9))));
  }
}
