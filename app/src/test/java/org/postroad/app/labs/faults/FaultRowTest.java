package org.postroad.app.labs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postroad.app.output.Terminal;
import org.postroad.lab.faults.Expectation;
import org.postroad.lab.faults.Expectation.Verdict;
import org.postroad.lab.faults.FaultClass;

/// A row that did not come out as the table says is told apart, wherever it differs.
class FaultRowTest {

  private static final Terminal PLAIN = new Terminal(silent(), silent(), false, false);

  @Test
  void whatWasNotFoundAndWhatDoesNotFollowIsNamed() {
    FaultRow row =
        new FaultRow(
            new Expectation(
                FaultClass.HOST_NAME_MISMATCH,
                Verdict.ERRORS,
                "policy-host-name-mismatch",
                Set.of("policy-host-not-found")),
            "host-name-mismatch.example",
            "good",
            List.of(),
            List.of());
    assertThat(row.ok()).isFalse();
    assertThat(FaultText.lines(row, PLAIN))
        .containsExactly(
            "host-name-mismatch         policy-host-name-mismatch    -                            "
                + "NO",
            "    verdict: found good, expected errors",
            "    roots: found none, expected policy-host-name-mismatch",
            "    followers: found none, expected policy-host-not-found");
    assertThat(FaultText.summary(List.of(row))).isEqualTo("1 of 1 fault NOT found as it must be.");
    assertThat(FaultPage.of(List.of(row)))
        .contains("<tr class=\"wrong\">", "roots: found none, expected policy-host-name-mismatch");
  }

  private static PrintStream silent() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
