package org.postroad.engine.check.diagnosis;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import org.postroad.engine.check.Tcp;

/// What came of a connection, in words that follow an address.
final class Connections {

  private Connections() {}

  /// A refusal is somebody's word; silence counts only where the family works from here, and so
  /// does a missing route. Of IPv4 nobody noted whether it works, so there a missing route says
  /// nothing.
  static boolean isDown(DomainView view, Tcp tcp, InetAddress address) {
    boolean six = address instanceof Inet6Address;
    return switch (tcp) {
      case Tcp.Refused no -> true;
      case Tcp.TimedOut late -> !six || view.reachesIpv6();
      case Tcp.NoRoute none -> six && view.reachesIpv6();
      case Tcp.Connected up -> false;
      case Tcp.NotTried none -> false;
    };
  }

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
