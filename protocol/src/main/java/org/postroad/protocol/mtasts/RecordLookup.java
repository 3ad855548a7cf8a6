package org.postroad.protocol.mtasts;

import java.time.Duration;
import java.util.List;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;

/// What a look at `_mta-sts.DOMAIN` showed (RFC 8461 §3.1).
///
/// [Absent] never strips a cached policy; [Unanswered] is not [Absent].
public sealed interface RecordLookup {

  /// Exactly one record counted, and it is valid.
  record Found(StsRecord record, Duration ttl) implements RecordLookup {}

  /// The DNS answered, and there is no usable record: the domain has no MTA-STS to discover.
  record Absent(Reason reason, String detail, Duration ttl) implements RecordLookup {}

  /// The DNS did not answer.
  record Unanswered(Answer.Why why, String detail) implements RecordLookup {}

  /// Why there is no usable record.
  enum Reason {
    /// NXDOMAIN, no TXT records, or none that begins with `v=STSv1;`.
    NO_RECORD,
    /// More than one counts, so none does.
    SEVERAL_RECORDS,
    /// The one that counts breaks the grammar.
    INVALID_RECORD
  }

  /// Reads the answer to a TXT question.
  static RecordLookup of(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> among(found);
      case Answer.NoSuchName(var security, Duration ttl) ->
          new Absent(Reason.NO_RECORD, "no such name", ttl);
      case Answer.NoData(var security, Duration ttl) ->
          new Absent(Reason.NO_RECORD, "no TXT records", ttl);
      case Answer.Failed(Answer.Why why, String detail) -> new Unanswered(why, detail);
    };
  }

  private static RecordLookup among(Answer.Found found) {
    List<String> counting =
        found.only(TxtRecord.class).stream()
            .map(TxtRecord::joined)
            .filter(StsRecord::counts)
            .toList();
    if (counting.isEmpty()) {
      return new Absent(Reason.NO_RECORD, "no TXT record begins with v=STSv1;", found.ttl());
    }
    if (counting.size() > 1) {
      String detail = counting.size() + " records begin with v=STSv1;, which counts as none";
      return new Absent(Reason.SEVERAL_RECORDS, detail, found.ttl());
    }
    return switch (StsRecord.parse(counting.getFirst())) {
      case StsRecord.Parsed.Valid(StsRecord record) -> new Found(record, found.ttl());
      case StsRecord.Parsed.Invalid(String why, int at) ->
          new Absent(Reason.INVALID_RECORD, why + " at " + at, found.ttl());
    };
  }
}
