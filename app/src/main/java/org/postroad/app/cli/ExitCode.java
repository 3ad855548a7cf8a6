package org.postroad.app.cli;

import java.util.Arrays;

/// What the process ends with; scripts rely on it.
public enum ExitCode {
  /// Fine.
  OK(0),
  /// A definite bad answer: an attack succeeded, a case failed, a finding is an error, a message
  /// was refused for good.
  BAD(1),
  /// Wrong usage or configuration.
  USAGE(2),
  /// It could not be determined, or a prerequisite is missing: nobody answered, port 25 is blocked,
  /// there is no Postfix.
  UNDETERMINED(3),
  /// `send`: the message is unusable (sysexits.h EX_DATAERR).
  MESSAGE_UNUSABLE(65),
  /// `resolver`: cannot listen (EX_UNAVAILABLE).
  CANNOT_LISTEN(69),
  /// A bug in the program, with its trace on standard error (EX_SOFTWARE).
  BUG(70),
  /// `resolver`: the cache file is unusable; every command: the result could not be written to
  /// standard output (EX_IOERR).
  IO_ERROR(74),
  /// `send`: deferred, none failed for good (EX_TEMPFAIL).
  DEFERRED(75),
  /// Interrupted (128 + SIGINT).
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// The code of a process that ran in our stead; one that we do not know is a bug.
  static ExitCode of(int number) {
    return Arrays.stream(values()).filter(code -> code.number == number).findFirst().orElse(BUG);
  }

  public int number() {
    return number;
  }
}
