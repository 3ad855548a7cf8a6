package org.postroad.app.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postroad.protocol.text.Printable;

/// Where a socketmap listens or is asked: `inet:127.0.0.1:8461`, `inet:[::1]:8461`, or
/// `unix:/run/postroad/resolver.sock?mode=0660&group=postfix`.
public sealed interface SocketmapEndpoint {

  /// A TCP port.
  record Inet(HostPort at) implements SocketmapEndpoint {
    @Override
    public String toString() {
      return "inet:" + at;
    }
  }

  /// A socket in the file system; `mode` are its permission bits (`0660`), `owner` and `group`
  /// names of this system that it is given to, where the process may.
  record Unix(Path path, Optional<Integer> mode, Optional<String> owner, Optional<String> group)
      implements SocketmapEndpoint {

    /// The longest path that a Unix socket can have on Linux (`sun_path`, unix(7)).
    public static final int PATH_BYTES_MAX = 107;

    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");

    private static Parsed<SocketmapEndpoint> parse(String text) {
      int mark = text.indexOf('?');
      String path = mark < 0 ? text : text.substring(0, mark);
      if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
        return new Parsed.Invalid<>("not an absolute path: \"" + Printable.of(path, 120) + "\"");
      }
      int bytes = path.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > PATH_BYTES_MAX) {
        return new Parsed.Invalid<>(
            "path of " + bytes + " bytes, a Unix socket's has at most " + PATH_BYTES_MAX);
      }
      Unix unix = new Unix(Path.of(path), Optional.empty(), Optional.empty(), Optional.empty());
      String settings = mark < 0 ? "" : text.substring(mark + 1);
      for (String setting : settings.isEmpty() ? List.<String>of() : List.of(settings.split("&"))) {
        int equals = setting.indexOf('=');
        String key = setting.substring(0, Math.max(0, equals));
        String value = setting.substring(equals + 1);
        if (key.equals("mode") && MODE.matcher(value).matches()) {
          unix =
              new Unix(unix.path, Optional.of(Integer.valueOf(value, 8)), unix.owner, unix.group);
        } else if (key.equals("owner") && NAME.matcher(value).matches()) {
          unix = new Unix(unix.path, unix.mode, Optional.of(value), unix.group);
        } else if (key.equals("group") && NAME.matcher(value).matches()) {
          unix = new Unix(unix.path, unix.mode, unix.owner, Optional.of(value));
        } else {
          return new Parsed.Invalid<>(
              "not mode=0660, owner=NAME or group=NAME: \"" + Printable.of(setting, 60) + "\"");
        }
      }
      return new Parsed.Valid<>(unix);
    }

    @Override
    public String toString() {
      List<String> settings = new ArrayList<>();
      mode.ifPresent(bits -> settings.add("mode=" + String.format("%04o", bits)));
      owner.ifPresent(name -> settings.add("owner=" + name));
      group.ifPresent(name -> settings.add("group=" + name));
      return "unix:" + path + (settings.isEmpty() ? "" : "?" + String.join("&", settings));
    }
  }

  /// An endpoint as it stands in `--listen`, `--socket` and the configuration.
  static Parsed<SocketmapEndpoint> parse(String text) {
    if (text.startsWith("inet:")) {
      return HostPort.parse(text.substring("inet:".length())).map(Inet::new);
    }
    if (text.startsWith("unix:")) {
      return Unix.parse(text.substring("unix:".length()));
    }
    return new Parsed.Invalid<>(
        "not inet:HOST:PORT or unix:PATH: \"" + Printable.of(text, 120) + "\"");
  }
}
