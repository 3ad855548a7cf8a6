package org.postroad.engine.smtpclient;

import java.net.InetSocketAddress;
import org.postroad.engine.net.Deadline;

/// Opens the road to a server.
@FunctionalInterface
public interface SmtpDialer {

  /// Dials; never throws for what the network did.
  Dialled dial(InetSocketAddress address, Deadline deadline);

  /// A connection, or why there is none.
  sealed interface Dialled {
    record Connected(SmtpTransport transport) implements Dialled {}

    /// Refused, or no way there.
    record NotConnected(String why) implements Dialled {}

    record TimedOut(String why) implements Dialled {}
  }
}
