package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.app.labs.postfix.PostfixSuite;
import org.postroad.app.labs.postfix.RealRoots;

/// `postroad audit` with a real Postfix that our daemon leads: a fixed part of the cases, from each
/// group some, and what is due is what the cases say.
class AuditPostfixTest {

  private static final String SENDER = "postfix@3.10";

  private static final List<String> CASES =
      List.of(
          "record-two",
          "host-redirect-302",
          "text-duplicate-mode",
          "pattern-dot",
          "state-forged-id",
          "state-host-blocked",
          "wire-stripped",
          "wire-wrong-name",
          "dane-ee",
          "dane-mismatch",
          "dane-second",
          "dane-ta-other-name",
          "dane-tlsa-silenced",
          "dane-host-unsigned-blocked",
          "both-dane-fails",
          "both-half-untrusted",
          "both-mx-forged-with-tlsa",
          "tls-required-no-untrusted",
          "address-implicit-mx",
          "plain-legacy");

  @Test
  void realPostfixWithOurDaemonDoesWhatTheCasesSay() {
    RealRoots.needNamespaces();
    assertThat(RealRoots.root(PostfixSuite.TRIXIE).dir()).isDirectory();
    List<String> words =
        new ArrayList<>(List.of("audit", "--json", "--sender", SENDER, "--must-pass", SENDER));
    CASES.forEach(one -> words.addAll(List.of("--case", one)));

    Said said = Said.by(words.toArray(String[]::new));

    assertThat(CASES).hasSize(20);
    assertThat(said.out()).contains("\"ok\":20,\"failed\":0,\"not_applicable\":0");
    assertThat(said.code()).isEqualTo(ExitCode.OK);
  }
}
