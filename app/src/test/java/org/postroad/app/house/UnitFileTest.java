package org.postroad.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.Loudly;
import org.postroad.app.process.Program;
import org.postroad.app.process.Ran;

/// The daemon's unit file and its drop-in, as systemd itself judges them.
class UnitFileTest {

  private static final Path ROOT = Path.of(System.getProperty("postroad.root", ".."));
  private static final String NAME = "postroad-resolver.service";

  /// In tenths, of at most 10.0; the network, which it is there for, is the most of what is left.
  private static final int EXPOSURE_MAX = 20;

  @TempDir Path folder;

  /// The unit as it is installed, but with a program that is there.
  @BeforeEach
  void install() throws IOException {
    Path systemd = ROOT.resolve("etc/systemd");
    String unit = Files.readString(systemd.resolve(NAME));
    assertThat(unit).contains("ExecStart=/usr/local/bin/postroad resolver\n");
    Files.writeString(
        folder.resolve(NAME), unit.replace("/usr/local/bin/postroad", "/usr/bin/env"));
    Path dropIns = Files.createDirectory(folder.resolve(NAME + ".d"));
    Files.copy(
        systemd.resolve(NAME + ".d/chroot.conf"),
        dropIns.resolve("chroot.conf"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void systemdFindsNothingWrong() {
    Loudly.needs("systemd-analyze");
    Ran.Ended ran = analyze("verify", "--man=no");
    assertThat(ran.out() + ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
  }

  @Test
  void whoTakesOverTheDaemonGetsLittle() {
    Loudly.needs("systemd-analyze");
    Ran.Ended ran =
        analyze("security", "--offline=true", "--no-pager", "--threshold=" + EXPOSURE_MAX);
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("Overall exposure level for " + NAME);
  }

  private Ran.Ended analyze(String... arguments) {
    String[] command = new String[arguments.length + 2];
    command[0] = "systemd-analyze";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[command.length - 1] = folder.resolve(NAME).toString();
    Ran ran = Program.run(Duration.ofMinutes(1), command);
    assertThat(ran).isInstanceOf(Ran.Ended.class);
    return (Ran.Ended) ran;
  }
}
