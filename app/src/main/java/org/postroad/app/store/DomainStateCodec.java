package org.postroad.app.store;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.DomainState;
import org.postroad.protocol.mtasts.DomainState.Attempt;
import org.postroad.protocol.mtasts.DomainState.Look;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyFetch;
import org.postroad.protocol.mtasts.PolicyMode;
import org.postroad.protocol.mtasts.RecordLookup;
import org.postroad.protocol.mtasts.StsRecord;

/// A [DomainState] as the bytes of one row: about the length of the policy's text and 60 bytes.
///
/// One byte of version, the fields in fixed order, four bytes of CRC-32C over all before them.
/// Numbers are variable-length (seven bits a byte, the low ones first), times are seconds and
/// nanoseconds, texts are UTF-8 behind their length. The sum tells a damaged row from a good one,
/// which SQLite does not: it checks the structure of its pages and not what is in them.
///
/// A policy is kept in its parts as well as in its lines, so that reading it back neither costs a
/// parse nor depends on what a later parser thinks of the text.
final class DomainStateCodec {

  static final int VERSION = 1;

  private static final int SUM_BYTES = 4;
  private static final int POLICY = 1;
  private static final int LOOK = 2;
  private static final int UNANSWERED = 4;

  // The position is the code on disk: add at the end, never reorder.
  private static final List<PolicyMode> MODES =
      List.of(PolicyMode.ENFORCE, PolicyMode.TESTING, PolicyMode.NONE);
  private static final List<RecordLookup.Reason> REASONS =
      List.of(
          RecordLookup.Reason.NO_RECORD,
          RecordLookup.Reason.SEVERAL_RECORDS,
          RecordLookup.Reason.INVALID_RECORD);
  private static final List<Answer.Why> WHYS =
      List.of(
          Answer.Why.TIMED_OUT,
          Answer.Why.SERVER_FAILED,
          Answer.Why.BOGUS,
          Answer.Why.MALFORMED,
          Answer.Why.UNREACHABLE,
          Answer.Why.OVER_LIMIT,
          Answer.Why.NOT_ASKED);

  private DomainStateCodec() {}

  /// A state, or why the bytes are none.
  sealed interface Decoded {
    record State(DomainState state) implements Decoded {}

    record Garbage(String why) implements Decoded {}
  }

  static EncodedState encode(DomainState state) {
    CompactOutput out = new CompactOutput();
    out.number(VERSION);
    out.number(
        (state.policy().isPresent() ? POLICY : 0)
            | (state.look().isPresent() ? LOOK : 0)
            | (state.unansweredSince().isPresent() ? UNANSWERED : 0));
    out.instant(state.asked());
    state.policy().ifPresent(held -> write(out, held));
    state.look().ifPresent(look -> write(out, look));
    state.unansweredSince().ifPresent(out::instant);
    out.number(state.attempts().size());
    state.attempts().forEach(attempt -> write(out, attempt));
    byte[] body = out.bytes();
    return new EncodedState(
        ByteBuffer.allocate(body.length + SUM_BYTES).put(body).putInt(sum(body)).array());
  }

  static Decoded decode(EncodedState encoded) {
    byte[] row = encoded.bytes();
    if (row.length <= SUM_BYTES) {
      return new Decoded.Garbage(row.length + " bytes are no state");
    }
    byte[] body = Arrays.copyOf(row, row.length - SUM_BYTES);
    if (ByteBuffer.wrap(row).getInt(body.length) != sum(body)) {
      return new Decoded.Garbage("the checksum does not match");
    }
    if (body[0] != VERSION) {
      return new Decoded.Garbage("version " + body[0] + " of the encoding is not known");
    }
    CompactInput in = new CompactInput(new DataInputStream(new ByteArrayInputStream(body)));
    try {
      in.number();
      DomainState state = state(in);
      return in.atEnd()
          ? new Decoded.State(state)
          : new Decoded.Garbage("bytes are left over behind the state");
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return new Decoded.Garbage("not readable: " + e.getMessage());
    }
  }

