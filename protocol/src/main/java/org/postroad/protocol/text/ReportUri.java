package org.postroad.protocol.text;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// Where a record wants reports: the `rua` and `ruf` of DMARC (RFC 9989 §4.6) and the `rua` of TLS
/// reporting (RFC 8460 §3).
///
/// Commas, exclamation points and semicolons are encoded in it, for they have other meanings there.
public sealed interface ReportUri {

  /// How many URIs of one list are read.
  int URIS_MAX = 50;

  /// As it is written, without what DMARC once let follow it (`!10m`).
  String text();

  /// By mail (RFC 6068).
  ///
  /// @param address decoded: `local-part@domain`
  record Mailto(String text, String address, DomainName host) implements ReportUri {}

  /// By POST.
  record Https(String text, DomainName host) implements ReportUri {}

  /// By something that nobody here speaks; it is ignored, and no error.
  ///
  /// @param scheme in lower case
  record Unsupported(String text, String scheme) implements ReportUri {}

  /// The URIs of a list, and what of it cannot be read.
  record Listed(List<ReportUri> uris, List<Fault> faults) {
    public Listed {
      uris = List.copyOf(uris);
      faults = List.copyOf(faults);
    }
  }

  /// Reads a list with commas between.
  ///
  /// @param at where the value begins in its record, counted from 1
  /// @param sized whether `!` and a size may follow each, which is then left out
  static Listed list(String value, int at, boolean sized) {
    return new UriReader(value, at, sized).read();
  }
}
