package org.postroad.protocol.tlsrpt;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.ReportUri;

/// The TXT record at `_smtp._tls.DOMAIN` (RFC 8460 §3): where reports about TLS go.
///
/// `v=TLSRPTv1; rua=mailto:reports@example.com`
///
/// @param rua at least one, `mailto:` or `https:`
public record TlsRptRecord(List<ReportUri> rua) {

  private static final String VERSION = "v=TLSRPTv1";
  private static final String LABELS = "_smtp._tls";

  public TlsRptRecord {
    rua = List.copyOf(rua);
    if (rua.isEmpty() || rua.stream().anyMatch(ReportUri.Unsupported.class::isInstance)) {
      throw new IllegalArgumentException("rua " + rua);
    }
  }

  /// A record, or all that keeps it from being one.
  public sealed interface Parsed {
    /// @param notes what is ignored and does no harm: other fields, targets of other schemes
    record Valid(TlsRptRecord record, List<Fault> notes) implements Parsed {
      public Valid {
        notes = List.copyOf(notes);
      }
    }

    record Invalid(List<Fault> faults) implements Parsed {
      public Invalid {
        faults = List.copyOf(faults);
      }
    }
  }

  /// Whether a TXT record is one of TLS reporting at all: `v=TLSRPTv1`, blanks, `;`. Others are
  /// discarded before anybody counts.
  public static boolean counts(String text) {
    return text.startsWith(VERSION)
        && text.substring(VERSION.length()).stripLeading().startsWith(";");
  }

  /// Reads one record, its strings joined.
  public static Parsed parse(String text) {
    return counts(text)
        ? new TlsRptReader(text, VERSION.length()).read()
        : new Parsed.Invalid(List.of(new Fault("does not begin with v=TLSRPTv1;", 1)));
  }

  /// Where the record of a domain is; a domain that is too long has none.
  public static Optional<DomainName> name(DomainName domain) {
    return DomainName.parse(LABELS + "." + domain.text())
            instanceof DomainName.Parsed.Valid(DomainName name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /// The record as it is published.
  public String text() {
    return VERSION + "; rua=" + rua.stream().map(ReportUri::text).collect(Collectors.joining(","));
  }
}
