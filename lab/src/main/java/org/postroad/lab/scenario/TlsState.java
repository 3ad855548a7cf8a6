package org.postroad.lab.scenario;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.StartTls;

/// How an exchanger stands with STARTTLS, and what certificate it shows.
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum TlsState {
  GOOD(Worth.PROOF),
  /// By a wildcard for the domain that the host is in.
  WILDCARD(Worth.PROOF, (ca, host) -> ca.issue(Leaf.of("*" + host.substring(host.indexOf('.'))))),
  VIA_INTERMEDIATE(Worth.PROOF, (ca, host) -> ca.issue(Leaf.of(host).viaIntermediate())),
  /// The whole chain with its root, as DANE-TA needs it.
  SENDS_ROOT(Worth.PROOF, (ca, host) -> ca.issue(Leaf.of(host).viaIntermediate().sendingRoot())),
  UNTRUSTED(Worth.TLS, (ca, host) -> LabCa.create("Stranger", Instant.now()).issue(Leaf.of(host))),
  SELF_SIGNED(Worth.TLS, (ca, host) -> ca.issue(Leaf.of(host).selfSigned())),
  WRONG_NAME(Worth.TLS, (ca, host) -> ca.issue(Leaf.of("other.example"))),
  EXPIRED(Worth.TLS, (ca, host) -> ca.issue(Leaf.of(host).expired())),
  NOT_YET_VALID(Worth.TLS, (ca, host) -> ca.issue(Leaf.of(host).notYetValid())),
  /// The name stands in the CN alone.
  COMMON_NAME_ONLY(Worth.TLS, (ca, host) -> ca.issue(Leaf.commonNameOnly(host))),
  SHA1(Worth.TLS, (ca, host) -> ca.issue(Leaf.of(host).signedWithSha1())),
  MISSING_INTERMEDIATE(Worth.TLS, (ca, host) -> ca.issue(Leaf.of(host).viaMissingIntermediate())),
  /// Shows the certificate of another name to all who do not ask for the host by SNI.
  RIGHT_BY_SNI_ONLY(Worth.PROOF),
  /// Knows no version after TLS 1.0; its certificate is good.
  TLS_1_0(Worth.NOTHING, before -> before.tlsVersions("TLSv1")),
  TLS_1_2(Worth.PROOF, before -> before.tlsVersions("TLSv1.2")),
  NOT_OFFERED(Worth.NOTHING, MxConduct::withoutStartTls),
  REFUSED(Worth.NOTHING, before -> before.startTls(StartTls.refused())),
  ANSWERS_JUNK(Worth.NOTHING, before -> before.startTls(new StartTls.AnswersJunk("what?\r\n"))),
  CUTS_HANDSHAKE(Worth.NOTHING, before -> before.startTls(new StartTls.HangsUp())),
  SILENT_IN_HANDSHAKE(Worth.NOTHING, before -> before.startTls(new StartTls.Silent())),
  ALERT(
      Worth.NOTHING,
      before -> before.startTls(new StartTls.Alerts(40))); // handshake_failure, RFC 8446 §6

  /// What comes of it for a client that is strict about versions.
  private enum Worth {
    /// Who verifies by the public authorities is content.
    PROOF,
    /// TLS, and nobody knows with whom.
    TLS,
    NOTHING
  }

  /// Makes a certificate for a host.
  @FunctionalInterface
  private interface Shown {
    Credential by(LabCa ca, String host);
  }

  private final Worth worth;
  private final Shown shown;
  private final UnaryOperator<MxConduct> change;

  TlsState(Worth worth) {
    this(worth, TlsState::good, UnaryOperator.identity());
  }

  TlsState(Worth worth, Shown shown) {
    this(worth, shown, UnaryOperator.identity());
  }

  TlsState(Worth worth, UnaryOperator<MxConduct> change) {
    this(worth, TlsState::good, change);
  }

  TlsState(Worth worth, Shown shown, UnaryOperator<MxConduct> change) {
    this.worth = worth;
    this.shown = shown;
    this.change = change;
  }

  /// Whether who verifies by the public authorities is content.
  public boolean passesPkix() {
    return worth == Worth.PROOF;
  }

  /// Whether TLS comes about with a client that is strict about versions, and not about
  /// certificates.
  public boolean speaksTls() {
    return worth != Worth.NOTHING;
  }

  Credential credential(LabCa ca, String host) {
    return shown.by(ca, host);
  }

  MxConduct conduct(MxConduct before) {
    return change.apply(before);
  }

  private static Credential good(LabCa ca, String host) {
    return ca.issue(Leaf.of(host));
  }
}
