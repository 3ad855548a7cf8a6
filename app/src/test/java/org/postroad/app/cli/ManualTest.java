package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postroad.app.Loudly;
import org.postroad.app.config.Setting;
import org.postroad.app.config.Settings;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The manual pages say all that there is, and nothing that there is not.
class ManualTest {

  private static final Path MAN = Path.of(System.getProperty("postroad.root", "..")).resolve("man");

  /// The names after the mdoc macro `Fl`, up to the next macro: `Fl h , -help` are two.
  private static final Pattern FLAGS = Pattern.compile("\\bFl((?: (?:-?[a-z0-9][a-z0-9-]*|,))+)");

  @Test
  void everyCommandHasItsPageAndTheFirstPageNamesIt() throws IOException {
    for (Commands.Entry entry : Commands.TABLE) {
      Path page = page(entry.name());
      String section = page.toString().substring(page.toString().length() - 1);
      assertThat(read("postroad.1")).contains(".It Xr postroad-" + entry.name() + " " + section);
      assertThat(Files.readString(page))
          .contains(".Nm postroad-" + entry.name() + "\n")
          .containsPattern("(?m)^\\.Xr postroad 1");
      for (String name : command(entry).getSubcommands().keySet()) {
        assertThat(Files.readString(page)).contains(".It Cm " + name);
      }
    }
  }

  @Test
  void everyOptionStandsInItsPage() throws IOException {
    String common = read("postroad.1");
    for (Commands.Entry entry : Commands.TABLE) {
      String page = Files.readString(page(entry.name()));
      for (OptionSpec option : options(entry)) {
        for (String name : option.names()) {
          assertThat(flags(isCommon(option) ? common : page))
              .as("postroad %s %s", entry.name(), name)
              .contains(name);
        }
      }
    }
  }

  @Test
  void noPageHasAnOptionThatIsNotThere() throws IOException {
    Set<String> common = flags(read("postroad.1"));
    for (Commands.Entry entry : Commands.TABLE) {
      Set<String> known =
          options(entry).stream()
              .flatMap(option -> Stream.of(option.names()))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(known).as("options of " + entry.name()).isNotEmpty();
      known.addAll(common); // a page may name what other commands take
      assertThat(known)
          .as("options of " + entry.name() + ", and what its page says")
          .containsAll(flags(Files.readString(page(entry.name()))));
    }
  }

  @Test
  void everyExitCodeIsExplained() throws IOException {
    for (ExitCode code : ExitCode.values()) {
      assertThat(read("postroad.1")).contains(".It " + code.number() + "\n");
    }
  }

  @Test
  void everySettingIsExplainedWithItsDefault() throws IOException {
    String page = read("postroad.toml.5");
    for (Setting<?> setting : Settings.ALL) {
      String item = item(page, setting);
      if (setting.absent().isEmpty()) {
        assertThat(item)
            .as(setting.name())
            .contains("Default:\n.Ql " + setting.fallbackText().replaceAll("[\\[\\]\"]", ""));
      }
    }
    List<String> documented =
        Pattern.compile("(?m)^\\.It Ic (\\w+)")
            .matcher(page.substring(0, page.indexOf(".Ss [overrides.")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(documented).isEqualTo(Settings.ALL.stream().map(Setting::key).toList());
  }

  @Test
  void thePagesAreSoundMdoc() throws IOException {
    Loudly.needs("mandoc");
    for (Path page : pages()) {
      Ran ran =
          Program.run(Duration.ofMinutes(1), "mandoc", "-Tlint", "-Wwarning", page.toString());
      assertThat(ran).isInstanceOf(Ran.Ended.class);
      Ran.Ended ended = (Ran.Ended) ran;
      assertThat(ended.out() + ended.err()).as(page.toString()).isEmpty();
      assertThat(ended.code()).as(page.toString()).isZero();
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(MAN)) {
      return files.sorted().toList();
    }
  }

  private static Path page(String command) throws IOException {
    Optional<Path> page =
        pages().stream()
            .filter(
                each -> each.getFileName().toString().matches("postroad-" + command + "\\.[18]"))
            .findFirst();
    assertThat(page).as("man/postroad-" + command + ".1 or .8").isPresent();
    return page.orElseThrow();
  }

  private static String read(String name) throws IOException {
    return Files.readString(MAN.resolve(name));
  }

  private static CommandLine command(Commands.Entry entry) {
    return Cli.commandLine(entry).getSubcommands().values().iterator().next();
  }

  /// The options of a command and of all below it.
  private static List<OptionSpec> options(Commands.Entry entry) {
    List<OptionSpec> options = new ArrayList<>();
    collect(command(entry), options);
    return options;
  }

  private static void collect(CommandLine command, List<OptionSpec> into) {
    into.addAll(command.getCommandSpec().options());
    command.getSubcommands().values().forEach(below -> collect(below, into));
  }

  private static boolean isCommon(OptionSpec option) {
    return option.longestName().equals("--help")
        || (option.userObject() instanceof Field field
            && Set.of(CommonOptions.class, NetworkOptions.class)
                .contains(field.getDeclaringClass()));
  }

  private static Set<String> flags(String page) {
    return FLAGS
        .matcher(page)
        .results()
        .map((MatchResult found) -> found.group(1))
        .flatMap(words -> Stream.of(words.strip().split("[ ,]+")))
        .map(word -> "-" + word)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What the page says about a setting.
  private static String item(String page, Setting<?> setting) {
    int table = page.indexOf(".Ss [" + setting.table() + "]\n");
    assertThat(table).as(setting.name()).isNotNegative();
    int end = page.indexOf("\n.Ss ", table);
    int item = page.indexOf("\n.It Ic " + setting.key() + "\n", table);
    assertThat(item).as(setting.name()).isBetween(table, end);
    int next = page.indexOf("\n.It Ic ", item + 1);
    return page.substring(item, next < 0 ? end : Math.min(next, end));
  }
}
