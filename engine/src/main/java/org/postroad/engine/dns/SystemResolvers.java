package org.postroad.engine.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.net.Endpoint;

/// The resolvers that the system uses: the `nameserver` lines of `/etc/resolv.conf`,
/// resolv.conf(5).
public final class SystemResolvers {

  public static final int DNS_PORT = 53; // RFC 1035 §4.2

  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final int SERVERS_MAX = 3; // resolv.conf(5): MAXNS
  private static final long BYTES_MAX = 1 << 20;

  private SystemResolvers() {}

  /// The system's resolvers; the one on this host where the file is missing or names none, as the C
  /// library has it.
  public static List<InetSocketAddress> read() {
    try {
      if (Files.exists(RESOLV_CONF) && Files.size(RESOLV_CONF) <= BYTES_MAX) {
        return parse(Files.readString(RESOLV_CONF, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // as if it were missing
    }
    return parse("");
  }

  /// The resolvers in the text of such a file. Lines that cannot be read are skipped.
  public static List<InetSocketAddress> parse(String text) {
    List<InetSocketAddress> servers =
        text.lines()
            .map(String::strip)
            .filter(line -> line.matches("nameserver\\s+\\S+.*"))
            .map(line -> Endpoint.address(line.split("\\s+", -1)[1]))
            .flatMap(Optional::stream)
            .map(address -> new InetSocketAddress(address, DNS_PORT))
            .limit(SERVERS_MAX)
            .toList();
    return servers.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), DNS_PORT))
        : servers;
  }
}
