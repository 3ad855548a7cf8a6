package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.app.labs.postfix.RealRoots;

/// `postroad audit` with senders that others bring along; here they are our own commands, run as a
/// stranger would run them, with nothing but what the audit's environment tells.
class AuditSendersTest {

  private static final String SEND =
      """
      send --from "$POSTROAD_FROM" --to "$POSTROAD_TO" --dns "$POSTROAD_DNS" \
      --ca-file "$POSTROAD_CA_FILE" --dnssec-anchor "$POSTROAD_DNSSEC_ANCHOR" --allow-private \
      --connect "$POSTROAD_CONNECT" ${POSTROAD_VIA:+--via "$POSTROAD_VIA"} \
      ${POSTROAD_REQUIRETLS:+--require-tls} "$POSTROAD_MESSAGE"
      """;

  @TempDir Path folder;

  @Test
  void aCommandIsJudgedByWhatItDelivers() {
    Said said =
        audit(
            "exec:" + ours(SEND),
            List.of(),
            "plain-legacy",
            "wire-untrusted",
            "dane-mismatch",
            "dane-second",
            "both-mx-insecure-untrusted",
            "requiretls-policy",
            "requiretls-not-offered",
            "tls-required-no-next");

    assertThat(said.out()).contains("\"ok\":8,\"failed\":0,\"not_applicable\":0");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aCommandThatSaysDeliveredAndDeliversNothingIsFoundOut() {
    Said said = audit("exec:true", List.of(), "plain-tls", "wire-untrusted");

    assertThat(said.out()).contains("\"ok\":0,\"failed\":2", "\"seen\":\"lost\"");
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
  }

  @Test
  void aCommandThatKeepsEverythingIsRightOnlyWhereThatIsRight() {
    Said said = audit("exec:exit 75", List.of(), "plain-tls", "dane-tlsa-forged", "plain-refused");

    assertThat(said.out()).contains("\"ok\":1,\"failed\":2", "\"seen\":\"delay\"");
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
  }

  @Test
  void aCommandInANamespaceFindsTheRealPorts() {
    RealRoots.needMounts();

    Said said =
        audit(
            "exec:" + ours(SEND),
            List.of("--netns"),
            "plain-tls",
            "wire-untrusted",
            "dane-ee",
            "both-half-untrusted",
            "address-null-mx");

    assertThat(said.out()).contains("\"ok\":5,\"failed\":0,\"not_applicable\":0");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aPolicyDaemonIsJudgedByItsReplies() throws IOException {
    RealRoots.needMounts();
    Path configuration = folder.resolve("postroad.toml");
    Files.writeString(configuration, "[resolver]\ndane = true\n");
    String start =
        ours(
            """
            resolver --config %s --cache %s --listen inet:127.0.0.1:8461 --http 127.0.0.1:8462 \
            --dns "$POSTROAD_DNS" --ca-file "$POSTROAD_CA_FILE" --dnssec local \
            --dnssec-anchor "$POSTROAD_DNSSEC_ANCHOR" --allow-private
            """
                .formatted(configuration, folder.resolve("policies.db")));

    Said said =
        audit(
            "socketmap:127.0.0.1:8461:postfix-3.10",
            List.of("--netns", "--start", start),
            "plain-legacy",
            "dane-ee",
            "dane-second",
            "dane-ta-next-hop",
            "dane-preference",
            "dane-unsigned-blocked",
            "both-half-untrusted",
            "both-policy-kept-away",
            "state-expired-and-renewed",
            "requiretls-policy");

    assertThat(said.out()).contains("\"ok\":9,\"failed\":0,\"not_applicable\":1");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aPolicyDaemonThatNeverAnswersIsNamed() throws IOException {
    RealRoots.needMounts();
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Said said =
        audit(
            "socketmap:127.0.0.1:" + free + ":m",
            List.of("--netns", "--start", "true"),
            "plain-tls");

    assertThat(said.code()).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(said.err()).contains("--start ended before it answered");
  }

  private static Said audit(String sender, List<String> options, String... cases) {
    List<String> words =
        new ArrayList<>(List.of("audit", "--json", "--sender", sender, "--must-pass", sender));
    words.addAll(options);
    for (String one : cases) {
      words.addAll(List.of("--case", one));
    }
    return Said.by(words.toArray(String[]::new));
  }

  /// A command of this program for sh(1).
  private static String ours(String words) {
    return "exec '"
        + Path.of(System.getProperty("java.home"), "bin", "java")
        + "' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp '"
        + System.getProperty("java.class.path")
        + "' org.postroad.app.cli.Main "
        + words.strip();
  }
}
