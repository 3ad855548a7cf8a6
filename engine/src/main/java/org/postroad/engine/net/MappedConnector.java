package org.postroad.engine.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.protocol.text.Printable;

/// Dials one address for another, so that a laboratory on loopback can play the Internet: names
/// resolve to addresses of their own, and the guard sees those.
///
/// @param map what to dial instead
/// @param elsewhere what to dial instead of an address that is not in it; empty: that address
/// @param next does the dialling
public record MappedConnector(
    Map<InetSocketAddress, InetSocketAddress> map,
    Optional<InetSocketAddress> elsewhere,
    Connector next)
    implements Connector {

  private static final int LINES_MAX = 100_000;

  public MappedConnector {
    map = Map.copyOf(map);
  }

  @Override
  public Socket connect(InetSocketAddress address, Deadline deadline) throws IOException {
    return next.connect(instead(address), deadline);
  }

  @Override
  public InetSocketAddress dialled(InetSocketAddress address) {
    return next.dialled(instead(address));
  }

  private InetSocketAddress instead(InetSocketAddress address) {
    return map.getOrDefault(address, elsewhere.orElse(address));
  }

  /// The map of a file, or why it is none.
  public sealed interface Parsed {
    record Valid(Map<InetSocketAddress, InetSocketAddress> map) implements Parsed {
      public Valid {
        map = Map.copyOf(map);
      }
    }

    record Invalid(String why) implements Parsed {}
  }

  /// Reads lines `ADDRESS:PORT ADDRESS:PORT`, "dial the second for the first", IPv6 addresses in
  /// brackets; empty lines and those that begin with `#` are skipped.
  public static Parsed parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() > LINES_MAX) {
      return new Parsed.Invalid("more than " + LINES_MAX + " lines");
    }
    Map<InetSocketAddress, InetSocketAddress> map = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        Optional<String> fault = line(line, map);
        if (fault.isPresent()) {
          return new Parsed.Invalid("line " + (i + 1) + ": " + fault.get());
        }
      }
    }
    return new Parsed.Valid(map);
  }

  private static Optional<String> line(String line, Map<InetSocketAddress, InetSocketAddress> map) {
    String[] words = line.split("\\s+", -1);
    if (words.length != 2) {
      return Optional.of(
          "expected ADDRESS:PORT ADDRESS:PORT, not \"" + Printable.of(line, 80) + "\"");
    }
    return switch (Endpoint.parse(words[0])) {
      case Endpoint.Parsed.Invalid(String why) -> Optional.of(why);
      case Endpoint.Parsed.Valid(InetSocketAddress from) ->
          switch (Endpoint.parse(words[1])) {
            case Endpoint.Parsed.Invalid(String why) -> Optional.of(why);
            case Endpoint.Parsed.Valid(InetSocketAddress to) ->
                map.putIfAbsent(from, to) == null
                    ? Optional.empty()
                    : Optional.of("mapped twice: " + words[0]);
          };
    };
  }
}
