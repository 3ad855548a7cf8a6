package org.postroad.app.labs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a lab that is kept wrote about itself, in a temporary folder: `ca.pem`, `connect`,
/// `root.ds`, and `lab.json` for `--lab`. When it is closed, or the process is interrupted, the lab
/// ends and the folder goes.
public final class LabFolder implements AutoCloseable {

  private static final String FILE = "lab.json";

  private final Path folder;
  private final Runnable end;
  private final Thread hook = new Thread(this::end, "tidy up");
  private final Set<Path> written = ConcurrentHashMap.newKeySet();

  private LabFolder(Path folder, Runnable end) {
    this.folder = folder;
    this.end = end;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// A new one.
  ///
  /// @param end of the lab
  /// @throws IOException if it cannot be made
  public static LabFolder make(Runnable end) throws IOException {
    return new LabFolder(Files.createTempDirectory("postroad-lab"), end);
  }

  /// Where a file of that name is, or will be.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// The file that says where everything is.
  public Path file() {
    return file(FILE);
  }

  /// Writes a file.
  ///
  /// @throws IOException if it cannot be written
  public void write(String name, String text) throws IOException {
    written.add(file(name));
    Files.writeString(file(name), text);
  }

  /// Writes the file that says where everything is.
  ///
  /// @throws IOException if it cannot be written
  public void write(String json) throws IOException {
    write(FILE, json + "\n");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process ends, and the hook sees to it
    }
    end();
  }

  private void end() {
    end.run();
    try {
      for (Path file : written) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Left over in the temporary folder; the system tidies it.
      return;
    }
  }
}
