package org.postroad.protocol.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.OthersData;

/// The suite of RFC 7208, whole: no test of it is left out or known to fail.
class Rfc7208SuiteTest {

  private static final int TESTS = 203;

  @Test
  void everyTestOfTheSuiteIsRight() throws IOException {
    List<Rfc7208Suite.Case> cases = Rfc7208Suite.read(OthersData.file("spf/rfc7208-tests.yml"));
    List<String> wrong = new ArrayList<>();
    for (Rfc7208Suite.Case test : cases) {
      SpfQuery query =
          SpfQuery.mailFrom(
              InetAddress.ofLiteral(test.host()),
              test.helo(),
              test.mailFrom(),
              "unknown",
              Instant.EPOCH);
      SpfOutcome outcome = CheckHost.check(query, test.dns());
      if (!isRight(test, outcome.result())) {
        wrong.add(test.scenario() + ", " + test.name() + ": " + outcome.result());
      }
      assertThat(outcome.questions()).isLessThanOrEqualTo(SpfLimits.QUESTIONS_MAX);
    }
    System.out.println(
        "RFC 7208 suite: " + (cases.size() - wrong.size()) + " of " + cases.size() + " right");
    assertThat(wrong).isEmpty();
    assertThat(cases).hasSize(TESTS);
  }

  private static boolean isRight(Rfc7208Suite.Case test, SpfResult result) {
    if (!test.results().contains(result.word())) {
      return false;
    }
    String expected = test.explanation().equals("DEFAULT") ? "" : test.explanation();
    return test.explanation().isEmpty()
        || (result instanceof SpfResult.Fail(var match, String explanation)
            && explanation.equals(expected));
  }
}
