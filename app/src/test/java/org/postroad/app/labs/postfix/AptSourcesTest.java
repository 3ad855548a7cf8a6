package org.postroad.app.labs.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The mirror that a machine uses is found in both formats of apt's sources, and nothing else is
/// taken for it.
class AptSourcesTest {

  private static final String DEBIAN_12_CONTAINER =
      """
      Types: deb
      # http://snapshot.debian.example/archive/debian/20250520T000000Z
      URIs: http://deb.debian.example/debian
      Suites: bookworm bookworm-updates
      Components: main
      Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

      Types: deb
      URIs: http://deb.debian.example/debian-security
      Suites: bookworm-security
      Components: main
      Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
      """;

  static List<Arguments> machines() {
    return List.of(
        machine(
            "Debian 12's container", true, DEBIAN_12_CONTAINER, "http://deb.debian.example/debian"),
        machine(
            "one line, as bare roots have it",
            false,
            "deb http://deb.debian.example/debian trixie main\n",
            "http://deb.debian.example/debian"),
        machine(
            "options, several components, a comment and a final slash",
            false,
            "deb [arch=amd64 signed-by=/k.gpg] https://m.example/debian/ trixie main contrib # mine",
            "https://m.example/debian"),
        machine(
            "the security archive comes first",
            false,
            """
            deb http://m.example/debian-security trixie-security main
            deb http://m.example/debian trixie main
            """,
            "http://m.example/debian"),
        machine(
            "a snapshot with its date",
            false,
            "deb http://m.example/archive/debian/20250520T000000Z/ sid main",
            "http://m.example/archive/debian/20250520T000000Z"),
        machine(
            "a cloud image with a list of mirrors",
            true,
            """
            Types: deb deb-src
            URIs: mirror+file:/etc/apt/mirrors/lists.list
            Suites: trixie trixie-updates
            Components: main
            """,
            "mirror+file:/etc/apt/mirrors/lists.list"),
        machine(
            "continued fields",
            true,
            """
            Types: deb
            URIs:
             http://m.example/debian
            Suites: stable
            Components: contrib
              main
            """,
            "http://m.example/debian"),
        machine(
            "an address that says nothing, signed by Debian",
            true,
            """
            Types: deb
            URIs: http://apt.corp.example/d12
            Suites: bookworm
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            """,
            "http://apt.corp.example/d12"),
        machine("sources only", false, "deb-src http://m.example/debian trixie main", ""),
        machine("commented out", false, "# deb http://m.example/debian trixie main", ""),
        machine(
            "switched off",
            true,
            "Types: deb\nEnabled: no\nURIs: http://m.example/debian\nSuites: sid\nComponents: main\n",
            ""),
        machine(
            "another distribution", false, "deb http://m.example/ubuntu noble main universe", ""),
        machine(
            "somebody's packages for Debian",
            false,
            "deb https://download.vendor.example/linux/debian bookworm stable",
            ""),
        machine("a disc", false, "deb cdrom:[Debian 12]/debian/ bookworm main", ""),
        machine("garbage", true, "\u0000:::\n \n: x\nTypes\n", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void findsTheMirrorThatTheMachineUses(String why, boolean deb822, String text, String mirror) {
    AptSources sources = new AptSources(AptSources.parse(text, deb822));
    assertThat(sources.debianMirror().orElse("")).as(why).isEqualTo(mirror);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void otherPeoplesPackagesBesideItChangeNothing(
      String why, boolean deb822, String text, String mirror) {
    List<AptSources.Source> all =
        new ArrayList<>(
            AptSources.parse("deb https://deb.vendor.example/node_20.x nodistro main\n", false));
    all.addAll(AptSources.parse(text, deb822));
    assertThat(new AptSources(all).debianMirror().orElse("")).as(why).isEqualTo(mirror);
  }

  private static Arguments machine(String why, boolean deb822, String text, String mirror) {
    return Arguments.of(why, deb822, text, mirror);
  }
}
