package org.postroad.protocol;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Test data of other projects, in the folder that `POSTROAD_DATA` names. It is never copied here.
public final class OthersData {

  private OthersData() {}

  /// A file of it; without it the test is skipped, so that nobody overlooks it.
  public static Path file(String name) {
    String folder = System.getenv().getOrDefault("POSTROAD_DATA", "");
    if (folder.isEmpty()) {
      skip("POSTROAD_DATA is not set: nothing was tried on " + name);
    }
    Path file = Path.of(folder, name);
    if (!Files.isReadable(file)) {
      skip(file + " is not there");
    }
    return file;
  }

  private static void skip(String why) {
    System.err.println("SKIPPED, NOT PROVED: " + why);
    Assumptions.abort(why);
  }
}
