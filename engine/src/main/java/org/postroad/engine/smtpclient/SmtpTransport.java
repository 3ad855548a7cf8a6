package org.postroad.engine.smtpclient;

import java.io.IOException;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.TlsFacts;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.engine.tls.TlsRequest;

/// The octets of one session, first in clear and, after [#startTls], through TLS.
///
/// A deadline that passes ends the connection and is a [java.net.SocketTimeoutException]; every
/// other trouble is any other `IOException`. Only [SmtpSession] uses it.
public interface SmtpTransport extends AutoCloseable {

  /// Reads what is there, at least one octet; -1 at the end.
  int read(byte[] into, Deadline deadline) throws IOException;

  /// Writes that stretch, all of it.
  void write(byte[] octets, int from, int length, Deadline deadline) throws IOException;

  /// Whether octets have come that were not read yet. It does not wait for any.
  boolean hasUnread() throws IOException;

  /// Shakes hands at once. What was received before and not read yet is lost with the clear stream.
  TlsStart startTls(TlsRequest request, Deadline deadline);

  /// Ends the connection without a word.
  @Override
  void close();

  /// TLS, or why not; in that case the connection is closed.
  sealed interface TlsStart {
    record Secured(TlsFacts facts, CertificateVerdict verdict) implements TlsStart {}

    record Failed(TlsOutcome.Failure failure) implements TlsStart {}
  }
}
