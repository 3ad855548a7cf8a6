package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;
import static org.postroad.engine.check.diagnosis.World.POLICY;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is good to know of a policy that is valid (RFC 8461 §3.2, §4.1, §5, §8.3).
class PolicyNotesTest {

  private static final String AT = " [mta-sts.example.com (192.0.2.80)]";
  private static final String NOTE = "info policy-note" + AT;
  private static final String TESTING = "info policy-mode-testing" + AT;
  private static final String NONE = "info policy-mode-none" + AT;
  private static final String UNUSED = "info policy-mx-unused [mta-sts.example.com]";
  private static final String SHORT = "warning policy-max-age-short" + AT;

  @TestFactory
  Stream<DynamicTest> lineThatDoesNotCountIsTold() {
    return Said.table(
        policy("a second mode", POLICY + "mode: none\r\n", NOTE),
        policy("a second max_age", POLICY + "max_age: 60\r\n", NOTE),
        policy("a second version", POLICY + "version: STSv2\r\n", NOTE),
        policy("a second mx is how hosts are listed", POLICY + "mx: *.example.com\r\n"),
        policy("a field of somebody's own", POLICY + "contact: us\r\n"),
        policy("an address as mx", POLICY + "mx: 192.0.2.1\r\n", NOTE, UNUSED),
        policy("a year and a quarter of a day", aged(31_557_600)),
        policy("a second more", aged(31_557_601), NOTE));
  }

  @Test
  void lineThatDoesNotCountIsQuoted() {
    assertThat(seen(POLICY + "mode: none\r\n", "policy-note"))
        .isEqualTo("repeated mode ignored: \"none\"");
    assertThat(seen(aged(31_557_601), "policy-note"))
        .isEqualTo("max_age 31557601 counts as 31557600");
  }

  @TestFactory
  Stream<DynamicTest> lifeOfAPolicyInEnforceIsAWeekAtLeast() {
    return Said.table(
        policy("a second less", aged(604_799), SHORT),
        policy("a week", aged(604_800)),
        policy("in testing it may be short", aged(3_600).replace("enforce", "testing"), TESTING));
  }

  @TestFactory
  Stream<DynamicTest> modeIsTold() {
    return Said.table(
        policy("enforce", POLICY),
        policy("testing", POLICY.replace("enforce", "testing"), TESTING),
        policy("none", POLICY.replace("enforce", "none"), NONE),
        policy("none, without mx", "version: STSv1\nmode: none\nmax_age: 86400\n", NONE),
        policy(
            "none, whatever it lists",
            POLICY.replace("enforce", "none").replace("mx.example.com", "mx.old.example"),
            NONE));
  }

  @Test
  void whoLeavesIsLeftInPeace() {
    Diagnosis leaving = World.healthy().policy(POLICY.replace("enforce", "none")).diagnosis();
    assertThat(leaving.verdict()).isEqualTo(Verdict.GOOD);
    assertThat(leaving.next()).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> patternThatNoExchangerHasIsTold() {
    return Said.table(
        policy("a spare", POLICY + "mx: spare.example.net\r\n", UNUSED),
        policy("a wildcard that covers nobody", POLICY + "mx: *.example.net\r\n", UNUSED),
        policy("a wildcard that covers the host", POLICY + "mx: *.example.com\r\n"),
        policy("the same host twice", POLICY + "mx: MX.example.com\r\n"),
        policy(
            "in testing too",
            POLICY.replace("enforce", "testing") + "mx: spare.example.net\r\n",
            TESTING,
            UNUSED),
        policy(
            "not where a host lacks: that is graver, and said alone",
            POLICY.replace("mx.example.com", "completely-different.example.com"),
            "error policy-mx-uncovered [mta-sts.example.com]"));
  }

  @TestFactory
  Stream<DynamicTest> threeCharactersAreATypoAndFourAreAnotherHost() {
    return Said.table(
        policy(
            "three",
            POLICY.replace("mx.example.com", "mxabc.example.com"),
            "error policy-mx-typo [mta-sts.example.com]"),
        policy(
            "four",
            POLICY.replace("mx.example.com", "mxabcd.example.com"),
            "error policy-mx-uncovered [mta-sts.example.com]"));
  }

  @Test
  void patternsWithoutAHostAreNamed() {
    assertThat(seen(POLICY + "mx: spare.example.net\r\nmx: *.example.org\r\n", "policy-mx-unused"))
        .isEqualTo("mx: spare.example.net and *.example.org");
  }

  private static Said.Row policy(String claim, String text, String... lines) {
    return row(claim, w -> w.policy(text), lines);
  }

  private static String aged(int seconds) {
    return POLICY.replace("1209600", Integer.toString(seconds));
  }

  private static String seen(String policy, String code) {
    return Said.one(World.healthy().policy(policy), code).seen();
  }
}
