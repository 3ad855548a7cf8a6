package org.postroad.app.config;

/// Where a value in force came from.
public sealed interface Origin {

  /// Nobody set it.
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /// The configuration file.
  record Line(String file, int line) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /// An option of the command line, such as `--dns`.
  record Option(String name) implements Origin {
    @Override
    public String toString() {
      return name;
    }
  }
}
