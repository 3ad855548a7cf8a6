package org.postroad.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.Loudly;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;

/// `./postroad` as its users start it: whole processes, from the jars.
class LauncherTest {

  private static final Path ROOT =
      Path.of(System.getProperty("postroad.root", "..")).toAbsolutePath().normalize();
  private static final Path LAUNCHER = ROOT.resolve("postroad");

  @TempDir Path folder;

  /// The launcher builds what is stale; inside a build of Maven it must not, so it has to be fresh.
  @BeforeEach
  void built() {
    Path built = ROOT.resolve("target/run/built");
    Loudly.needs(
        Files.exists(built) && newer(built).isEmpty(),
        "./postroad is not built, or stale: ./test and ./postroad itself build it");
  }

  @Test
  void itAnswersFromAnyFolderAndThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), LAUNCHER);
    String expected = run("cd / && \"$0\" --version").out();
    assertThat(expected).startsWith("postroad ");
    assertThat(run("cd / && \"$1\" --version", link.toString()).out()).isEqualTo(expected);
    assertThat(run("cd \"${0%/*}\" && sh postroad --version").out()).isEqualTo(expected);
    assertThat(run("PATH=\"${0%/*}:$PATH\" && cd / && postroad --version").out())
        .isEqualTo(expected);
    Files.delete(link);
  }

  @Test
  void theResultStandsAloneOnStandardOutput() {
    Ran.Ended ran = run("\"$0\" config show --json");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("{\"schema\":\"postroad.config-show/1\"").endsWith("}\n");
  }

  @Test
  void argumentsArriveAsTheyAre() {
    Ran.Ended ran = run("\"$0\" \"@two words *\"");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("postroad: unknown command: @two words *\n");
  }

  @Test
  void theExitCodeIsThePrograms() {
    assertThat(run("\"$0\" config check --config /nowhere").code()).isEqualTo(2);
    assertThat(run("\"$0\" config show > /dev/full").code()).isEqualTo(74);
  }

  @Test
  void colourIsForTerminalsOnly() {
    assertThat(run("TERM=xterm \"$0\" config check").out()).doesNotContain("\033");
    Loudly.needs("script");
    String onTerminal = "TERM=xterm script -qec \"'$0' config check\" /dev/null";
    assertThat(run(onTerminal).out()).contains("\033[32mok: ");
    assertThat(run("NO_COLOR=1 " + onTerminal).out()).doesNotContain("\033").contains("ok: ");
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() {
    String alone = "PATH=/nowhere JAVA_HOME= HOME=/nowhere /bin/sh \"$1\"";
    Ran.Ended ran = run(alone.replace("/usr/lib/jvm", "/nowhere"), withoutPlaces().toString());
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("no JDK 25 found")
        .contains("apt install openjdk-25-jdk-headless maven");
  }

  /// The script that looks for a JDK, without the places where this machine has one.
  private Path withoutPlaces() {
    try {
      String script = Files.readString(ROOT.resolve("build/java-home"));
      String changed = script.replaceAll("/usr/lib/jvm/\\*|/opt/[^ ]*|/usr/local/[^ ]*", "");
      assertThat(changed).isNotEqualTo(script);
      return Files.writeString(
          folder.resolve("java-home"), changed.replace("cat >&2", "/bin/cat >&2"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String newer(Path built) {
    Ran ran =
        Program.run(
            Duration.ofMinutes(1),
            List.of(
                "sh",
                "-c",
                "cd \"$0\" && find pom.xml */pom.xml */src/main build -newercm \"$1\" -print -quit",
                ROOT.toString(),
                built.toString()));
    return ran instanceof Ran.Ended(int code, String out, String err) ? out + err : "unknown";
  }

  /// Runs a line of shell, in which `$0` is the launcher.
  private static Ran.Ended run(String line, String... more) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", line, LAUNCHER.toString()));
    command.addAll(List.of(more));
    Ran ran = Program.run(Duration.ofMinutes(1), command);
    assertThat(ran).as(line).isInstanceOf(Ran.Ended.class);
    return (Ran.Ended) ran;
  }
}
