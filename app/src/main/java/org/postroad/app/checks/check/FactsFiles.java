package org.postroad.app.checks.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.app.output.IoReason;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.json.FactsJson;

/// Facts in files: one, or a folder with one for each domain, `example.com.json`.
public final class FactsFiles {

  private static final String SUFFIX = ".json";
  private static final int FILES_MAX = 1_000;

  private FactsFiles() {}

  /// Facts read, or the file that is unusable and why.
  public sealed interface Read {
    /// Those of a folder in the order of the names of its files.
    record Facts(List<DomainFacts> facts) implements Read {}

    record Unusable(String why) implements Read {}
  }

  /// Reads a file, or all `.json` files of a folder.
  public static Read read(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        return one(path);
      }
      List<Path> files;
      try (Stream<Path> all = Files.list(path)) {
        files = all.filter(FactsFiles::isFacts).sorted().limit(FILES_MAX + 1L).toList();
      }
      if (files.isEmpty()) {
        return new Read.Unusable(path + ": no " + SUFFIX + " files in it");
      }
      if (files.size() > FILES_MAX) {
        return new Read.Unusable(path + ": more than " + FILES_MAX + " files");
      }
      List<DomainFacts> facts = new ArrayList<>();
      for (Path file : files) {
        switch (one(file)) {
          case Read.Facts(List<DomainFacts> more) -> facts.addAll(more);
          case Read.Unusable bad -> {
            return bad;
          }
        }
      }
      return new Read.Facts(facts);
    } catch (IOException e) {
      return new Read.Unusable(path + ": cannot be read: " + IoReason.of(e));
    }
  }

  /// Writes the facts of one domain: to that file, or into that folder if it is one.
  ///
  /// @throws IOException if they cannot be written
  public static void write(Path path, DomainFacts facts) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve(facts.domain().text() + SUFFIX) : path;
    Files.writeString(file, FactsJson.write(facts));
  }

  private static boolean isFacts(Path file) {
    return file.toString().endsWith(SUFFIX) && Files.isRegularFile(file);
  }

  private static Read one(Path file) throws IOException {
    byte[] octets;
    try (InputStream in = Files.newInputStream(file)) {
      octets = in.readNBytes(FactsJson.TEXT_MAX + 1); // a device or a pipe has no size to ask for
    }
    if (octets.length > FactsJson.TEXT_MAX) {
      return new Read.Unusable(file + ": larger than " + FactsJson.TEXT_MAX + " bytes");
    }
    // what is no UTF-8 is no JSON either, and the reader says where
    String text = new String(octets, StandardCharsets.UTF_8);
    return switch (FactsJson.read(text)) {
      case FactsJson.Parsed.Valid(DomainFacts facts) -> new Read.Facts(List.of(facts));
      case FactsJson.Parsed.Invalid(String why) -> new Read.Unusable(file + ": " + why);
    };
  }
}
