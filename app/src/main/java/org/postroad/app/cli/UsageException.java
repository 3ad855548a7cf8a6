package org.postroad.app.cli;

import java.util.List;

/// The command was called wrongly or is wrongly configured: it ends with [ExitCode#USAGE].
///
/// `message` says what was seen and where; `hints` are lines that may help.
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> hints;

  public UsageException(String message, String... hints) {
    super(message);
    this.hints = List.of(hints);
  }

  public List<String> hints() {
    return hints;
  }
}
