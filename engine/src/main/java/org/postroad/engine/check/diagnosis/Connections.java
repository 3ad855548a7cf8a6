package org.postroad.engine.check.diagnosis;

import java.time.Duration;
import org.postroad.engine.check.Tcp;

/// What came of a connection, in words that follow an address.
final class Connections {

  private Connections() {}

  static String words(Tcp tcp) {
    return switch (tcp) {
      case Tcp.Connected up -> "takes connections";
      case Tcp.Refused(String why, Duration took) -> "refuses (" + Words.printable(why) + ")";
      case Tcp.TimedOut(Duration took) -> "gave no answer within " + took.toSeconds() + " s";
      case Tcp.NoRoute(String why, Duration took) ->
          "cannot be reached from here (" + Words.printable(why) + ")";
      case Tcp.NotTried(var because, String detail) ->
          "was not tried (" + Words.printable(detail) + ")";
    };
  }
}
