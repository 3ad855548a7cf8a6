package org.postroad.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;

/// `build/make` in a clone of its own, with a Maven that only says that it was called.
class MakeTest {

  private static final Path ROOT =
      Path.of(System.getProperty("postroad.root", "..")).toAbsolutePath().normalize();

  @TempDir Path clone;

  @BeforeEach
  void aClone() throws IOException {
    for (String folder : List.of("build", "bin", "jdk/bin", "app/src/main", "app/target/lib")) {
      Files.createDirectories(clone.resolve(folder));
    }
    script("build/make", Files.readString(ROOT.resolve("build/make")));
    script("build/java-home", "#!/bin/sh\necho " + clone.resolve("jdk") + "\n");
    script("build/stage", "#!/bin/sh\n");
    script("bin/mvn", "#!/bin/sh\necho called >> " + clone.resolve("calls") + "\n");
    for (String file : List.of("pom.xml", "app/pom.xml", "jdk/bin/java", "app/src/main/A.java")) {
      Files.writeString(clone.resolve(file), "");
    }
  }

  /// Two that start together both find the clone stale; the second then waits for the lock, and
  /// that is where it looks again.
  @Test
  void whoWaitedForTheLockDoesNotBuildWhatIsFreshByThen() throws IOException {
    make("if-stale");
    make("if-stale");
    assertThat(builds()).isEqualTo(1);
    make();
    assertThat(builds()).as("asked for without a condition").isEqualTo(2);
  }

  @Test
  void whatChangedIsBuiltAgain() throws IOException {
    make("if-stale");
    Files.writeString(clone.resolve("app/src/main/A.java"), "class A {}");
    make("if-stale");
    assertThat(builds()).isEqualTo(2);
  }

  private int builds() throws IOException {
    return Files.readAllLines(clone.resolve("calls")).size();
  }

  private void make(String... words) {
    String line = "PATH=\"$0/bin:$PATH\" \"$0/build/make\" " + String.join(" ", words);
    Ran ran = Program.run(Duration.ofMinutes(1), List.of("sh", "-c", line, clone.toString()));
    assertThat(ran)
        .isInstanceOfSatisfying(
            Ran.Ended.class, ended -> assertThat(ended.code()).as(ended.err()).isZero());
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(clone.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
