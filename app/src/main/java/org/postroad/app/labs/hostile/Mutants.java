package org.postroad.app.labs.hostile;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Breaks the client, in a copy of a few of its sources, and sees how soon the games notice.
///
/// The broken classes are compiled into a folder of their own and loaded before the right ones,
/// with everything else loaded anew beside them; nothing of the program at hand is touched.
final class Mutants implements AutoCloseable {

  private final Path sources;
  private final Path scratch;

  private Mutants(Path sources, Path scratch) {
    this.sources = sources;
    this.scratch = scratch;
  }

  /// @param sources the folder of the project
  static Mutants of(Path sources) throws IOException {
    return new Mutants(sources, Files.createTempDirectory("mutants"));
  }

  /// What the games say of a broken client.
  Noticed play(Mutant mutant, long firstSeed, long sessions) throws IOException {
    Path classes = compile(mutant);
    List<URL> path = new ArrayList<>(List.of(url(classes)));
    for (String entry : classPath().split(":", -1)) {
      path.add(url(Path.of(entry)));
    }
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> entry = loader.loadClass(Main.class.getName());
      Object noticed =
          entry.getMethod("noticed", long.class, long.class).invoke(null, firstSeed, sessions);
      return Noticed.parse(String.valueOf(noticed));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the broken client broke the games", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no games on the class path", e);
    }
  }

  private Path compile(Mutant mutant) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "mutant");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", classes.toString(), "-cp", classPath(), "-proc:none", "-nowarn"));
    for (Map.Entry<String, String> file : edited(mutant).entrySet()) {
      Path copy = folder.resolve(Path.of(file.getKey()).getFileName());
      Files.writeString(copy, file.getValue());
      arguments.add(copy.toString());
    }
    JavaCompiler compiler =
        Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(() -> new IllegalStateException("no JDK, only a runtime"));
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("does not compile: " + mutant.name());
    }
    return classes;
  }

  /// The sources as they are broken, by their paths.
  Map<String, String> edited(Mutant mutant) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Mutant.Edit edit : mutant.edits()) {
      String text = texts.get(edit.file());
      if (text == null) {
        text = Files.readString(sources.resolve(edit.file()));
      }
      Matcher place = edit.place().matcher(text);
      if (!place.find()) {
        throw new IllegalStateException(
            mutant.name() + ": not in " + edit.file() + ": " + edit.from());
      }
      String edited = text.substring(0, place.start()) + edit.to() + text.substring(place.end());
      if (place.find()) {
        throw new IllegalStateException(
            mutant.name() + ": more than once in " + edit.file() + ": " + edit.from());
      }
      texts.put(edit.file(), edited);
    }
    return texts;
  }

  /// Takes the copies away.
  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path", "");
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
