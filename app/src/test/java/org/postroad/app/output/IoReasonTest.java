package org.postroad.app.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IoReasonTest {

  static List<Arguments> reasons() {
    return List.of(
        arguments(new NoSuchFileException("/x"), "no such file or directory"),
        arguments(new AccessDeniedException("/x"), "permission denied"),
        arguments(new FileSystemException("/x", null, "No space left on device"), "no space left"),
        arguments(new FileSystemException("/x"), "the file system refused"),
        arguments(new MalformedInputException(1), "not UTF-8"),
        arguments(new SocketTimeoutException(), "no answer in time"),
        arguments(new EOFException(), "it ended too soon"),
        arguments(new ClosedByInterruptException(), "input or output failed"),
        arguments(new IOException("Connection refused"), "connection refused"),
        arguments(new IOException("TLS is needed"), "TLS is needed"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void noReasonIsTheNameOfAClass(IOException e, String words) {
    assertThat(IoReason.of(e)).startsWith(words).doesNotContain("Exception");
  }

  @Test
  void whatTheSystemSaysIsSaidWithItsFile(@TempDir Path folder) {
    Path none = folder.resolve("none");
    assertThat(IoReason.withFile(failure(none))).isEqualTo(none + ": no such file or directory");
    assertThat(IoReason.of(failure(folder))).isEqualTo("is a directory");
  }

  private static IOException failure(Path path) {
    try {
      Files.readString(path);
      throw new AssertionError("could be read: " + path);
    } catch (IOException e) {
      return e;
    }
  }
}
