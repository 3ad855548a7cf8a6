package org.postroad.engine.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.text.Printable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Makes an answer of a message: follows CNAMEs, keeps the smallest TTL, tells NXDOMAIN from an
/// empty answer, and skips records that nothing here could use.
final class AnswerReader {

  /// CNAMEs followed for one question, in one message or several.
  static final int CNAMES_MAX = 10;

  /// How long an answer may be used: positive ones a day, negative ones half a minute to a quarter
  /// of an hour, whatever the zone says.
  static final Duration POSITIVE_MAX = Duration.ofDays(1);

  static final Duration NEGATIVE_MIN = Duration.ofSeconds(30);
  static final Duration NEGATIVE_MAX = Duration.ofMinutes(15);

  private final Question question;
  private Name asked;
  private Name owner;
  private long ttl = POSITIVE_MAX.toSeconds();
  private Security security = Security.SECURE;
  private int cnames;

  AnswerReader(Question question) {
    this.question = question;
    this.owner = question.wireName();
    this.asked = owner;
  }

  /// What a message came to.
  sealed interface Reading {
    record Done(Answer answer) implements Reading {}

    /// The message ends at a CNAME whose target has to be asked for.
    record Ask(Question next) implements Reading {}
  }

  /// Reads a message that answers the question, or the one that [Reading.Ask] asked for.
  ///
  /// @param of what DNSSEC says of the message; the weakest of several counts
  /// @param usable how long its signatures allow it to be used
  Reading read(Message message, Security of, Duration usable) {
    security = of == Security.INSECURE ? of : security;
    ttl = Math.min(ttl, usable.toSeconds());
    List<Record> answers = message.getSection(Section.ANSWER);
    if (question.wireType() != Type.CNAME) {
      for (Optional<CNAMERecord> alias = alias(answers);
          alias.isPresent();
          alias = alias(answers)) {
        if (++cnames > CNAMES_MAX) {
          return failed(Answer.Why.OVER_LIMIT, "more than " + CNAMES_MAX + " CNAMEs, or a loop");
        }
        note(alias.get());
        owner = alias.get().getTarget();
      }
    }
    // What was asked for may be a name that no host has, composed by somebody's SPF macro.
    Optional<DomainName> name =
        owner.equals(question.wireName())
            ? Optional.of(question.name())
            : Records.domainName(owner);
    if (name.isEmpty()) {
      return failed(
          Answer.Why.MALFORMED, "CNAME to a name that is none: " + shown(owner.toString()));
    }
    List<Record> data = answers.stream().filter(this::isAskedFor).toList();
    if (!data.isEmpty()) {
      return found(data, name.get());
    }
    Optional<SOARecord> soa = soa(message);
    if (message.getRcode() == Rcode.NOERROR && !owner.equals(asked) && soa.isEmpty()) {
      asked = owner;
      return new Reading.Ask(new Question(name.get(), question.type()));
    }
    return new Reading.Done(
        message.getRcode() == Rcode.NXDOMAIN
            ? new Answer.NoSuchName(security, negativeTtl(soa))
            : new Answer.NoData(security, negativeTtl(soa)));
  }

  private Optional<CNAMERecord> alias(List<Record> answers) {
    return answers.stream()
        .filter(r -> r.getName().equals(owner))
        .filter(CNAMERecord.class::isInstance)
        .map(CNAMERecord.class::cast)
        .findFirst();
  }

  private boolean isAskedFor(Record record) {
    return record.getName().equals(owner) && record.getType() == question.wireType();
  }

  private static Optional<SOARecord> soa(Message message) {
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .findFirst();
  }

  private Reading found(List<Record> data, DomainName canonicalName) {
    List<DnsRecord> records = new ArrayList<>();
    for (Record wire : data) {
      note(wire);
      Records.of(wire).ifPresent(records::add);
    }
    if (records.isEmpty()) {
      return failed(
          Answer.Why.MALFORMED,
          "no usable " + question.type() + " record: " + shown(data.getFirst().rdataToString()));
    }
    return new Reading.Done(
        new Answer.Found(records, canonicalName, security, Duration.ofSeconds(ttl)));
  }

  /// One with its top bit set comes as zero from dnsjava (RFC 2181 §8).
  private void note(Record record) {
    ttl = Math.min(ttl, record.getTTL());
  }

  /// RFC 2308 §5: the smaller of the SOA's TTL and its MINIMUM, here also of the CNAMEs before.
  private Duration negativeTtl(Optional<SOARecord> soa) {
    soa.ifPresent(this::note);
    long negative = soa.map(s -> Math.min(ttl, s.getMinimum())).orElse(0L);
    return Duration.ofSeconds(
        Math.clamp(negative, NEGATIVE_MIN.toSeconds(), NEGATIVE_MAX.toSeconds()));
  }

  private static Reading failed(Answer.Why why, String detail) {
    return new Reading.Done(new Answer.Failed(why, detail));
  }

  private static String shown(String text) {
    return Printable.of(text, 100);
  }
}
