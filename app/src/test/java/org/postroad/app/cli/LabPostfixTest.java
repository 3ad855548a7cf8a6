package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postroad.app.labs.LabAttack;
import org.postroad.app.labs.postfix.Namespace;
import org.postroad.app.labs.postfix.PostfixRows;
import org.postroad.app.labs.postfix.PostfixSuite;
import org.postroad.app.labs.postfix.RealRoots;

/// `postroad lab --postfix`, as a user runs it, for some attacks: our daemon, every Postfix, the
/// newer ones in their chroot by our Unix socket, and an unbound that validates before them all.
class LabPostfixTest {

  @Test
  void attackerWhoForgesTheMxRobsPostfixWithoutUsAndNotWithUs()
      throws IOException, InterruptedException {
    RealRoots.needNamespaces();
    for (PostfixSuite suite : PostfixSuite.values()) {
      assertThat(RealRoots.root(suite).dir()).isDirectory();
    }
    Process lab =
        Namespace.process(
                Main.class,
                List.of(
                    "lab",
                    "--postfix",
                    "--json",
                    "--attack",
                    "mx-hijack",
                    "--attack",
                    "mx-hijack-with-tlsa",
                    "--attack",
                    "requiretls-not-offered",
                    "--attack",
                    "resolver-blind"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String json = new String(lab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(lab.waitFor(4, TimeUnit.MINUTES)).isTrue();
      assertThat(json).startsWith("{\"schema\":\"postroad.lab/1\",\"ok\":true");
      assertThat(json)
          .containsPattern("\"resolver\":\"unbound [1-9]")
          .containsPattern("\"dnssec_comparisons\":[1-9]")
          .contains("MX: secure records, the other way insecure records");
      assertThat(rows(json, "resolver-blind")).isEqualTo(3);
      assertThat(rows(json, "mx-hijack")).as("6 rows, 3 versions").isEqualTo(18);
      assertThat(rows(json, "mx-hijack-with-tlsa")).as("4 rows, 3 versions").isEqualTo(12);
      assertThat(rows(json, "requiretls-not-offered")).as("1 row, 1 row, 2 rows").isEqualTo(4);
      assertThat(json)
          .contains("\"expected_status\":\"5.7.30\"")
          .contains("\"sender\":\"postfix-alone\"", "\"delivered_to\":\"attacker\"")
          .contains("\"sender\":\"postfix\"", "\"delivered_to\":\"nobody\"");
      assertThat(lab.exitValue()).isZero();
    } finally {
      lab.descendants().forEach(ProcessHandle::destroyForcibly);
      lab.destroyForcibly();
    }
  }

  private static int rows(String json, String attack) {
    return json.split("\"attack\":\"" + attack + "\"", -1).length - 1;
  }

  @Test
  void everyAttackOfTheTableCanBeMounted() {
    assertThat(PostfixRows.attacks())
        .contains("starttls-stripping", "mx-hijack", "certificate-substitution")
        .allMatch(
            attack ->
                List.of("new-mx", "resolver-blind").contains(attack)
                    || LabAttack.names().contains(attack));
  }
}
