package org.postroad.app.config;

/// One key of the configuration: `[fetch] timeout`, with its kind and its default.
///
/// @param absent what holds where the value is absent or empty, in words; empty where it cannot be
public record Setting<T>(String table, String key, Kind<T> kind, T fallback, String absent) {

  /// `fetch.timeout`.
  public String name() {
    return table + "." + key;
  }

  /// The default as it stands in a file; empty where that is to have no value.
  public String fallbackText() {
    return kind.toml().apply(fallback);
  }
}
