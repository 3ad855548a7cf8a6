package org.postroad.engine.dns.dnssec;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.text.Printable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.dnssec.ValidatingResolver;

/// Says whether a message is secure, insecure or bogus, from the trust anchors down (RFC 4035 §5).
///
/// Threads may share it. A validation costs at most what [Lookup] allows, and what it learns about
/// keys is remembered within bounds.
public final class Validator {

  private static final int REASON_MAX = 200;
  private static final int KEYS_REMEMBERED = 2_000; // by dnsjava, of 1 to 2 KB each

  /// Questions end by themselves at the deadline, and then say more.
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Duration CLOCK_LEAP = Duration.ofMinutes(1);

  private final List<Record> anchors;
  private final boolean sha1;
  private final InstantSource clock;
  private final KeyRecords keys;
  private final TrustChain chain;
  private volatile Epoch epoch;

  /// @param anchors DS and DNSKEY records that are trusted
  /// @param sha1 whether zones signed with SHA-1 can be secure (RFC 9905: they should not)
  /// @param keyBytes about how much memory DS and DNSKEY records may take
  public Validator(
      Upstream upstream, List<Record> anchors, boolean sha1, InstantSource clock, long keyBytes) {
    this.anchors = List.copyOf(anchors);
    this.sha1 = sha1;
    this.clock = clock;
    this.keys = new KeyRecords(upstream, clock, keyBytes);
    this.chain = new TrustChain(keys, this::rules);
    this.epoch = begin();
  }

  /// dnsjava forgets keys by the system's clock. When ours leaps, it has to forget them all.
  private record Epoch(ValidatingResolver resolver, Supplier<Duration> drift) {}

  /// Judges a message with the code NOERROR or NXDOMAIN that answers that question.
  public Verdict judge(Name name, int type, Message message, Deadline deadline) {
    SignatureRules rules = rules();
    return switch (Hops.of(name, type, message, rules)) {
      case Hops.Taken.Malformed(String why) -> new Verdict.Fails(Why.MALFORMED, why);
      case Hops.Taken.Apart(List<Statement> statements, Message clean) -> {
        Security weakest = Security.SECURE;
        Duration usable = SignedSet.USABLE_MAX;
        for (Statement statement : statements) {
          switch (patiently(statement, rules, deadline)) {
            case Conclusion.Bogus(Verdict.Fails fails) -> {
              yield explained(fails, message);
            }
            case Conclusion.Insecure _ -> weakest = Security.INSECURE;
            case Conclusion.Secure _ -> {
              Duration allowed = statement.usable(rules);
              usable = allowed.compareTo(usable) < 0 ? allowed : usable;
            }
          }
        }
        yield new Verdict.Counts(clean, weakest, usable);
      }
    };
  }

  /// What dnsjava concludes from a statement.
  private sealed interface Conclusion {
    record Secure() implements Conclusion {}

    record Insecure() implements Conclusion {}

    record Bogus(Verdict.Fails why) implements Conclusion {}
  }

  /// Tries again where remembered keys may be to blame: they were never verified, or the zone has
  /// others by now.
  private Conclusion patiently(Statement statement, SignatureRules rules, Deadline deadline) {
    Lookup lookup = new Lookup(deadline);
    Conclusion conclusion = conclude(statement, rules, lookup);
    if (conclusion instanceof Conclusion.Bogus && !lookup.remembered().isEmpty()) {
      keys.forget(lookup.remembered());
      return conclude(statement, rules, new Lookup(deadline));
    }
    return conclusion;
  }

