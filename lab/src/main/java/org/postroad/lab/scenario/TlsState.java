package org.postroad.lab.scenario;

import java.time.Instant;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.StartTls;

/// How an exchanger stands with STARTTLS, and what certificate it shows.
public enum TlsState {
  GOOD,
  /// By a wildcard for the domain that the host is in.
  WILDCARD,
  VIA_INTERMEDIATE,
  /// The whole chain with its root, as DANE-TA needs it.
  SENDS_ROOT,
  UNTRUSTED,
  SELF_SIGNED,
  WRONG_NAME,
  EXPIRED,
  NOT_YET_VALID,
  /// The name stands in the CN alone.
  COMMON_NAME_ONLY,
  SHA1,
  MISSING_INTERMEDIATE,
  /// Shows the certificate of another name to all who do not ask for the host by SNI.
  RIGHT_BY_SNI_ONLY,
  /// Knows no version after TLS 1.0; its certificate is good.
  TLS_1_0,
  TLS_1_2,
  NOT_OFFERED,
  REFUSED,
  ANSWERS_JUNK,
  CUTS_HANDSHAKE,
  SILENT_IN_HANDSHAKE,
  ALERT;

  private static final int HANDSHAKE_FAILURE = 40; // RFC 8446 §6

  /// Whether who verifies by the public authorities is content.
  public boolean passesPkix() {
    return switch (this) {
      case GOOD, WILDCARD, VIA_INTERMEDIATE, SENDS_ROOT, RIGHT_BY_SNI_ONLY, TLS_1_2 -> true;
      case UNTRUSTED,
          SELF_SIGNED,
          WRONG_NAME,
          EXPIRED,
          NOT_YET_VALID,
          COMMON_NAME_ONLY,
          SHA1,
          MISSING_INTERMEDIATE,
          TLS_1_0,
          NOT_OFFERED,
          REFUSED,
          ANSWERS_JUNK,
          CUTS_HANDSHAKE,
          SILENT_IN_HANDSHAKE,
          ALERT ->
          false;
    };
  }

  /// Whether TLS comes about with a client that is strict about versions, and not about
  /// certificates.
  public boolean speaksTls() {
    return switch (this) {
      case TLS_1_0,
          NOT_OFFERED,
          REFUSED,
          ANSWERS_JUNK,
          CUTS_HANDSHAKE,
          SILENT_IN_HANDSHAKE,
          ALERT ->
          false;
      case GOOD,
          WILDCARD,
          VIA_INTERMEDIATE,
          SENDS_ROOT,
          UNTRUSTED,
          SELF_SIGNED,
          WRONG_NAME,
          EXPIRED,
          NOT_YET_VALID,
          COMMON_NAME_ONLY,
          SHA1,
          MISSING_INTERMEDIATE,
          RIGHT_BY_SNI_ONLY,
          TLS_1_2 ->
          true;
    };
  }

  Credential credential(LabCa ca, String host) {
    Leaf good = Leaf.of(host);
    return switch (this) {
      case WILDCARD -> ca.issue(Leaf.of("*" + host.substring(host.indexOf('.'))));
      case VIA_INTERMEDIATE -> ca.issue(good.viaIntermediate());
      case SENDS_ROOT -> ca.issue(good.viaIntermediate().sendingRoot());
      case UNTRUSTED -> LabCa.create("Stranger", Instant.now()).issue(good);
      case SELF_SIGNED -> ca.issue(good.selfSigned());
      case WRONG_NAME -> ca.issue(Leaf.of("other.example"));
      case EXPIRED -> ca.issue(good.expired());
      case NOT_YET_VALID -> ca.issue(good.notYetValid());
      case COMMON_NAME_ONLY -> ca.issue(Leaf.commonNameOnly(host));
      case SHA1 -> ca.issue(good.signedWithSha1());
      case MISSING_INTERMEDIATE -> ca.issue(good.viaMissingIntermediate());
      case GOOD,
          RIGHT_BY_SNI_ONLY,
          TLS_1_0,
          TLS_1_2,
          NOT_OFFERED,
          REFUSED,
          ANSWERS_JUNK,
          CUTS_HANDSHAKE,
          SILENT_IN_HANDSHAKE,
          ALERT ->
          ca.issue(good);
    };
  }

  MxConduct conduct(MxConduct before) {
    return switch (this) {
      case TLS_1_0 -> before.tlsVersions("TLSv1");
      case TLS_1_2 -> before.tlsVersions("TLSv1.2");
      case NOT_OFFERED -> before.withoutStartTls();
      case REFUSED -> before.startTls(StartTls.refused());
      case ANSWERS_JUNK -> before.startTls(new StartTls.AnswersJunk("what?\r\n"));
      case CUTS_HANDSHAKE -> before.startTls(new StartTls.HangsUp());
      case SILENT_IN_HANDSHAKE -> before.startTls(new StartTls.Silent());
      case ALERT -> before.startTls(new StartTls.Alerts(HANDSHAKE_FAILURE));
      case GOOD,
          WILDCARD,
          VIA_INTERMEDIATE,
          SENDS_ROOT,
          UNTRUSTED,
          SELF_SIGNED,
          WRONG_NAME,
          EXPIRED,
          NOT_YET_VALID,
          COMMON_NAME_ONLY,
          SHA1,
          MISSING_INTERMEDIATE,
          RIGHT_BY_SNI_ONLY ->
          before;
    };
  }
}
