package org.postroad.engine.check.diagnosis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.diagnosis.NextStep.ZoneRecord;
import org.postroad.protocol.certificate.KeyInfo;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;

/// TLSA records to publish: `3 1 1` of the keys that exchangers with TLSA records show today, where
/// it is not published yet.
final class TlsaAdvice {

  private TlsaAdvice() {}

  static List<ZoneRecord> records(DomainView view) {
    List<ZoneRecord> records = new ArrayList<>();
    for (Exchanger exchanger : view.facts().exchangers()) {
      Optional<DomainName> name = DomainView.tlsaName(exchanger.host());
      for (SmtpVisit visit : exchanger.visits()) {
        if (name.isPresent()
            && view.lookup(name.get(), RecordType.TLSA) instanceof Answer.Found published
            && visit.tls() instanceof Tls.Established tls
            && !tls.chain().isEmpty()) {
          ofKey(tls.chain().getFirst())
              .filter(value -> !stands(value, published))
              .map(value -> new ZoneRecord(name.get(), RecordType.TLSA, value))
              .filter(record -> !records.contains(record))
              .ifPresent(records::add);
        }
      }
    }
    return records;
  }

  private static boolean stands(String value, Answer.Found published) {
    return published.only(TlsaRecord.class).stream()
        .anyMatch(record -> record.text().equalsIgnoreCase(value));
  }

  private static Optional<String> ofKey(X509Certificate certificate) {
    return KeyInfo.of(certificate).map(key -> "3 1 1 " + HexFormat.of().formatHex(sha256(key)));
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }
}
