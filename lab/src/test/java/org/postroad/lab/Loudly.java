package org.postroad.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Skips a test so that nobody overlooks it.
public final class Loudly {

  private Loudly() {}

  /// Goes on only if a program of this machine is there.
  public static void needs(String program) {
    needs(Files.isExecutable(Path.of(program)), program + " is not installed");
  }

  /// Goes on only if `there`; else the reason stands on standard error and in the report.
  public static void needs(boolean there, String otherwise) {
    if (!there) {
      System.err.println("SKIPPED, NOT PROVED: " + otherwise);
      Assumptions.abort(otherwise);
    }
  }
}
