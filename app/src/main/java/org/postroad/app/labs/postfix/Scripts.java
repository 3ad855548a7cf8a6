package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The shell scripts of this package, for work that is a shell's.
enum Scripts {
  UNPACK_ROOT("unpack-root.sh");

  private final String file;

  Scripts(String file) {
    this.file = file;
  }

  String text() {
    try (InputStream script = Objects.requireNonNull(Scripts.class.getResourceAsStream(file))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The command that runs it with these arguments.
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", text(), file));
    command.addAll(List.of(arguments));
    return command;
  }
}
