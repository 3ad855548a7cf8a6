package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What apt's sources say, in both of their formats (sources.list(5)), as far as it takes to find
/// the Debian mirror that this machine uses already.
record AptSources(List<Source> sources) {

  /// One enabled line or stanza of binary packages.
  record Source(
      List<String> uris, List<String> suites, List<String> components, Optional<String> signedBy) {
    Source {
      uris = List.copyOf(uris);
      suites = List.copyOf(suites);
      components = List.copyOf(components);
    }
  }

  private static final int FILE_BYTES_MAX = 1024 * 1024;

  private static final Set<String> DEBIAN_SUITES =
      Set.of(
          "bullseye",
          "bookworm",
          "trixie",
          "forky",
          "sid", //
          "oldstable",
          "stable",
          "testing",
          "unstable");

  AptSources {
    sources = List.copyOf(sources);
  }

  /// Reads `sources.list` and `sources.list.d` below a folder, normally `/etc/apt`. What cannot be
  /// read is left out: apt itself will say so.
  static AptSources read(Path etcApt) {
    List<Path> files = new ArrayList<>(List.of(etcApt.resolve("sources.list")));
    try (Stream<Path> parts = Files.list(etcApt.resolve("sources.list.d"))) {
      parts.sorted(Comparator.comparing(Path::toString)).forEach(files::add);
    } catch (IOException _) {
      // No such folder.
    }
    List<Source> all = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      try {
        if (Files.isRegularFile(file) && Files.size(file) <= FILE_BYTES_MAX) {
          all.addAll(parse(Files.readString(file), name.endsWith(".sources")));
        }
      } catch (IOException _) {
        // Left out, as said above.
      }
    }
    return new AptSources(all);
  }

  static List<Source> parse(String text, boolean deb822) {
    return deb822 ? stanzas(text) : lines(text);
  }

  /// The mirror of Debian's main archive: a source with `/debian` in its address, else one signed
  /// by Debian's own key, else a list of mirrors (`mirror+file:`) of a Debian release. Security
  /// archives and other people's packages are none.
  Optional<String> debianMirror() {
    List<Source> main =
        sources.stream()
            .filter(source -> source.components().contains("main"))
            .filter(source -> source.suites().stream().anyMatch(DEBIAN_SUITES::contains))
            .toList();
    return first(main, (uri, _) -> (uri + "/").contains("/debian/"))
        .or(
            () ->
                first(
                    main,
                    (_, source) ->
                        source.signedBy().filter(k -> k.contains("debian-archive")).isPresent()))
        .or(() -> first(main, (uri, _) -> uri.startsWith("mirror+file:")));
  }

  private interface Test {
    boolean holds(String uri, Source source);
  }

  private static Optional<String> first(List<Source> sources, Test test) {
    for (Source source : sources) {
      for (String uri : source.uris()) {
        String trimmed = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        if (!uri.startsWith("cdrom:") && test.holds(trimmed, source)) {
          return Optional.of(trimmed);
        }
      }
    }
    return Optional.empty();
  }

  /// `deb [option=value ...] URI suite component...`
  private static List<Source> lines(String text) {
    List<Source> found = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String rest = line.replaceFirst("#.*", "").strip();
      if (!rest.matches("deb\\s.*")) {
        continue;
      }
      rest = rest.substring(3).strip();
      Optional<String> signedBy = Optional.empty();
      if (rest.startsWith("[") && rest.contains("]")) {
        int end = rest.indexOf(']');
        for (String option : words(rest.substring(1, end))) {
          if (option.startsWith("signed-by=")) {
            signedBy = Optional.of(option.substring("signed-by=".length()));
          }
        }
        rest = rest.substring(end + 1).strip();
      }
      List<String> words = words(rest);
      if (words.size() >= 3) {
        found.add(
            new Source(
                words.subList(0, 1),
                words.subList(1, 2),
                words.subList(2, words.size()),
                signedBy));
      }
    }
    return found;
  }

  /// Stanzas of `Field: value`, continued by lines that begin with a blank.
  private static List<Source> stanzas(String text) {
    List<Source> found = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    String current = "";
    for (String line : (text + "\n\n").split("\n", -1)) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        source(fields).ifPresent(found::add);
        fields.clear();
        current = "";
      } else if (Character.isWhitespace(line.charAt(0))) {
        fields.merge(current, " " + line.strip(), String::concat);
      } else if (line.indexOf(':') > 0) {
        int colon = line.indexOf(':');
        current = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.put(current, line.substring(colon + 1).strip());
      }
    }
    return found;
  }

  private static Optional<Source> source(Map<String, String> fields) {
    boolean enabled =
        !fields.getOrDefault("enabled", "yes").matches("(?i)no|false|off|0|without|disable");
    if (!enabled || !words(fields.getOrDefault("types", "")).contains("deb")) {
      return Optional.empty();
    }
    return Optional.of(
        new Source(
            words(fields.getOrDefault("uris", "")),
            words(fields.getOrDefault("suites", "")),
            words(fields.getOrDefault("components", "")),
            Optional.ofNullable(fields.get("signed-by"))));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
