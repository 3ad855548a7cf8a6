package org.postroad.app.resolverd;

import java.util.List;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.postfix.LiveMx;

/// Reads an answer to an MX question as where mail goes now.
final class LiveMxOf {

  /// A host that is its own road.
  static final LiveMx ITSELF = new LiveMx.Known(List.of());

  private LiveMxOf() {}

  /// Known where the DNS answered. A domain that does not exist has no host, which is not the same
  /// as being its own.
  static LiveMx answer(Answer answer) {
    return switch (answer) {
      case Answer.Found found -> new LiveMx.Known(found.only(MxRecord.class));
      case Answer.NoData none -> new LiveMx.Known(List.of());
      case Answer.NoSuchName none -> new LiveMx.Unknown();
      case Answer.Failed failed -> new LiveMx.Unknown();
    };
  }

  /// The hosts in the order in which they are tried; none for a null MX (RFC 7505).
  static List<MxRecord> hosts(DomainName domain, LiveMx live) {
    return switch (live) {
      case LiveMx.Unknown unknown -> List.of();
      case LiveMx.Known(List<MxRecord> records) when records.isEmpty() ->
          List.of(new MxRecord(0, domain)); // RFC 5321 §5.1: the implicit MX
      case LiveMx.Known(List<MxRecord> records) when MxRecord.isNull(records) -> List.of();
      case LiveMx.Known(List<MxRecord> records) ->
          records.stream().sorted(MxRecord.byPreference()).toList();
    };
  }
}
