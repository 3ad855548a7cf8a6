package org.postroad.app.labs.facts;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.CnameRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// What the DNS was seen to say, all domains together, put where it belongs: each record at the
/// name that has it, behind all aliases.
final class Told {

  private static final int ALIASES_MAX = 16;

  /// Records of one type at one name.
  record RecordSet(List<DnsRecord> records, Duration ttl) {}

  /// One name.
  static final class Owner {
    final Map<RecordType, RecordSet> records = new TreeMap<>();
    Optional<DomainName> alias = Optional.empty();
    Duration aliasTtl = Duration.ZERO;
    boolean absent;
    boolean empty;
    boolean secure;
    boolean insecure;

    /// Whether something is there, if only the name.
    boolean exists() {
      return !records.isEmpty() || alias.isPresent() || empty;
    }

    void stands(Security security) {
      secure |= security == Security.SECURE;
      insecure |= security == Security.INSECURE;
    }
  }

  private final SortedMap<DomainName, Owner> owners = new TreeMap<>();
  private final SortedMap<DnsQuestion, Answer.Failed> failed = new TreeMap<>();
  private final Map<DnsQuestion, Answer> answers;
  private final Notes notes;

  private Told(Map<DnsQuestion, Answer> answers, Notes notes) {
    this.answers = answers;
    this.notes = notes;
  }

  /// @param all the latest first, which count where they are at odds
  static Told of(List<DomainFacts> all, Notes notes) {
    Map<DnsQuestion, Answer> answers = new TreeMap<>();
    for (DomainFacts facts : all) {
      Limits.hold(answers.size() + facts.dns().entries().size(), Limits.ANSWERS, "DNS answers");
      facts
          .dns()
          .entries()
          .forEach(
              (question, entry) -> {
                Answer before = answers.putIfAbsent(question, entry.answer());
                if (before != null && !same(before, entry.answer())) {
                  notes.add(question + ": answered in two ways; the later answer counts");
                }
              });
    }
    Told told = new Told(answers, notes);
    answers.forEach(told::alias);
    answers.forEach(told::put);
    return told;
  }

  /// RFC 2181 §8.
  private static Duration ttl(Answer.Found found) {
    return Duration.ofSeconds(Math.clamp(found.ttl().toSeconds(), 0, Integer.MAX_VALUE));
  }

  SortedMap<DomainName, Owner> owners() {
    return owners;
  }

  /// Questions that nobody answered, or not so that it counts.
  SortedMap<DnsQuestion, Answer.Failed> failed() {
    return failed;
  }

  /// What was said to every question.
  Map<DnsQuestion, Answer> answers() {
    return answers;
  }

  /// What was said to one question; nothing if nobody asked.
  Optional<Answer> answer(DomainName name, RecordType type) {
    return Optional.ofNullable(answers.get(new DnsQuestion(name, type)));
  }

  /// Where a name leads in the end.
  DomainName end(DomainName name) {
    DomainName at = name;
    for (int i = 0; i < ALIASES_MAX; i++) {
      Optional<DomainName> next = Optional.ofNullable(owners.get(at)).flatMap(o -> o.alias);
      if (next.isEmpty()) {
        return at;
      }
      at = next.get();
    }
    return at;
  }

  private static boolean same(Answer one, Answer other) {
    return (one instanceof Answer.Found a && other instanceof Answer.Found b)
        ? a.canonicalName().equals(b.canonicalName())
            && a.security() == b.security()
            && Set.copyOf(a.records()).equals(Set.copyOf(b.records()))
        : one.getClass().equals(other.getClass());
  }

  private Owner owner(DomainName name) {
    return owners.computeIfAbsent(name, n -> new Owner());
  }

  /// The aliases first, since absences are those of their ends.
  private void alias(DnsQuestion question, Answer answer) {
    if (question.type() == RecordType.CNAME && answer instanceof Answer.Found found) {
      found.only(CnameRecord.class).stream()
          .findFirst()
          .ifPresent(
              cname -> {
                Owner owner = owner(question.name());
                owner.alias = Optional.of(cname.target());
                owner.aliasTtl = ttl(found);
                owner.stands(found.security());
              });
    }
  }

