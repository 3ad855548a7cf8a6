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

/// `postroad lab --postfix`, as a user runs it, for one attack: our daemon, every Postfix, the
/// newer ones in their chroot by our Unix socket.
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
                Main.class, List.of("lab", "--postfix", "--json", "--attack", "mx-hijack"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String json = new String(lab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(lab.waitFor(4, TimeUnit.MINUTES)).isTrue();
      assertThat(json).startsWith("{\"schema\":\"postroad.lab/1\",\"ok\":true");
      assertThat(json.split("\"attack\":\"mx-hijack\"", -1)).as("5 rows, 3 versions").hasSize(16);
      assertThat(json)
          .contains("\"sender\":\"postfix-alone\"", "\"delivered_to\":\"attacker\"")
          .contains("\"sender\":\"postfix\"", "\"delivered_to\":\"nobody\"");
      assertThat(lab.exitValue()).isZero();
    } finally {
      lab.descendants().forEach(ProcessHandle::destroyForcibly);
      lab.destroyForcibly();
    }
  }

  @Test
  void everyAttackOfTheTableCanBeMounted() {
    assertThat(PostfixRows.attacks())
        .contains("starttls-stripping", "mx-hijack", "certificate-substitution")
        .allMatch(attack -> attack.equals("new-mx") || LabAttack.names().contains(attack));
  }
}
