package org.postroad.app.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Nearest;
import org.postroad.protocol.text.Printable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads the configuration file. All that is wrong is told at once, each with its line.
public final class ConfigurationFile {

  /// Where it is looked for if nobody says.
  public static final Path DEFAULT = Path.of("/etc/postroad/postroad.toml");

  public static final int BYTES_MAX = 4 * 1024 * 1024; // some 40,000 overrides

  private static final int FAULTS_MAX = 100;
  private static final String OVERRIDES = "overrides";

  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  private ConfigurationFile(String file) {
    this.file = file;
  }

  /// The settings of a file, or all that is wrong with it, in the order of the lines.
  public sealed interface Read {
    record Valid(InForce inForce) implements Read {}

    record Invalid(String file, List<Fault> faults) implements Read {
      public Invalid {
        faults = List.copyOf(faults);
      }
    }
  }

  /// Reads the file that was asked for, else the one at [#DEFAULT] if it is there, else nothing.
  public static Read load(Optional<Path> asked) {
    if (asked.isEmpty() && !Files.exists(DEFAULT)) {
      return new Read.Valid(InForce.defaults());
    }
    Path path = asked.orElse(DEFAULT);
    try (var in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        return unreadable(path, "larger than " + BYTES_MAX + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text, path.toString());
    } catch (NoSuchFileException e) {
      return unreadable(path, "no such file");
    } catch (AccessDeniedException e) {
      return unreadable(path, "permission denied");
    } catch (CharacterCodingException e) {
      return unreadable(path, "not UTF-8");
    } catch (IOException e) {
      return unreadable(path, "cannot be read: " + IoReason.of(e));
    }
  }

  /// Reads the text of a file; `file` is its name in what is said about it.
  public static Read parse(String text, String file) {
    return new ConfigurationFile(file).read(text);
  }

  private static Read unreadable(Path path, String why) {
    return new Read.Invalid(path.toString(), List.of(new Fault(0, "", why)));
  }

  private Read read(String text) {
    TomlParseResult toml;
    try {
      toml = Toml.parse(text);
    } catch (RuntimeException | StackOverflowError e) {
      // The reader recurses, and says not of every text where it is wrong.
      return new Read.Invalid(file, List.of(new Fault(0, "", "not TOML, or nested too deeply")));
    }
    for (TomlParseError error : toml.errors()) {
      faults.add(
          new Fault(error.position().line(), "", lowerCase(String.valueOf(error.getMessage()))));
    }
    List<InForce.Assignment<?>> assignments = new ArrayList<>();
    Overrides overrides = new Overrides(file, faults);
    for (String table : toml.keySet()) {
      if (table.equals(OVERRIDES)) {
        overrides.read(toml);
      } else if (tables().contains(table)) {
        readTable(toml, table, assignments);
      } else {
        faults.add(unknown(line(toml, List.of(table)), "", table, tables(), "table"));
      }
    }
    if (faults.isEmpty()) {
      return new Read.Valid(InForce.ofFile(file, assignments, overrides.found()));
    }
    return new Read.Invalid(
        file,
        faults.stream().sorted(Comparator.comparingInt(Fault::line)).limit(FAULTS_MAX).toList());
  }

  private void readTable(
      TomlParseResult toml, String table, List<InForce.Assignment<?>> assignments) {
    int line = line(toml, List.of(table));
    if (!(toml.get(List.of(table)) instanceof TomlTable values)) {
      faults.add(new Fault(line, table, "not a table: write [" + table + "]"));
      return;
    }
    Map<String, Setting<?>> known =
        Settings.ALL.stream()
            .filter(setting -> setting.table().equals(table))
            .collect(Collectors.toMap(Setting::key, setting -> setting));
    for (String key : values.keySet()) {
      int at = line(toml, List.of(table, key));
      Setting<?> setting = known.get(key);
      if (setting == null) {
        faults.add(unknown(at, table + ".", key, known.keySet(), "key"));
      } else {
        assign(setting, values, key, at).ifPresent(assignments::add);
      }
    }
  }

  private <T> Optional<InForce.Assignment<?>> assign(
      Setting<T> setting, TomlTable values, String key, int line) {
    Object value = values.get(List.of(key));
    return switch (setting.kind().read(value == null ? "" : value)) {
      case Parsed.Valid<T>(T read) -> Optional.of(new InForce.Assignment<>(setting, read, line));
      case Parsed.Invalid<T>(String why) -> {
        faults.add(new Fault(line, setting.name(), why));
        yield Optional.empty();
      }
    };
  }

  /// The fault of a key or table that is not known.
  ///
  /// @param before what its name begins with, fit to print
  static Fault unknown(int line, String before, String word, Set<String> known, String what) {
    return new Fault(
        line,
        before + Printable.of(word, 120),
        "unknown " + what,
        Nearest.of(word, known).map(near -> "did you mean " + near + "?"));
  }

  static int line(TomlTable toml, List<String> path) {
    var position = toml.inputPositionOf(path);
    return position == null ? 0 : position.line();
  }

  private static Set<String> tables() {
    Set<String> tables =
        Settings.ALL.stream()
            .map(Setting::table)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    tables.add(OVERRIDES);
    return tables;
  }

  private static String lowerCase(String message) {
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
