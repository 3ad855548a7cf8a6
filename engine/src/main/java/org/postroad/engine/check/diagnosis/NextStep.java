package org.postroad.engine.check.diagnosis;

import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// One step on the road TLS-RPT, MX certificates, testing, a week of watching, enforce.
///
/// @param title in a few words: `publish a policy in testing`
/// @param text what to do, in whole sentences
/// @param records to publish, whole; after the file, if there is one
/// @param file to serve, whole
public record NextStep(
    String title, String text, List<ZoneRecord> records, Optional<PolicyFile> file) {

  public NextStep {
    records = List.copyOf(records);
  }

  /// A record to publish.
  ///
  /// @param value as in a zone file: `"v=STSv1; id=20260101T000000Z;"` with its quotes
  public record ZoneRecord(DomainName name, RecordType type, String value) {
    /// A line of a zone file: `_mta-sts.example.com. IN TXT "…"`.
    public String text() {
      return name + ". IN " + type + " " + value;
    }
  }

  /// A policy file.
  ///
  /// @param url where it is served
  /// @param text with CRLF line ends, every line ended
  public record PolicyFile(String url, String text) {}
}