  private static DomainState state(CompactInput in) throws IOException {
    int has = in.number();
    Instant asked = in.instant();
    Optional<CachedPolicy> policy =
        (has & POLICY) == 0 ? Optional.empty() : Optional.of(policy(in));
    Optional<Look> look = (has & LOOK) == 0 ? Optional.empty() : Optional.of(look(in));
    Optional<Instant> since =
        (has & UNANSWERED) == 0 ? Optional.empty() : Optional.of(in.instant());
    int count = in.number();
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      attempts.add(attempt(in));
    }
    return new DomainState(policy, look, attempts, since, asked);
  }

  private static void write(CompactOutput out, CachedPolicy held) {
    Policy policy = held.policy();
    out.number(MODES.indexOf(policy.mode()));
    out.longNumber(policy.maxAge().toSeconds());
    out.text(held.id());
    out.instant(held.fetched());
    out.number(policy.mx().size());
    policy.mx().forEach(pattern -> write(out, pattern));
    out.texts(policy.lines());
    out.texts(policy.notes());
  }

  private static CachedPolicy policy(CompactInput in) throws IOException {
    PolicyMode mode = in.oneOf(MODES);
    Duration maxAge = Duration.ofSeconds(in.longNumber());
    String id = in.text();
    Instant fetched = in.instant();
    int count = in.number();
    List<MxPattern> mx = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mx.add(pattern(in));
    }
    return new CachedPolicy(new Policy(mode, mx, maxAge, in.texts(), in.texts()), id, fetched);
  }

  private static void write(CompactOutput out, MxPattern pattern) {
    switch (pattern) {
      case MxPattern.Host(DomainName name) -> {
        out.number(0);
        out.text(name.text());
      }
      case MxPattern.Wildcard(DomainName suffix) -> {
        out.number(1);
        out.text(suffix.text());
      }
      case MxPattern.Unmatchable(String text, String why) -> {
        out.number(2);
        out.text(text);
        out.text(why);
      }
    }
  }

  private static MxPattern pattern(CompactInput in) throws IOException {
    int kind = in.number();
    return switch (kind) {
      case 0 -> new MxPattern.Host(new DomainName(in.text()));
      case 1 -> new MxPattern.Wildcard(new DomainName(in.text()));
      case 2 -> new MxPattern.Unmatchable(in.text(), in.text());
      default -> throw new IOException("mx of kind " + kind);
    };
  }

  private static void write(CompactOutput out, Look look) {
    out.instant(look.at());
    switch (look.lookup()) {
      case RecordLookup.Found(StsRecord record, Duration ttl) -> {
        out.number(0);
        out.text(record.id());
        out.longNumber(ttl.toSeconds());
      }
      case RecordLookup.Absent(RecordLookup.Reason reason, String detail, Duration ttl) -> {
        out.number(1);
        out.number(REASONS.indexOf(reason));
        out.text(detail);
        out.longNumber(ttl.toSeconds());
      }
      case RecordLookup.Unanswered(Answer.Why why, String detail) -> {
        out.number(2);
        out.number(WHYS.indexOf(why));
        out.text(detail);
      }
    }
  }

  private static Look look(CompactInput in) throws IOException {
    Instant at = in.instant();
    int kind = in.number();
    RecordLookup lookup =
        switch (kind) {
          case 0 ->
              new RecordLookup.Found(new StsRecord(in.text()), Duration.ofSeconds(in.longNumber()));
          case 1 ->
              new RecordLookup.Absent(
                  in.oneOf(REASONS), in.text(), Duration.ofSeconds(in.longNumber()));
          case 2 -> new RecordLookup.Unanswered(in.oneOf(WHYS), in.text());
          default -> throw new IOException("look of kind " + kind);
        };
    return new Look(at, lookup);
  }

  private static void write(CompactOutput out, Attempt attempt) {
    out.instant(attempt.at());
    out.text(attempt.id());
    int failure =
        attempt
            .failure()
            .map(
                why ->
                    switch (why) {
                      case PolicyFetch.FetchError error -> 1;
                      case PolicyFetch.WebPkiInvalid invalid -> 2;
                      case PolicyFetch.PolicyInvalid invalid -> 3;
                    })
            .orElse(0);
    out.number(failure * 2 + (attempt.counted() ? 1 : 0));
    attempt.failure().ifPresent(why -> out.text(why.why()));
  }

  private static Attempt attempt(CompactInput in) throws IOException {
    Instant at = in.instant();
    String id = in.text();
    int kind = in.number();
    Optional<PolicyFetch.Failure> failure =
        switch (kind / 2) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(new PolicyFetch.FetchError(in.text()));
          case 2 -> Optional.of(new PolicyFetch.WebPkiInvalid(in.text()));
          case 3 -> Optional.of(new PolicyFetch.PolicyInvalid(in.text()));
          default -> throw new IOException("attempt of kind " + kind);
        };
    return new Attempt(at, id, kind % 2 == 1, failure);
  }

  private static int sum(byte[] body) {
    CRC32C sum = new CRC32C();
    sum.update(body);
    return (int) sum.getValue();
  }
}
