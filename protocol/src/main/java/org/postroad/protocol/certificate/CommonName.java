package org.postroad.protocol.certificate;

import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The CN-IDs of a certificate (RFC 6125 §1.8): the Common Names of its subject that stand alone in
/// their part of the name. They count where RFC 7672 §3.2.3 says so, and nowhere else.
public final class CommonName {

  private static final String COMMON_NAME = "550403"; // 2.5.4.3, RFC 5280 A.1

  private CommonName() {}

  /// In the order of the subject, as they stand there.
  public static List<String> of(X509Certificate certificate) {
    return Der.of(certificate.getSubjectX500Principal().getEncoded())
        .flatMap(Der::children)
        .map(parts -> parts.stream().flatMap(CommonName::ofPart).toList())
        .orElse(List.of());
  }

  /// `SET { SEQUENCE { OBJECT IDENTIFIER, text } }`
  private static Stream<String> ofPart(Der part) {
    return part
        .children()
        .filter(inner -> part.is(Der.SET) && inner.size() == 1)
        .flatMap(inner -> inner.getFirst().children())
        .filter(pair -> pair.size() == 2 && isCommonName(pair.getFirst()))
        .flatMap(pair -> pair.getLast().text())
        .stream();
  }

  private static boolean isCommonName(Der type) {
    return type.is(Der.OBJECT_IDENTIFIER)
        && HexFormat.of().formatHex(type.content()).equals(COMMON_NAME);
  }
}