  private Conclusion conclude(Statement statement, SignatureRules rules, Lookup lookup) {
    lookup.state(statement);
    Message judged;
    try {
      judged =
          resolver()
              .sendAsync(Message.newQuery(statement.question()), lookup)
              .toCompletableFuture()
              .get(lookup.deadline().remaining().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      lookup.fail(Why.TIMED_OUT, "not validated in time");
      return bogus(statement, lookup, "");
    } catch (ExecutionException e) {
      // A question that came to nothing, or records that dnsjava chokes on.
      return bogus(statement, lookup, "the validator gave up: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lookup.fail(Why.TIMED_OUT, "interrupted");
      return bogus(statement, lookup, "");
    }
    String reason = reason(judged);
    if (lookup.trouble().isPresent()) {
      return bogus(statement, lookup, reason);
    }
    if (judged.getHeader().getFlag(Flags.AD) && statement.proven() && covers(judged, statement)) {
      return statement.optOut() ? new Conclusion.Insecure() : new Conclusion.Secure();
    }
    // A message that it could not judge comes back as if it were insecure, but without a reason.
    boolean insecure =
        judged.getRcode() != Rcode.SERVFAIL
            && !judged.getHeader().getFlag(Flags.AD)
            && !isBogus(judged)
            && (!reason.isEmpty() || statement.optOut());
    return insecure
        ? new Conclusion.Insecure()
        : bogus(statement, lookup, statement.blemish(rules).orElse(reason));
  }

  private static Conclusion bogus(Statement statement, Lookup lookup, String reason) {
    Verdict.Fails fails = lookup.trouble().orElseGet(() -> new Verdict.Fails(Why.BOGUS, reason));
    String detail = statement.text() + ": " + Printable.of(fails.detail(), REASON_MAX);
    return new Conclusion.Bogus(new Verdict.Fails(fails.why(), detail));
  }

  private static Verdict.Fails explained(Verdict.Fails fails, Message message) {
    return fails.why() == Why.BOGUS
            && message.getSection(Section.AUTHORITY).stream().anyMatch(KeyMessage::iteratesTooOften)
        ? new Verdict.Fails(Why.BOGUS, fails.detail() + "; " + KeyMessage.tooManyIterations())
        : fails;
  }

  /// Whether dnsjava judged all of the records: it leaves out what it finds out of place.
  private static boolean covers(Message judged, Statement statement) {
    return statement
        .data()
        .map(
            set ->
                judged.getSectionRRsets(Section.ANSWER).stream()
                        .filter(each -> each.getType() == statement.type())
                        .mapToInt(RRset::size)
                        .sum()
                    == set.records().size())
        .orElse(true);
  }

  private static boolean isBogus(Message judged) {
    return judged.getOPT() != null
        && judged.getOPT().getOptions().stream().anyMatch(Validator::isBogus);
  }

  /// RFC 8914 §4: other codes say why a zone counts as unsigned.
  private static boolean isBogus(EDNSOption option) {
    return option instanceof ExtendedErrorCodeOption error
        && error.getErrorCode() != ExtendedErrorCodeOption.UNSUPPORTED_DNSKEY_ALGORITHM
        && error.getErrorCode() != ExtendedErrorCodeOption.UNSUPPORTED_DS_DIGEST_TYPE;
  }

  private static String reason(Message judged) {
    return judged.getSection(Section.ADDITIONAL).stream()
        .filter(TXTRecord.class::isInstance)
        .filter(record -> record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
        .flatMap(record -> ((TXTRecord) record).getStrings().stream())
        .reduce("", String::concat);
  }

  private SignatureRules rules() {
    return new SignatureRules(sha1, clock.instant());
  }

  private ValidatingResolver resolver() {
    Epoch now = epoch;
    if (now.drift().get().abs().compareTo(CLOCK_LEAP) > 0) {
      now = begin();
      epoch = now;
    }
    return now.resolver();
  }

  private Epoch begin() {
    ValidatingResolver resolver = new ValidatingResolver(chain, clock.withZone(ZoneOffset.UTC));
    try {
      resolver.init(settings());
    } catch (IOException e) {
      throw new IllegalStateException("no setting names a file", e);
    }
    // What a system property of the JVM may have brought in does not count.
    resolver.getTrustAnchors().clear();
    resolver.getTrustAnchors().store(new RRset(anchors));
    var wall = clock.instant();
    long nanos = System.nanoTime();
    return new Epoch(
        resolver,
        () ->
            Duration.between(wall, clock.instant())
                .minus(Duration.ofNanos(System.nanoTime() - nanos)));
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.setProperty("dnsjava.dnssec.keycache.max_size", String.valueOf(KEYS_REMEMBERED));
    // RFC 6840 §5.11: one chain of any algorithm is enough.
    settings.setProperty("dnsjava.dnssec.harden_algo_downgrade", "false");
    settings.setProperty(
        "dnsjava.dnssec.max_validate_rrsigs", String.valueOf(SignatureRules.SIGNATURES_MAX));
    settings.setProperty("dnsjava.dnssec.max_ds_match_failures", "4");
    settings.setProperty(
        "dnsjava.dnssec.nsec3.iterations.1024", String.valueOf(Nsec3Denial.ITERATIONS_MAX));
    SignatureRules.SHA1_ALGORITHMS.forEach(
        algorithm ->
            settings.setProperty("dnsjava.dnssec.algorithm." + algorithm, String.valueOf(sha1)));
    settings.setProperty("dnsjava.dnssec.algorithm.12", "false"); // GOST: RFC 8624 §3.1
    settings.setProperty("dnsjava.dnssec.digest.3", "false"); // GOST: RFC 8624 §3.3
    return settings;
  }
}
