package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// What findings quote of what was seen can be read.
class QuotationTest {

  private static final String HOST = "mta-sts.example.com";

  /// RFC 8659 §4.1: the tag is matched without regard to case; §4.2: no domain allows nobody.
  @Test
  void caaThatForbidsEverybodySaysSo() {
    X509Certificate server =
        LabCa.create("Let's Encrypt", World.NOW.minus(Duration.ofDays(9)))
            .issue(Leaf.of(HOST))
            .chain()
            .getFirst();
    Finding root =
        World.healthy()
            .webTls(World.tls(List.of(server), Trust.Kind.VERIFIED, ""))
            .found(
                HOST, RecordType.CAA, Security.INSECURE, new DnsRecord.CaaRecord(0, "Issue", ";"))
            .diagnosis()
            .roots()
            .getFirst();
    assertThat(root.code()).isEqualTo(FindingCode.POLICY_HOST_CAA_FORBIDS);
    assertThat(root.seen()).endsWith("the CAA records at mta-sts.example.com allow nobody");
  }

  @Test
  void strangersWordsAreEscapedOnce() {
    Finding root =
        World.healthy()
            .policy(World.POLICY.replace("mx.example.com", "b\u00fccher.example"))
            .diagnosis()
            .roots()
            .getFirst();
    assertThat(root.seen()).contains("\"b\\xfccher.example\"");
  }
}
