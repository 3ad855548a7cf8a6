package org.postroad.protocol.dns;

import java.time.Duration;
import java.util.List;

/// What came of one question to the DNS.
///
/// "There is none" is an answer, with a security and a time to live of its own; "nobody answered"
/// is [Failed] and must never be taken for it.
public sealed interface Answer {

  /// Records of the type asked for, in the order of the answer, at least one.
  ///
  /// @param canonicalName the owner after all CNAMEs were followed; the name asked for if there was
  ///   none
  /// @param security the weakest of the whole chain
  /// @param ttl the smallest of the whole chain: how long the answer may be used
  record Found(List<DnsRecord> records, DomainName canonicalName, Security security, Duration ttl)
      implements Answer {
    public Found {
      records = List.copyOf(records);
      if (records.isEmpty()) {
        throw new IllegalArgumentException("a found answer needs a record");
      }
    }

    /// The records of one kind: `found.only(MxRecord.class)`.
    public <R extends DnsRecord> List<R> only(Class<R> kind) {
      return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }

  /// The name does not exist (NXDOMAIN); `ttl` as in RFC 2308 §5.
  record NoSuchName(Security security, Duration ttl) implements Answer {}

  /// The name exists without records of this type (NOERROR, no data); `ttl` as in RFC 2308 §5.
  record NoData(Security security, Duration ttl) implements Answer {}

  /// No answer that counts.
  ///
  /// @param detail for the operator: which server, what it said
  record Failed(Why why, String detail) implements Answer {}

  /// Why there is no answer.
  enum Why {
    /// No server answered in time.
    TIMED_OUT,
    /// Every server answered SERVFAIL or another error code.
    SERVER_FAILED,
    /// DNSSEC validation failed: forged or broken, which looks the same.
    BOGUS,
    /// What came back could not be read, or did not belong to the question.
    MALFORMED,
    /// No server could be reached at all.
    UNREACHABLE,
    /// A limit of ours was hit: a queue is full, a CNAME chain too long.
    OVER_LIMIT,
    /// The question was not put to anybody: time was up, or the answers are those of another day.
    NOT_ASKED
  }
}
