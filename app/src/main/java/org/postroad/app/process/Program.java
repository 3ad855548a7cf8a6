package org.postroad.app.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postroad.app.output.IoReason;

/// Runs a program of the machine and waits for it.
public final class Program {

  /// What is kept of each of the two outputs; the rest is read and dropped.
  public static final int OUTPUT_BYTES_MAX = 4 * 1024 * 1024;

  private static final Duration OUTPUT_GRACE = Duration.ofSeconds(5);

  private Program() {}

  /// Runs `command` with an empty standard input and kills it, with what it has started, after
  /// `limit`.
  public static Ran run(Duration limit, List<String> command) {
    return run(limit, command, Map.of());
  }

  /// As above, with these variables over the environment that is ours.
  public static Ran run(Duration limit, List<String> command, Map<String, String> environment) {
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      return new Ran.NotStarted(reason(command, e));
    }
    FutureTask<String> out = reading(process.getInputStream());
    FutureTask<String> err = reading(process.getErrorStream());
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.flush();
    } catch (IOException _) {
      // It closed its standard input first, which is its right.
    }
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        kill(process);
        return new Ran.TimedOut(limit);
      }
      // A daemon that it left behind may hold the pipes open.
      long grace = OUTPUT_GRACE.toNanos();
      return new Ran.Ended(
          process.exitValue(),
          out.get(grace, TimeUnit.NANOSECONDS),
          err.get(grace, TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return new Ran.TimedOut(limit.plus(OUTPUT_GRACE));
    } catch (InterruptedException _) {
      kill(process);
      Thread.currentThread().interrupt();
      return new Ran.NotStarted("interrupted");
    } catch (ExecutionException e) {
      return new Ran.NotStarted(command.getFirst() + ": output unreadable: " + e.getCause());
    }
  }

  public static Ran run(Duration limit, String... command) {
    return run(limit, List.of(command));
  }

  /// Whether a program of this name is on the search path.
  public static boolean installed(String name) {
    return run(Duration.ofSeconds(10), "sh", "-c", "command -v -- \"$1\"", "sh", name).succeeded();
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static FutureTask<String> reading(InputStream stream) {
    FutureTask<String> task = new FutureTask<>(() -> read(stream));
    // A pipe's read holds its carrier, so not a virtual thread.
    Thread.ofPlatform().daemon().name("program-output").start(task);
    return task;
  }

  private static String read(InputStream stream) {
    try (stream) {
      byte[] kept = stream.readNBytes(OUTPUT_BYTES_MAX);
      stream.transferTo(OutputStream.nullOutputStream());
      return new String(kept, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(List<String> command, IOException e) {
    String said = e.getMessage() == null ? IoReason.of(e) : e.getMessage();
    // ENOENT, errno(3), in the JVM's words: Cannot run program "x": Exec failed, error: 2 (No …).
    return command.getFirst()
        + ": "
        + (said.contains("error: 2 ") ? "not installed, or not in PATH" : said);
  }
}
