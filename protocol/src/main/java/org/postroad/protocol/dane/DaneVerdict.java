package org.postroad.protocol.dane;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.TlsaRecord;

/// What the certificates that a server sent are worth under its TLSA records (RFC 7672 §3).
public sealed interface DaneVerdict {

  /// The server proved itself.
  ///
  /// @param by the first record of the set that its certificates satisfy
  record Matched(TlsaRecord by) implements DaneVerdict {}

  /// It did not.
  ///
  /// @param why in words that are safe to print
  record Refused(Fault fault, String why) implements DaneVerdict {}

  /// In what the best of the records failed, worst first.
  enum Fault {
    /// No record speaks of any certificate that was sent.
    NO_MATCH,
    /// The trust anchor of a record is there, and no sound way leads to it.
    NOT_TRUSTED,
    /// A way leads to it, past its dates.
    EXPIRED,
    /// The certificate was issued below it for other names.
    NAME_MISMATCH
  }

  /// Judges a chain.
  ///
  /// @param sent the server's certificate first; the rest may come in any order and hold more than
  ///   is needed
  /// @param names what the certificate may be for under DANE-TA(2), the base domain first (§3.2.2);
  ///   nothing under DANE-EE(3), which has no use for names and dates (§3.1.1)
  static DaneVerdict of(
      TlsaSet records, List<X509Certificate> sent, List<DomainName> names, Instant now) {
    return new DaneVerifier(records, names, now).verify(sent);
  }
}
