package org.postroad.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.postroad.app.store.DomainStateCodec.Decoded;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.DomainState.Look;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.RecordLookup;

class DomainStateCodecTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123456789Z");

  @Test
  void everyStateComesBackAsItWas() {
    Random random = seeded();
    RandomStates states = new RandomStates(random);
    for (int i = 0; i < 5_000; i++) {
      DomainState state = states.state(NOW);
      assertThat(DomainStateCodec.decode(DomainStateCodec.encode(state)))
          .isEqualTo(new Decoded.State(state));
    }
  }

  @Test
  void everyConstantOfEveryEnumHasItsCode() {
    for (RecordLookup.Reason reason : RecordLookup.Reason.values()) {
      assertComesBack(looked(new RecordLookup.Absent(reason, "x", Duration.ZERO)));
    }
    for (Answer.Why why : Answer.Why.values()) {
      assertComesBack(looked(new RecordLookup.Unanswered(why, "x")));
    }
    for (PolicyMode mode : PolicyMode.values()) {
      Policy policy =
          RandomStates.policy(
              "version: STSv1", "mode: " + mode.text(), "mx: a.example", "max_age: 1");
      assertComesBack(
          new DomainState(
              Optional.of(new CachedPolicy(policy, "", NOW)),
              Optional.empty(),
              List.of(),
              Optional.empty(),
              NOW));
    }
  }

  @Test
  void timesFarAwayComeBackToo() {
    for (Instant at : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.ofEpochSecond(-1))) {
      assertComesBack(DomainState.unknown(at));
    }
  }

  /// A policy that was valid when it was fetched stays so, whatever a parser would say of its lines
  /// today.
  @Test
  void aPolicyIsNotParsedAgain() {
    Policy policy =
        RandomStates.policy(
            "version: STSv1", "mode: enforce", "mx: a.example", "max_age: 9", "x: \u3000");
    assertComesBack(
        new DomainState(
            Optional.of(new CachedPolicy(policy, "a", NOW)),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            NOW));
  }

  @Test
  void anOrdinaryStateIsSmall() {
    DomainState state = RandomStates.ordinary("20261101T000000", NOW, Duration.ofDays(7));
    int text = state.policy().orElseThrow().policy().text().length();
    assertThat(DomainStateCodec.encode(state).length()).isBetween(text, text + 150);
  }

  @Test
  void aFlippedBitOrAMissingEndIsNoticed() {
    byte[] good =
        DomainStateCodec.encode(RandomStates.ordinary("a1", NOW, Duration.ofDays(7))).bytes();
    for (int i = 0; i < good.length; i++) {
      assertGarbage(Arrays.copyOf(good, i));
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = good.clone();
        flipped[i] ^= (byte) (1 << bit);
        assertGarbage(flipped);
      }
    }
  }

  @Test
  void aLaterVersionIsNamed() {
    byte[] body = DomainStateCodec.encode(DomainState.unknown(NOW)).bytes();
    body[0] = 7;
    assertThat(DomainStateCodec.decode(summed(Arrays.copyOf(body, body.length - 4))))
        .isEqualTo(new Decoded.Garbage("version 7 of the encoding is not known"));
  }

  @Test
  void noBytesWithARightChecksumMakeItThrow() {
    Random random = seeded();
    RandomStates states = new RandomStates(random);
    int read = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] good = DomainStateCodec.encode(states.state(NOW)).bytes();
      byte[] body = Arrays.copyOf(good, good.length - 4);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      body = random.nextBoolean() ? body : Arrays.copyOf(body, random.nextInt(body.length + 1));
      read += DomainStateCodec.decode(summed(body)) instanceof Decoded.State ? 1 : 0;
    }
    assertThat(read).as("some of them still are states").isPositive();
  }

  private static DomainState looked(RecordLookup lookup) {
    return new DomainState(
        Optional.empty(), Optional.of(new Look(NOW, lookup)), List.of(), Optional.empty(), NOW);
  }

  private static void assertComesBack(DomainState state) {
    assertThat(DomainStateCodec.decode(DomainStateCodec.encode(state)))
        .isEqualTo(new Decoded.State(state));
  }

  private static void assertGarbage(byte[] bytes) {
    assertThat(DomainStateCodec.decode(new EncodedState(bytes)))
        .isInstanceOf(Decoded.Garbage.class);
  }

  private static EncodedState summed(byte[] body) {
    CRC32C sum = new CRC32C();
    sum.update(body);
    return new EncodedState(
        ByteBuffer.allocate(body.length + 4).put(body).putInt((int) sum.getValue()).array());
  }

  private static Random seeded() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    return new Random(seed);
  }
}
