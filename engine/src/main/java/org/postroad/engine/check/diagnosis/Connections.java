package org.postroad.engine.check.diagnosis;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.net.Endpoint;

/// What came of connections.
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

  /// What is seen at addresses, those alike together: `192.0.2.1 and 192.0.2.2: connection
  /// refused`.
  static <T> String seen(
      Collection<T> visits, Function<T, InetAddress> address, Function<T, Tcp> tcp) {
    Map<String, List<String>> addresses = new LinkedHashMap<>();
    for (T visit : visits) {
      addresses
          .computeIfAbsent(words(tcp.apply(visit)), any -> new ArrayList<>())
          .add(Endpoint.text(address.apply(visit)));
    }
    return addresses.entrySet().stream()
        .map(each -> Words.list(each.getValue()) + ": " + each.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String words(Tcp tcp) {
    return switch (tcp) {
      case Tcp.Connected up -> "takes connections";
      case Tcp.Refused(String why, Duration took) -> refused(why);
      case Tcp.TimedOut(Duration took) -> "no answer within " + Words.seconds(took);
      case Tcp.NoRoute(String why, Duration took) ->
          "not to be reached from here (" + Words.reason(why) + ")";
      case Tcp.NotTried(var because, String detail) -> "not tried (" + Words.reason(detail) + ")";
    };
  }

  private static String refused(String why) {
    return why.equalsIgnoreCase("connection refused")
        ? "connection refused"
        : "connection refused (" + Words.reason(why) + ")";
  }
}
