package org.postroad.app;

import org.junit.jupiter.api.Assumptions;
import org.postroad.app.process.Program;

/// Skips a test so that nobody overlooks it.
public final class Loudly {

  private Loudly() {}

  /// Goes on only if a program of this machine is there; `./test` installs it as root.
  public static void needs(String program) {
    needs(Program.installed(program), program + " is not installed");
  }

  /// Goes on only if `there`; else the reason stands on standard error and in the report.
  public static void needs(boolean there, String otherwise) {
    if (!there) {
      System.err.println("SKIPPED, NOT PROVED: " + otherwise);
      Assumptions.abort(otherwise);
    }
  }
}
