package org.postroad.protocol.tlsrpt;

import java.util.List;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.text.Fault;

/// What a look at `_smtp._tls.DOMAIN` showed (RFC 8460 §3).
public sealed interface TlsRptLookup {

  /// Exactly one record counted, and it is valid.
  record Found(TlsRptRecord record, List<Fault> notes) implements TlsRptLookup {
    public Found {
      notes = List.copyOf(notes);
    }
  }

  /// There is none: nobody is told anything.
  record Absent(String reason) implements TlsRptLookup {}

  /// More than one counts, so none does.
  record Several(List<String> texts) implements TlsRptLookup {
    public Several {
      texts = List.copyOf(texts);
    }
  }

  /// The one that counts breaks the grammar.
  record Invalid(String text, List<Fault> faults) implements TlsRptLookup {
    public Invalid {
      faults = List.copyOf(faults);
    }
  }

  /// The DNS did not answer.
  record Unanswered(Answer.Why why, String detail) implements TlsRptLookup {}

  /// Reads the answer to a TXT question.
  static TlsRptLookup of(Answer answer) {
    return switch (answer) {
      case Answer.Failed(Answer.Why why, String detail) -> new Unanswered(why, detail);
      case Answer.NoSuchName _ -> new Absent("no such name");
      case Answer.NoData _ -> new Absent("no TXT records");
      case Answer.Found found -> among(found);
    };
  }

  private static TlsRptLookup among(Answer.Found found) {
    List<String> counting =
        found.only(TxtRecord.class).stream()
            .map(TxtRecord::joined)
            .filter(TlsRptRecord::counts)
            .toList();
    if (counting.isEmpty()) {
      return new Absent("no TXT record begins with v=TLSRPTv1;");
    }
    if (counting.size() > 1) {
      return new Several(counting);
    }
    return switch (TlsRptRecord.parse(counting.getFirst())) {
      case TlsRptRecord.Parsed.Valid(TlsRptRecord record, var notes) -> new Found(record, notes);
      case TlsRptRecord.Parsed.Invalid(var faults) -> new Invalid(counting.getFirst(), faults);
    };
  }
}
