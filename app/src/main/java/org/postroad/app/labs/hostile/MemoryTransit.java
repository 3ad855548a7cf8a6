package org.postroad.app.labs.hostile;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.postroad.engine.deliver.DeliverySettings;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.SmtpDialer;

/// Sessions without a network: all of them take their time on the model's clock.
record MemoryTransit(Roads roads, Clock clock) implements Transit, SmtpDialer {

  @Override
  public SmtpDialer dialer() {
    return this;
  }

  @Override
  public Dialled dial(InetSocketAddress endpoint, Deadline deadline) {
    return switch (roads.way(endpoint.getAddress())) {
      case Roads.Way.None(String why) -> new Dialled.NotConnected(why);
      case Roads.Way.Nowhere() -> {
        clock.advanceTo(deadline.nanoTime());
        yield new Dialled.TimedOut("no connection in time");
      }
      case Roads.Way.To(Roads.Meeting meeting) ->
          new Dialled.Connected(new MemoryTransport(clock, roads, meeting));
    };
  }

  @Override
  public DeliverySettings settings(DeliverySettings usual) {
    return usual;
  }

  @Override
  public Deadline deadline(Duration total) {
    return Deadline.after(total, clock::nanos);
  }

  @Override
  public void settle() {
    // What was sent was heard at once.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
