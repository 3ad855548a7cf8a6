package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;
import static org.postroad.engine.check.diagnosis.World.MX;
import static org.postroad.engine.check.diagnosis.World.MX_IP;
import static org.postroad.engine.check.diagnosis.World.NOW;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// DNSSEC that holds, and DANE behind MX records that nobody signed (RFC 7672 §2.2.1).
class SecureNotesTest {

  private static final String VALID = "info dnssec-valid [example.com]";
  private static final String EXPIRING = "warning dnssec-expiring [example.com]";
  private static final Duration LIFE = Duration.ofDays(20);

  @TestFactory
  Stream<DynamicTest> signaturesThatHoldAreTold() {
    Duration tenth = LIFE.dividedBy(10);
    return Said.table(
        row("none", w -> w.mx(Security.SECURE, MX)),
        row("new", w -> signed(w, Security.SECURE, LIFE), VALID),
        row("a tenth of its life", w -> signed(w, Security.SECURE, tenth.plusSeconds(1)), VALID),
        row("less", w -> signed(w, Security.SECURE, tenth.minusSeconds(1)), EXPIRING),
        row("no chain leads there", w -> signed(w, Security.INSECURE, LIFE)));
  }

  @Test
  void signatureThatEndsFirstIsNamed() {
    World world =
        signed(World.healthy(), Security.SECURE, Duration.ofDays(9))
            .signature("example.com", RecordType.MX, NOW, NOW.plus(Duration.ofDays(15)));
    assertThat(Said.one(world, "dnssec-valid").seen())
        .isEqualTo(
            "the first signature to end is that of example.com MX, on 2026-06-10 12:00 UTC, in 9"
                + " days");
  }

  private static World signed(World world, Security security, Duration left) {
    Instant until = NOW.plus(left);
    return world.mx(security, MX).signature("example.com", RecordType.MX, until.minus(LIFE), until);
  }

  @TestFactory
  Stream<DynamicTest> mxRecordsThatNobodySignedAreTold() {
    return Said.table(
        row(
            "hosts with signed TLSA records, MX without signature",
            w -> dane(w, Security.INSECURE, Security.SECURE),
            "info dane-mx-unsigned [example.com]",
            "info dane-next-rollover [_25._tcp.mx.example.com]",
            "info dane-good [_25._tcp.mx.example.com]"),
        row(
            "all signed",
            w -> dane(w, Security.SECURE, Security.SECURE),
            "info dane-next-rollover [_25._tcp.mx.example.com]",
            "info dane-good [_25._tcp.mx.example.com]"),
        row(
            "nothing signed: the records are the fault",
            w -> dane(w, Security.INSECURE, Security.INSECURE),
            "warning dane-insecure-zone [_25._tcp.mx.example.com]"));
  }

  @TestFactory
  Stream<DynamicTest> recordIsLateForAMonthAndThenSimplyWrong() {
    String at = " [_25._tcp.mx.example.com against mx.example.com (192.0.2.25)]";
    return Said.table(
        row(
            "a certificate of a month less a second",
            w -> changed(w, Duration.ofDays(30).minusSeconds(1)),
            "error dane-tlsa-late" + at),
        row("of a month", w -> changed(w, Duration.ofDays(30)), "error dane-mismatch" + at));
  }

  /// Another key than that of the record, in a certificate of that age.
  private static World changed(World world, Duration age) {
    Leaf leaf = Leaf.of(MX).valid(age, Duration.ofDays(90));
    List<X509Certificate> chain = LabCa.create("Now", NOW).issue(leaf).chain();
    return dane(world, Security.SECURE, Security.SECURE)
        .mxTls(World.tls(chain, Trust.Kind.VERIFIED, ""));
  }

  private static World dane(World world, Security mx, Security host) {
    List<X509Certificate> chain = World.CA.issue(Leaf.of(MX).viaIntermediate()).chain();
    return world
        .mx(mx, MX)
        .host(host, MX, MX_IP)
        .tlsa(MX, host, new TlsaRecord(3, 1, 1, sha256(chain.getFirst())))
        .mxTls(World.tls(chain, Trust.Kind.VERIFIED, ""));
  }

  private static String sha256(X509Certificate certificate) {
    try {
      byte[] key = certificate.getPublicKey().getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
