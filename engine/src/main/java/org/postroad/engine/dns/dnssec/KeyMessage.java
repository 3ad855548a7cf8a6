package org.postroad.engine.dns.dnssec;

import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.protocol.dns.Answer.Why;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Of an answer to a DS or DNSKEY question what is worth looking at, within bounds.
sealed interface KeyMessage {

  /// Keys or DS records of a zone. The root's zone has 3, the busiest roll-overs about 10.
  int RECORDS_MAX = 32;

  /// Keys of one tag and algorithm, each of which a signature may be of ("KeyTrap",
  /// CVE-2023-50387).
  int SAME_TAG_MAX = 2;

  /// Records that prove an absence.
  int PROOFS_MAX = 12;

  /// RFC 3110 §2: RSA keys of at most 4096 bits; the exponent is where they get slow.
  int RSA_BITS_MAX = 4096;

  int RSA_EXPONENT_BITS_MAX = 64;

  record Refused(Why why, String detail) implements KeyMessage {}

  /// @param answer DS or DNSKEY records, or the CNAME that stands in their place
  /// @param ttl in seconds
  /// @param weight about how much memory it takes
  record Usable(
      int rcode, Optional<SignedSet> answer, List<SignedSet> proofs, long ttl, long weight)
      implements KeyMessage {

    Message message(Message query) {
      Message message = new Message(query.getHeader().getID());
      message.getHeader().setFlag(Flags.QR);
      message.getHeader().setFlag(Flags.RD);
      message.getHeader().setFlag(Flags.RA);
      message.getHeader().setRcode(rcode);
      message.addRecord(query.getQuestion(), Section.QUESTION);
      answer.ifPresent(set -> set.addTo(message, Section.ANSWER));
      proofs.forEach(set -> set.addTo(message, Section.AUTHORITY));
      return message;
    }

    int signatures() {
      return Stream.concat(answer.stream(), proofs.stream())
          .mapToInt(set -> set.signatures().size())
          .sum();
    }

    /// The same with a TTL within these bounds.
    Usable withTtl(Duration min, Duration max) {
      long bounded = Math.clamp(ttl, min.toSeconds(), max.toSeconds());
      return new Usable(
          rcode,
          answer.map(set -> withTtl(set, bounded)),
          proofs.stream().map(set -> withTtl(set, bounded)).toList(),
          bounded,
          weight);
    }

    private static SignedSet withTtl(SignedSet set, long ttl) {
      return new SignedSet(
          set.records().stream().map(record -> withTtl(record, ttl)).toList(),
          set.signatures().stream().map(sig -> (RRSIGRecord) withTtl(sig, ttl)).toList());
    }

    /// The TTL is no part of what is signed; dnsjava goes by the smallest, signatures included.
    private static Record withTtl(Record record, long ttl) {
      return Record.newRecord(
          record.getName(), record.getType(), DClass.IN, ttl, record.rdataToWireCanonical());
    }
  }

  static KeyMessage of(Name name, int type, Message message, SignatureRules rules) {
    List<Record> answer = message.getSection(Section.ANSWER);
    List<Record> authority = message.getSection(Section.AUTHORITY);
    Optional<SignedSet> found =
        Stream.of(type, Type.CNAME)
            .filter(each -> SignedSet.isIn(answer, name, each))
            .findFirst()
            .map(each -> SignedSet.of(answer, name, each, rules));
    Optional<String> excess = found.flatMap(KeyMessage::excess);
    if (excess.isPresent()) {
      return new Refused(Why.OVER_LIMIT, excess.get());
    }
    if (authority.stream().anyMatch(KeyMessage::iteratesTooOften)) {
      return new Refused(Why.BOGUS, tooManyIterations());
    }
    List<SignedSet> proofs =
        Stream.of(Type.NSEC, Type.NSEC3)
            .flatMap(each -> SignedSet.of(authority, each, rules).stream())
            .filter(set -> set.isSigned() && name.subdomain(set.signer()))
            .limit(PROOFS_MAX)
            .toList();
    List<SignedSet> sets = Stream.concat(found.stream(), proofs.stream()).toList();
    long ttl =
        sets.stream()
            .flatMapToLong(set -> set.records().stream().mapToLong(Record::getTTL))
            .min()
            .orElse(0);
    long usable = sets.stream().mapToLong(s -> s.usable(rules).toSeconds()).min().orElse(0);
    return new Usable(
        message.getRcode(),
        found,
        found.isPresent() ? List.of() : proofs,
        Math.min(ttl, usable),
        500 + 4L * message.numBytes());
  }

  static boolean iteratesTooOften(Record record) {
    return record instanceof NSEC3Record nsec3
        && nsec3.getIterations() > Nsec3Denial.ITERATIONS_MAX;
  }

  static String tooManyIterations() {
    return "NSEC3 with more than " + Nsec3Denial.ITERATIONS_MAX + " iterations (RFC 9276)";
  }

  /// What there is too much of.
  private static Optional<String> excess(SignedSet set) {
    if (set.records().size() > RECORDS_MAX) {
      return Optional.of(set.records().size() + " records");
    }
    Map<String, Integer> tags = new HashMap<>();
    for (Record record : set.records()) {
      if (record instanceof DNSKEYRecord key) {
        String tag = key.getAlgorithm() + " " + key.getFootprint();
        if (tags.merge(tag, 1, Integer::sum) > SAME_TAG_MAX) {
          return Optional.of("more than " + SAME_TAG_MAX + " keys of one tag");
        }
        if (isSlow(key)) {
          return Optional.of("an RSA key of more than " + RSA_BITS_MAX + " bits, or as slow");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSlow(DNSKEYRecord key) {
    try {
      return key.getPublicKey() instanceof RSAPublicKey rsa
          && (rsa.getModulus().bitLength() > RSA_BITS_MAX
              || rsa.getPublicExponent().bitLength() > RSA_EXPONENT_BITS_MAX);
    } catch (DNSSECException e) {
      return false; // dnsjava finds words for it
    }
  }
}
