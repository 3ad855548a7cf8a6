package org.postroad.protocol.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.postfix.PolicyOverride.Level;

class PolicyOverrideTest {

  private static final String TEXT = "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 60";
  private static final Resolution PUBLISHED =
      new Resolution.Applies(
          new CachedPolicy(
              switch (Policy.parse(TEXT.getBytes(StandardCharsets.UTF_8))) {
                case Policy.Parsed.Valid(Policy policy) -> policy;
                case Policy.Parsed.Invalid bad -> throw new IllegalStateException(bad.text());
              },
              "1",
              Instant.EPOCH),
          Resolution.Source.CACHE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          none      | postfix      | 'NOTFOUND '
          none      | postfix-3.10 | 'NOTFOUND '
          none      | sts          | 'NOTFOUND '
          may       | postfix      | OK may
          may       | postfix-3.10 | OK may
          may       | sts          | 'NOTFOUND '
          encrypt   | postfix      | OK encrypt
          encrypt   | postfix-3.10 | OK encrypt
          encrypt   | sts          | TEMP override for example.com: map sts cannot say encrypt
          secure    | postfix      | OK secure match=example.com:.example.com servername=hostname
          secure    | postfix-3.10 | OK secure match=example.com:.example.com servername=hostname
          secure    | sts          | OK secure match=example.com:.example.com servername=hostname
          dane-only | postfix      | OK dane-only
          dane-only | postfix-3.10 | OK dane-only
          dane-only | sts          | TEMP override for example.com: map sts cannot say dane-only
          policy    | postfix      | OK secure match=a.example servername=hostname
          policy    | sts          | OK secure match=a.example servername=hostname
          """)
  void anOverrideReplacesThePolicyInBothDirections(String level, String map, String reply) {
    PolicyOverride decree =
        new PolicyOverride(Level.of(level).orElseThrow(), List.of(), Optional.empty(), "");
    assertThat(reply(PUBLISHED, map, decree)).isEqualTo(reply);
    if (!level.equals("policy")) {
      Resolution later = new Resolution.TryLater(Resolution.Delay.BUSY, "busy");
      assertThat(reply(later, map, decree)).as("whatever the resolution is").isEqualTo(reply);
    }
  }

  @Test
  void policyLeavesTheResolutionAsItIs() {
    PolicyOverride decree = new PolicyOverride(Level.POLICY, List.of(), Optional.empty(), "");
    Resolution later = new Resolution.TryLater(Resolution.Delay.BUSY, "busy");
    assertThat(reply(later, "postfix", decree)).isEqualTo("TEMP policy of example.com: busy");
  }

  @Test
  void secureMatchesWhatTheOperatorNames() {
    PolicyOverride decree =
        new PolicyOverride(
            Level.SECURE,
            List.of(name("mx.provider.example"), name(".provider.example")),
            Optional.empty(),
            "");
    assertThat(reply(PUBLISHED, "postfix", decree))
        .isEqualTo("OK secure match=mx.provider.example:.provider.example servername=hostname");
  }

  @Test
  void itEndsAtUntilByItself() {
    Instant end = Instant.parse("2026-12-01T00:00:00Z");
    PolicyOverride decree = new PolicyOverride(Level.MAY, List.of(), Optional.of(end), "renewal");
    assertThat(decree.activeAt(end.minusMillis(1))).isTrue();
    assertThat(decree.activeAt(end)).isFalse();
    assertThat(new PolicyOverride(Level.MAY, List.of(), Optional.empty(), "").activeAt(Instant.MAX))
        .isTrue();
  }

  @Test
  void onlySecureTakesNames() {
    assertThatThrownBy(
            () ->
                new PolicyOverride(Level.ENCRYPT, List.of(name("a.example")), Optional.empty(), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.1   | no name of a host
          -a.example  | no name of a host
          .2.1        | no name of a host
          *.a.example | no wildcard for one label here; write .a.example for any depth
          nexthop     | a word that Postfix takes for something else
          Hostname    | a word that Postfix takes for something else
          .           | empty name
          a..b        | empty label at 3
          a:b         | character not allowed in a name at 2
          """)
  void whatCannotStandInMatchIsRefusedWithTheReason(String text, String why) {
    assertThat(MatchName.parse(text)).isEqualTo(new MatchName.Parsed.Invalid(why));
  }

  @Test
  void everyMapNameAndAliasHasItsDialect() {
    assertThat(Dialect.mapNames()).containsExactly("postfix", "postfix-3.10", "sts");
    assertThat(Dialect.names())
        .contains("QUERY", "QUERYwithTLSRPT")
        .containsAll(Dialect.mapNames())
        .allMatch(name -> Dialect.of(name).isPresent());
    assertThat(Dialect.of("QUERY")).contains(Dialect.POSTFIX);
    assertThat(Dialect.of("QUERYwithTLSRPT")).contains(Dialect.POSTFIX_3_10);
    assertThat(Dialect.of("sts")).contains(Dialect.STS);
    assertThat(Dialect.of("Postfix")).isEmpty();
    assertThat(Dialect.of("")).isEmpty();
  }

  private static MatchName name(String text) {
    return switch (MatchName.parse(text)) {
      case MatchName.Parsed.Valid(MatchName match) -> match;
      case MatchName.Parsed.Invalid(String why) -> throw new IllegalArgumentException(why);
    };
  }

  private static String reply(Resolution resolution, String map, PolicyOverride decree) {
    return TlsPolicyReply.of(
            DomainName.of("example.com"),
            resolution,
            new LiveMx.Unknown(),
            Dialect.of(map).orElseThrow(),
            Optional.of(decree))
        .text();
  }
}
