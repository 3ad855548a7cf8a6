package org.postroad.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The version and the commit that the build wrote down: `postroad 0.1.0 (81eb588c0f2a)`.
final class Version {

  private Version() {}

  /// The number alone: `0.1.0`.
  static String number() {
    return text().split(" ", -1)[1];
  }

  static String text() {
    try (InputStream file =
        Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
