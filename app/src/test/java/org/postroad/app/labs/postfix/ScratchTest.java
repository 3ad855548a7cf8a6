package org.postroad.app.labs.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

  @TempDir Path dir;
  private PostfixRoot root = new PostfixRoot(PostfixSuite.TRIXIE, Path.of("/"), "3.10.13");

  @BeforeEach
  void makeRoot() throws IOException {
    Files.createDirectories(dir.resolve("lab"));
    root = new PostfixRoot(PostfixSuite.TRIXIE, dir, "3.10.13");
  }

  @Test
  void twoRunsAtOnceHaveFoldersOfTheirOwnAndLeaveNothing() throws IOException {
    try (Scratch one = Scratch.in(root);
        Scratch other = Scratch.in(root)) {
      Files.writeString(one.folder().resolve("file"), "");
      Files.createDirectories(root.outside(other.inside("with/queue")));
      assertThat(one.folder()).isNotEqualTo(other.folder()).isDirectory();
      assertThat(root.outside(one.inside("file"))).exists();
    }
    assertThat(dir.resolve("lab")).isDirectoryNotContaining(path -> Files.isDirectory(path));
  }

  @Test
  void whatAKilledRunLeftBehindIsDeletedAndWhatLivesIsNot() throws IOException {
    Path left = dir.resolve("lab/4711");
    Files.createDirectories(left.resolve("queue"));
    try (Scratch alive = Scratch.in(root);
        Scratch _ = Scratch.in(root)) {
      assertThat(left).doesNotExist();
      assertThat(alive.folder()).isDirectory();
    }
  }
}
