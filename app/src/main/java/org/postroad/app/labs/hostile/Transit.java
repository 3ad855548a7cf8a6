package org.postroad.app.labs.hostile;

import java.time.Duration;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.SmtpDialer;

/// How sessions travel: in memory, or over real sockets and TLS.
interface Transit extends AutoCloseable {

  SmtpDialer dialer();

  /// How patient the sender is.
  DeliverySettings settings(DeliverySettings usual);

  /// The end of a delivery that begins now.
  Deadline deadline(Duration total);

  /// Waits until the servers have heard all that was sent.
  void settle();

  @Override
  void close();

  /// Lays the way for one game.
  @FunctionalInterface
  interface Layer {
    Transit lay(Roads roads, Clock clock);
  }
}
