package org.postroad.app.config;

import java.util.Optional;

/// Something wrong in the configuration.
///
/// @param line counted from 1; 0 where no line is at fault, but the file
/// @param key such as `fetch.timeout`; empty where the text is not even TOML
/// @param what what was seen, lower case, without a full stop
/// @param hint what may have been meant
public record Fault(int line, String key, String what, Optional<String> hint) {

  public Fault(int line, String key, String what) {
    this(line, key, what, Optional.empty());
  }

  /// `/etc/postroad/postroad.toml:12: fetch.timeout: not a duration …`.
  public String text(String file) {
    return file + (line == 0 ? "" : ":" + line) + ": " + (key.isEmpty() ? "" : key + ": ") + what;
  }
}
