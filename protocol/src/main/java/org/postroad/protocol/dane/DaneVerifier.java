package org.postroad.protocol.dane;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.certificate.EncodedCertificate;
import org.postroad.protocol.certificate.KeyInfo;
import org.postroad.protocol.dane.DaneVerdict.Fault;
import org.postroad.protocol.dane.DaneVerdict.Matched;
import org.postroad.protocol.dane.DaneVerdict.Refused;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.TlsaRecord;

/// Holds a chain against the records of a set: one that is satisfied is enough (RFC 6698 §4.1).
record DaneVerifier(TlsaSet records, List<DomainName> names, Instant now) {

  private static final int ANCHORS_MAX = 32; // each is tried at each step; honest sets have two

  DaneVerdict verify(List<X509Certificate> sent) {
    if (sent.isEmpty()) {
      return new Refused(Fault.NO_MATCH, "the server sent no certificate");
    }
    Optional<DaneVerdict> matched =
        records.usable().stream()
            .filter(record -> record.usage() == AssociationData.DANE_EE)
            .filter(record -> AssociationData.matches(record, sent.getFirst()))
            .<DaneVerdict>map(Matched::new)
            .findFirst();
    return matched.orElseGet(() -> byAuthority(sent));
  }

  /// DANE-TA: a way from the server's certificate to an anchor, then the names.
  private DaneVerdict byAuthority(List<X509Certificate> sent) {
    List<DaneAnchor> anchors = anchors(sent);
    return switch (new AnchorSearch(sent, anchors, now).find()) {
      case AnchorSearch.Found(DaneAnchor anchor) ->
          ServerNames.of(sent.getFirst())
              .fault(names)
              .<DaneVerdict>map(why -> new Refused(Fault.NAME_MISMATCH, why))
              .orElseGet(() -> new Matched(anchor.by()));
      case AnchorSearch.Broken(Refused refused) -> refused;
      case AnchorSearch.Nothing() ->
          new Refused(
              Fault.NO_MATCH,
              "no TLSA record matches the certificate of " + Certificates.subject(sent.getFirst()));
    };
  }

  /// The trust anchors that the records name: certificates that were sent; of a Full(0) record that
  /// matches none of them, what it holds itself (RFC 7671 §5.2.2, §5.2.3).
  ///
  /// The server's own certificate is nobody's authority, so a DANE-TA record for it matches
  /// nothing.
  private List<DaneAnchor> anchors(List<X509Certificate> sent) {
    List<DaneAnchor> anchors = new ArrayList<>();
    for (TlsaRecord record : records.usable()) {
      if (record.usage() == AssociationData.DANE_TA) {
        List<DaneAnchor> there =
            sent.stream()
                .skip(1)
                .distinct()
                .filter(one -> !one.equals(sent.getFirst()))
                .filter(one -> AssociationData.matches(record, one))
                .<DaneAnchor>map(one -> new DaneAnchor.Certificate(record, one))
                .toList();
        anchors.addAll(there.isEmpty() ? published(record) : there);
      }
    }
    return anchors.stream().limit(ANCHORS_MAX).toList();
  }

  private static List<DaneAnchor> published(TlsaRecord record) {
    if (record.matchingType() != AssociationData.FULL) {
      return List.of();
    }
    Optional<DaneAnchor> anchor =
        record.selector() == AssociationData.CERT
            ? EncodedCertificate.read(record.octets())
                .map(certificate -> new DaneAnchor.Certificate(record, certificate))
            : KeyInfo.key(record.octets()).map(key -> new DaneAnchor.Key(record, key));
    return anchor.stream().toList();
  }
}
