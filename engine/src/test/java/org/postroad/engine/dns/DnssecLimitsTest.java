package org.postroad.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.dns.dnssec.SignedZone;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What a validation may cost, whatever a zone or an attacker puts into its answers.
class DnssecLimitsTest {

  private static final Name ZONE = SignedZone.name("zone.example.");

  private DnssecWorld world = world();

  private static DnssecWorld world() {
    try {
      return new DnssecWorld(
          SignedZone.of("."),
          SignedZone.of("example."),
          SignedZone.of("zone.example.")
              .record("mx 300 A 192.0.2.1")
              .record("mx 300 AAAA 2001:db8::1")
              .record("mx 300 MX 1 mx"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void opens() {
    world = world();
  }

  @AfterEach
  void closes() throws IOException {
    world.close();
  }

  private static Answer.Failed failed(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    return (Answer.Failed) answer;
  }

  /// Adds keys to the zone's.
  private Answer.Failed withKeys(List<byte[]> keys) {
    world.tampering(
        (query, honest) -> {
          if (query.getQuestion().getType() == Type.DNSKEY
              && query.getQuestion().getName().equals(ZONE)) {
            for (byte[] key : keys) {
              honest.addRecord(
                  new DNSKEYRecord(ZONE, DClass.IN, 300, 256, 3, 8, key), Section.ANSWER);
            }
          }
          return honest;
        });
    return failed(world.lookup("mx.zone.example", RecordType.A));
  }

  @Test
  void zoneOfManyKeysIsRefused() {
    List<byte[]> keys = IntStream.range(0, 40).mapToObj(i -> rsa(i, 3)).toList();
    Answer.Failed failed = withKeys(keys);
    assertThat(failed.why()).isEqualTo(Answer.Why.OVER_LIMIT);
    assertThat(failed.detail()).isEqualTo("mx.zone.example. A: zone.example. DNSKEY: 41 records");
  }

  @Test
  void zoneOfManyKeysWithOneTagIsRefused() {
    // "KeyTrap": the tag is a sum of words, whose order makes no difference
    byte[] key = rsa(1, 3);
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] other = Arrays.copyOf(key, key.length);
      System.arraycopy(key, 100, other, 100 + 2 * i, 2);
      System.arraycopy(key, 100 + 2 * i, other, 100, 2);
      keys.add(other);
    }
    assertThat(withKeys(keys).detail()).endsWith("more than 2 keys of one tag");
  }

  @Test
  void zoneOfAKeyThatIsSlowToVerifyWithIsRefused() {
    byte[] exponent = BigInteger.ONE.shiftLeft(1000).setBit(0).toByteArray();
    byte[] modulus = new BigInteger(2048, new Random(1)).setBit(2047).setBit(0).toByteArray();
    byte[] key = new byte[1 + exponent.length + 256];
    key[0] = (byte) exponent.length;
    System.arraycopy(exponent, 0, key, 1, exponent.length);
    System.arraycopy(modulus, 1, key, 1 + exponent.length, 256);
    assertThat(withKeys(List.of(key)).detail()).contains("an RSA key of more than 4096 bits");
  }

  /// Exponent 3 and a modulus of 2048 bits.
  private static byte[] rsa(int seed, int exponent) {
    byte[] key = new byte[258];
    new Random(seed).nextBytes(key);
    key[0] = 1;
    key[1] = (byte) exponent;
    key[2] |= (byte) 0x80;
    return key;
  }

  @Test
  void thousandsOfSignaturesAreNotAllVerified() {
    world.tampering(
        (query, honest) -> {
          if (query.getQuestion().getType() == Type.A) {
            RRSIGRecord genuine = (RRSIGRecord) honest.getSection(Section.ANSWER).getLast();
            for (int i = 0; i < 500; i++) {
              byte[] signature = genuine.getSignature().clone();
              signature[i % 64] ^= (byte) (1 + i / 64);
              honest.addRecord(
                  new RRSIGRecord(
                      genuine.getName(),
                      DClass.IN,
                      300,
                      Type.A,
                      13,
                      300,
                      genuine.getExpire(),
                      genuine.getTimeSigned(),
                      genuine.getFootprint(),
                      genuine.getSigner(),
                      signature),
                  Section.ANSWER);
            }
          }
          return honest;
        });
    assertThat(world.verdict("mx.zone.example", RecordType.A)).isEqualTo("SECURE found");
  }

  @Test
  void longUnsignedNameCostsABoundedNumberOfQuestions() {
    String name = "a.".repeat(100) + "zone.example";
    world.tampering(
        (query, honest) -> {
          if (query.getQuestion().getType() == Type.A) {
            SignedZone.strip(honest, Type.RRSIG);
            SignedZone.strip(honest, Type.NSEC);
          }
          return honest;
        });
    assertThat(DnssecWorld.verdict(world.lookup(name, RecordType.A)))
        .isIn("BOGUS", "OVER_LIMIT", "TIMED_OUT");
    assertThat(world.asked.get()).isLessThan(80);
  }

  @Test
  void keysAreAskedForOnce() {
    DnsClient client = world.client();
    for (RecordType type : new RecordType[] {RecordType.A, RecordType.AAAA, RecordType.MX}) {
      assertThat(DnssecWorld.verdict(client.lookup(DnssecWorld.domain("mx.zone.example"), type)))
          .isEqualTo("SECURE found");
    }
    // three answers, and DNSKEY of three zones, DS of two
    assertThat(world.asked.get()).isEqualTo(3 + 5);
  }

  @Test
  void keysAreForgottenWhenTheClockLeaps() {
    AtomicReference<Instant> now = new AtomicReference<>(DnssecWorld.NOW);
    DnsClient client = world.client(false, now::get);
    Name mx = SignedZone.name("mx.zone.example.");
    client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.A);
    world.tampering(
        (query, honest) -> query.getQuestion().getName().equals(mx) ? honest : damaged(honest));
    now.set(DnssecWorld.NOW.plus(Duration.ofSeconds(30)));
    assertThat(
            DnssecWorld.verdict(
                client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.AAAA)))
        .isEqualTo("SECURE found");
    now.set(DnssecWorld.NOW.plus(Duration.ofHours(2)));
    assertThat(
            DnssecWorld.verdict(
                client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.MX)))
        .isEqualTo("BOGUS");
  }

  @Test
  void damagedKeysDoNotOutliveTheLookup() {
    DnsClient client = world.client();
    world.tampering((query, honest) -> isKey(query) ? damaged(honest) : honest);
    assertThat(
            DnssecWorld.verdict(client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.A)))
        .isEqualTo("BOGUS");
    world.tampering((_, honest) -> honest);
    assertThat(
            DnssecWorld.verdict(
                client.lookup(DnssecWorld.domain("mx.zone.example"), RecordType.AAAA)))
        .isEqualTo("SECURE found");
  }

  private static boolean isKey(Message query) {
    return query.getQuestion().getType() == Type.DNSKEY;
  }

  private static Message damaged(Message honest) {
    SignedZone.strip(honest, Type.RRSIG);
    return honest;
  }

  @Test
  void manyAtATimeShareWhatTheyAskFor() throws Exception {
    DnsClient client = world.client();
    List<Thread> threads = new ArrayList<>();
    List<String> verdicts = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 50; i++) {
      String name = "x" + i + ".zone.example";
      threads.add(
          Thread.ofVirtual()
              .start(
                  () ->
                      verdicts.add(
                          DnssecWorld.verdict(
                              client.lookup(DnssecWorld.domain(name), RecordType.A)))));
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(verdicts).hasSize(50).containsOnly("SECURE no name");
    // One of the five may be asked again by who came between an answer and its being remembered.
    assertThat(world.asked.get()).isBetween(50 + 5, 50 + 10);
  }

  @Test
  void lookupEndsInItsTimeThoughKeysAreSilent() {
    world.tampering((query, honest) -> isKey(query) ? DnssecWorld.silence() : honest);
    Deadline slack = Deadline.after(Duration.ofSeconds(8));
    assertThat(failed(world.lookup("mx.zone.example", RecordType.A)).why())
        .isEqualTo(Answer.Why.TIMED_OUT);
    assertThat(slack.passed()).isFalse();
  }
}
