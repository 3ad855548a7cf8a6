package org.postroad.engine.check.probe;

import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.TlsOutcome;

/// What a handshake of our TLS came to, as facts have it.
///
/// @param socket open if it was established
record Handshakes(Tls tls, Optional<SSLSocket> socket) {

  static Handshakes of(TlsOutcome outcome, long start, Work work) {
    return switch (outcome) {
      case TlsOutcome.Established(var socket, var facts, var verdict) ->
          new Handshakes(
              new Tls.Established(
                  facts.version(),
                  facts.cipher(),
                  facts.chain(),
                  trust(verdict),
                  Work.since(start)),
              Optional.of(socket));
      case TlsOutcome.Failure failure ->
          new Handshakes(failed(failure, start, work), Optional.empty());
    };
  }

  static Tls failed(TlsOutcome.Failure failure, long start, Work work) {
    return switch (failure) {
      case TlsOutcome.TimedOut _ when work.cutShort() ->
          new Tls.NotTried(Omission.DEADLINE, Dialled.CUT_SHORT);
      case TlsOutcome.TimedOut _ -> new Tls.TimedOut(Work.since(start));
      case TlsOutcome.CertificateRefused _, TlsOutcome.HandshakeFailed _ ->
          new Tls.Failed(failure.why(), Work.since(start));
    };
  }

  static Trust trust(CertificateVerdict verdict) {
    return switch (verdict) {
      case CertificateVerdict.Verified _ -> new Trust(Trust.Kind.VERIFIED, "");
      case CertificateVerdict.DaneMatched dane -> trust(dane.webPki());
      case CertificateVerdict.Refused refused -> new Trust(kind(refused), refused.why());
    };
  }

  private static Trust.Kind kind(CertificateVerdict.Refused refused) {
    return switch (refused) {
      case CertificateVerdict.NotTrusted _, CertificateVerdict.DaneRefused _ ->
          Trust.Kind.NOT_TRUSTED;
      case CertificateVerdict.Expired _ -> Trust.Kind.EXPIRED;
      case CertificateVerdict.NotYetValid _ -> Trust.Kind.NOT_YET_VALID;
      case CertificateVerdict.WeakSignature _ -> Trust.Kind.WEAK;
      case CertificateVerdict.WrongUse _ -> Trust.Kind.WRONG_USE;
      case CertificateVerdict.NameMismatch _ -> Trust.Kind.NAME_MISMATCH;
      case CertificateVerdict.Unreadable _ -> Trust.Kind.UNREADABLE;
    };
  }
}
