package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

  @TempDir Path folder;

  @Test
  void checkTellsEveryMistakeAndEndsWithTwo() throws IOException {
    Path file = file("[dns]\ntimout = \"1s\"\n[http]\nlisten = 1\n");
    Said said = Said.by("config", "check", "--config", file.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out())
        .isEqualTo(
            """
            error: FILE:2: dns.timout: unknown key
              hint: did you mean timeout?
            error: FILE:4: http.listen: not a text in quotes: 1
            """
                .replace("FILE", file.toString()));
  }

  @Test
  void checkSaysTheSameInJson() throws IOException {
    Path file = file("[dns]\ntimout = \"1s\"\n");
    Said said = Said.by("config", "check", "--json", "--config", file.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out())
        .isEqualTo(
            "{\"schema\":\"postroad.config-check/1\",\"file\":\""
                + file
                + "\",\"ok\":false,\"errors\":[{\"line\":2,\"key\":\"dns.timout\","
                + "\"what\":\"unknown key\",\"hint\":\"did you mean timeout?\"}],"
                + "\"warnings\":[]}\n");
  }

  @Test
  void checkLooksIntoTheFilesThatAreNamed() throws IOException {
    Path file = file("[tls]\nca_file = \"" + folder + "/none.pem\"\n");
    Said said = Said.by("config", "check", "--config", file.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).startsWith("error: " + file + ":2: tls.ca_file: ").contains("none.pem");
  }

  @Test
  void checkRefusesWhatAStartWouldRefuseOfDnssec() throws IOException {
    Map<String, String> wrong =
        Map.of(
            "[dns]\nservers = [\"192.0.2.53\"]\ndnssec = \"trusted\"\n",
            ":3: dns.dnssec: trusted, but 192.0.2.53:53 is not on this host",
            "[dns]\ndnssec_compare = true\n",
            ":2: dns.dnssec_compare: there is nothing to compare while dns.dnssec is off",
            "[dns]\nservers = [\"192.0.2.53\"]\ndnssec = \"local\"\ndnssec_compare = true\n",
            ":4: dns.dnssec_compare: dns.dnssec: trusted, but 192.0.2.53:53 is not on this host",
            "[dns]\ndnssec = \"local\"\ndnssec_anchor = \"/none/root.ds\"\n",
            ":3: dns.dnssec_anchor: no such file: /none/root.ds",
            "[dns]\ndnssec = \"off\"\n[resolver]\ndane = true\n",
            ":4: resolver.dane: true, but dns.dnssec is off");
    for (var each : wrong.entrySet()) {
      Path file = file(each.getKey());
      Said said = Said.by("config", "check", "--config", file.toString());
      assertThat(said.code()).as(each.getKey()).isEqualTo(ExitCode.USAGE);
      assertThat(said.out()).startsWith("error: " + file + each.getValue());
    }
    for (String right :
        List.of(
            "[resolver]\ndane = true\n",
            "[dns]\nservers = [\"127.0.0.1\"]\ndnssec = \"trusted\"\n[resolver]\ndane = true\n")) {
      Said said = Said.by("config", "check", "--config", file(right).toString());
      assertThat(said.code()).as(right + said.out()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void checkSeesWhatWouldKeepTheDaemonFromListening() throws IOException {
    Path file =
        file(
            """
            [resolver]
            listen = ["inet:127.0.0.1:8461", "unix:/run/x?owner=nobody-here&group=no-such-group"]
            [http]
            listen = "localhost:8461"
            """);
    Said said = Said.by("config", "check", "--config", file.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out().lines())
        .containsExactlyInAnyOrder(
            "error: " + file + ":2: resolver.listen: no user nobody-here",
            "error: " + file + ":2: resolver.listen: no group no-such-group",
            "error: "
                + file
                + ":4: http.listen: localhost:8461 is where the resolver listens:"
                + " inet:127.0.0.1:8461");
    Path sound = file("[resolver]\nlisten = [\"unix:/run/x?owner=root&group=root\"]\n");
    assertThat(Said.by("config", "check", "--config", sound.toString()).code())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void checkOfASoundFileEndsWithNought() throws IOException {
    Path file = file("[overrides.\"example.com\"]\nlevel = \"may\"\nuntil = 2001-01-01\n");
    Said said = Said.by("config", "check", "--config", file.toString());
    assertThat(said.code()).isEqualTo(ExitCode.OK);
    assertThat(said.out()).contains("warning: " + file + ":1: ").endsWith("ok: " + file + "\n");
  }

  @Test
  void everyOtherCommandRefusesAWrongFile() throws IOException {
    Path file = file("[dns]\ntimout = \"1s\"\n");
    Said said = Said.by("config", "show", "--config", file.toString());
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .isEqualTo(
            "postroad: " + file + ":2: dns.timout: unknown key\nhint: did you mean timeout?\n");
  }

  @Test
  void showSaysWhereEachValueCameFrom() throws IOException {
    Path file = file("[dns]\ntimeout = \"1s\"\nservers = [\"192.0.2.1\"]\n");
    Said said =
        Said.by("config", "show", "--json", "--config", file.toString(), "--dns", "192.0.2.2:54");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
    assertThat(said.out())
        .contains(
            "\"dns\":{\"servers\":[\"192.0.2.2:54\"],\"dnssec\":\"off\",\"dnssec_sha1\":false,\"dnssec_compare\":false,\"timeout\":1}")
        .contains("\"dns.servers\":\"--dns\"")
        .contains("\"dns.timeout\":\"" + file + ":2\"")
        .contains("\"http.listen\":\"default\"");
  }

  @Test
  void theLaboratorysFileSetsWhatItTakesToLiveThere() throws IOException {
    Path lab = folder.resolve("lab.json");
    Files.writeString(
        lab,
        "{\"schema\":\"postroad.lab/1\",\"dns\":\"127.0.0.1:5353\",\"ca_file\":\"/l/ca.pem\","
            + "\"connect\":\"/l/connect\",\"domains\":[{\"dns\":\"no\"}],\"pid\":7}\n");
    Said said = Said.by("config", "show", "--lab", lab.toString(), "--ca-file", "/other.pem");
    assertThat(said.out())
        .containsPattern("servers = \\[\"127.0.0.1:5353\"\\] +# --lab")
        .containsPattern("ca_file = \"/other.pem\" +# --ca-file")
        .containsPattern("allow_private = true +# --lab");
    Files.writeString(lab, "{\"dns\":\"127.0.0.1:5353\"}");
    assertThat(Said.by("config", "show", "--lab", lab.toString()).err())
        .contains("no ca_file: did lab --keep write it?");
    Files.writeString(lab, "{");
    Said torn = Said.by("config", "show", "--lab", lab.toString());
    assertThat(torn.code()).isEqualTo(ExitCode.USAGE);
    assertThat(torn.err()).contains("--lab: " + lab + ": not JSON: ");
  }

  @Test
  void aWrongValueOfAnOptionSaysWhichAndWhy() {
    Said said = Said.by("config", "show", "--dns", "localhost");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("'--dns'").contains("not an IP address: \"localhost\"");
    assertThat(Said.by("config", "show", "--timeout", "9h").err())
        .contains("--timeout: not from 100ms to 5m: 9h");
  }

  @Test
  void whatToDoMustBeSaid() {
    Said said = Said.by("config");
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("postroad: config: say what to do: check, show");
    assertThat(Said.by("config", "chek").err())
        .contains("postroad: config: what is this? chek")
        .contains("did you mean check?");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("postroad.toml"), text);
  }
}
