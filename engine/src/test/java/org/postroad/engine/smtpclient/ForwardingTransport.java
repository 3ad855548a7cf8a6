package org.postroad.engine.smtpclient;

import java.io.IOException;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.TlsRequest;

/// Another transport, but for what is overridden.
class ForwardingTransport implements SmtpTransport {
  private final SmtpTransport to;

  ForwardingTransport(SmtpTransport to) {
    this.to = to;
  }

  @Override
  public int read(byte[] into, Deadline deadline) throws IOException {
    return to.read(into, deadline);
  }

  @Override
  public void write(byte[] octets, int from, int length, Deadline deadline) throws IOException {
    to.write(octets, from, length, deadline);
  }

  @Override
  public boolean hasUnread() throws IOException {
    return to.hasUnread();
  }

  @Override
  public TlsStart startTls(TlsRequest request, Deadline deadline) {
    return to.startTls(request, deadline);
  }

  @Override
  public void close() {
    to.close();
  }
}
