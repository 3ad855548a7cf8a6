package org.postroad.app.resolverd.postfix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a socketmap of Postfix is asked, and under which name (socketmap_table(5)).
sealed interface MapAddress {

  String mapName();

  /// `inet:127.0.0.1:8461:postfix`
  record Inet(String host, int port, String mapName) implements MapAddress {
    boolean literal() {
      return host.contains(":") || host.matches("[0-9.]+");
    }

    boolean loopback() {
      return host.equals("::1") || host.startsWith("127.") || host.equals("localhost");
    }

    String place() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// `unix:postroad/resolver:postfix`. A relative path counts from the queue folder, which is where
  /// every service of Postfix runs; an absolute one from `/`, which in a chroot is the queue folder
  /// too.
  record Unix(String path, String mapName) implements MapAddress {
    boolean absolute() {
      return path.startsWith("/");
    }

    /// The path that this machine has for it.
    String place(String queueDirectory, boolean chroot) {
      if (!absolute()) {
        return queueDirectory + "/" + path;
      }
      return chroot ? queueDirectory + path : path;
    }
  }

  Pattern INET = Pattern.compile("inet:(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+):(\\d{1,5}):(.+)");
  Pattern UNIX = Pattern.compile("unix:([^:]+):(.+)");

  /// What follows `socketmap:`; empty if Postfix could not read it either.
  static Optional<MapAddress> parse(String text) {
    Matcher inet = INET.matcher(text);
    if (inet.matches() && Integer.parseInt(inet.group(2)) <= 0xffff) {
      String host = inet.group(1).replaceAll("[\\[\\]]", "");
      return Optional.of(new Inet(host, Integer.parseInt(inet.group(2)), inet.group(3)));
    }
    Matcher unix = UNIX.matcher(text);
    return unix.matches() ? Optional.of(new Unix(unix.group(1), unix.group(2))) : Optional.empty();
  }
}
