package org.postroad.engine.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.postroad.engine.tls.TestCa.Node;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.TlsaRecord;

/// TLSA records of certificates made for a test.
final class Tlsa {

  private Tlsa() {}

  /// The record of these fields, written as in a zone file: `3 1 1`.
  static TlsaRecord of(String fields, Node node) {
    int[] n = Arrays.stream(fields.split(" ")).mapToInt(Integer::parseInt).toArray();
    try {
      byte[] octets =
          n[1] == 0
              ? node.certificate().getEncoded()
              : node.certificate().getPublicKey().getEncoded();
      byte[] data =
          switch (n[2]) {
            case 0 -> octets;
            case 1 -> MessageDigest.getInstance("SHA-256").digest(octets);
            default -> MessageDigest.getInstance("SHA-512").digest(octets);
          };
      return new TlsaRecord(n[0], n[1], n[2], HexFormat.of().formatHex(data));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static TlsaSet set(TlsaRecord... records) {
    return TlsaSet.of(List.of(records));
  }
}