  private void put(DnsQuestion question, Answer answer) {
    if ((question.type() == RecordType.CNAME && answer instanceof Answer.Found)
        || question.type() == RecordType.DS
        || question.type() == RecordType.DNSKEY) {
      if (answer instanceof Answer.Failed bad) {
        fail(question, bad);
      }
      return; // aliases are known already, and keys are made anew
    }
    switch (answer) {
      case Answer.Found found -> found(question, found);
      case Answer.NoData none -> {
        Owner owner = owner(ownEnd(question));
        owner.empty = true;
        stands(question, owner, none.security());
      }
      case Answer.NoSuchName none -> {
        Owner owner = owner(ownEnd(question));
        owner.absent = true;
        stands(question, owner, none.security());
      }
      case Answer.Failed bad -> fail(question, bad);
    }
  }

  private void found(DnsQuestion question, Answer.Found found) {
    DomainName end = found.canonicalName();
    Owner asked = owner(question.name());
    if (!end.equals(question.name()) && asked.alias.isEmpty()) {
      asked.alias = Optional.of(end); // what lies between was not asked
      asked.aliasTtl = ttl(found);
    }
    List<DnsRecord> records = new ArrayList<>();
    for (DnsRecord record : found.records()) {
      if (fits(record, question.type()) && size(record) <= Limits.RECORD_OCTETS) {
        records.add(record);
      } else {
        notes.add(question + ": a record of another type, or too long, is left out");
      }
    }
    Limits.hold(records.size(), Limits.RECORDS, "records of " + question);
    Owner owner = owner(end);
    if (!records.isEmpty()) {
      owner.records.putIfAbsent(question.type(), new RecordSet(records, ttl(found)));
    }
    stands(question, owner, found.security());
  }

  /// What is secure is secure at each step; what is not may be so for another step's sake.
  private void stands(DnsQuestion question, Owner end, Security security) {
    Owner asked = owner(question.name());
    if (asked.alias.isEmpty()) {
      end.stands(security);
    } else if (security == Security.SECURE) {
      asked.stands(security);
      end.stands(security);
    }
  }

  private DomainName ownEnd(DnsQuestion question) {
    return question.type() == RecordType.CNAME ? question.name() : end(question.name());
  }

  private void fail(DnsQuestion question, Answer.Failed bad) {
    if (bad.why() != Answer.Why.NOT_ASKED) {
      failed.put(question, bad);
    }
  }

  private static int size(DnsRecord record) {
    return switch (record) {
      case DnsRecord.TxtRecord txt -> txt.strings().stream().mapToInt(String::length).sum();
      case DnsRecord.CaaRecord caa -> caa.value().length();
      case TlsaRecord tlsa -> tlsa.data().length() / 2;
      default -> 0; // numbers, names and addresses
    };
  }

  static boolean fits(DnsRecord record, RecordType type) {
    return switch (record) {
      case DnsRecord.AddressRecord(var address) ->
          type == (address instanceof Inet4Address ? RecordType.A : RecordType.AAAA);
      case DnsRecord.CaaRecord _ -> type == RecordType.CAA;
      case CnameRecord _ -> type == RecordType.CNAME;
      case DnsRecord.DnskeyRecord _ -> type == RecordType.DNSKEY;
      case DnsRecord.DsRecord _ -> type == RecordType.DS;
      case DnsRecord.NsRecord _ -> type == RecordType.NS;
      case DnsRecord.PtrRecord _ -> type == RecordType.PTR;
      case DnsRecord.SoaRecord _ -> type == RecordType.SOA;
      case DnsRecord.SrvRecord _ -> type == RecordType.SRV;
      case DnsRecord.TxtRecord _ -> type == RecordType.TXT || type == RecordType.SPF;
      case MxRecord _ -> type == RecordType.MX;
      case TlsaRecord _ -> type == RecordType.TLSA;
    };
  }
}
