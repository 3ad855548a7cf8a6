package org.postroad.protocol.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.socketmap.SocketmapReply;

class TlsPolicyReplyTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final LiveMx UNKNOWN = new LiveMx.Unknown();

  @Test
  void withoutALiveMxThePatternsThemselvesMustMatch() {
    assertThat(text(enforce("mail.example.com", "*.example.net"), UNKNOWN, Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com:.example.net servername=hostname");
  }

  @Test
  void withALiveMxExactlyTheCoveredHostsMatchInTheirOrder() {
    LiveMx live = mx("20 mx2.example.net", "10 mail.example.com", "5 mx.attacker.example");
    assertThat(text(enforce("mail.example.com", "*.example.net"), live, Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com:mx2.example.net servername=hostname");
  }

  @Test
  void aHostListedTwiceIsMatchedOnce() {
    LiveMx live = mx("10 mail.example.com", "20 mail.example.com");
    assertThat(text(enforce("mail.example.com"), live, Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com servername=hostname");
  }

  @Test
  void aWildcardCoversOneLabelOnly() {
    LiveMx live = mx("10 a.b.example.net", "20 a.example.net");
    assertThat(text(enforce("*.example.net"), live, Dialect.POSTFIX))
        .isEqualTo("OK secure match=a.example.net servername=hostname");
  }

  @Test
  void attackerWhoForgesTheMxGetsACertificateCheckThatHeCannotPass() {
    LiveMx forged = mx("10 mx.attacker.example");
    assertThat(text(enforce("mail.example.com"), forged, Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com servername=hostname");
  }

  @Test
  void aHostOfTwoLabelsUnderTheWildcardDoesNotPassWherePostfixReadsItWide() {
    LiveMx deep = mx("10 a.b.example.net");
    assertThat(text(enforce("*.example.net"), deep, Dialect.POSTFIX))
        .isEqualTo("TEMP policy of example.com covers no host of its MX");
    assertThat(text(enforce("mail.example.com", "*.example.net"), deep, Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com servername=hostname");
    assertThat(text(enforce("*.example.net"), deep, Dialect.STS))
        .as("sendmail reads a wildcard as one label")
        .isEqualTo("OK secure match=.example.net servername=hostname");
    assertThat(text(enforce("*.example.net"), deep, Dialect.POSTFIX_3_10))
        .as("Postfix 3.10.5 holds the MX against mx_host_pattern")
        .startsWith("OK secure match=.example.net");
    assertThat(text(enforce("*.example.net"), mx("10 mx.attacker.example"), Dialect.POSTFIX))
        .as("a stranger fails at the certificate")
        .isEqualTo("OK secure match=.example.net servername=hostname");
  }

  @Test
  void withoutMxRecordsTheDomainItselfIsTheHost() {
    assertThat(text(enforce("example.com", "*.example.com"), mx(), Dialect.POSTFIX))
        .isEqualTo("OK secure match=example.com servername=hostname");
  }

  @Test
  void aNullMxLeavesThePatterns() {
    LiveMx none = new LiveMx.Known(List.of(new MxRecord(0, DomainName.ROOT)));
    assertThat(text(enforce("mail.example.com"), none, Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com servername=hostname");
  }

  @Test
  void anAddressIsNeverPassedOn() {
    assertThat(text(enforce("192.0.2.1", "mail.example.com"), UNKNOWN, Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com servername=hostname");
    assertThat(text(enforce("192.0.2.1"), UNKNOWN, Dialect.POSTFIX))
        .isEqualTo("TEMP policy of example.com names no host that can match");
    assertThat(text(enforce("*.0.2.1"), mx("10 192.0.2.1"), Dialect.POSTFIX_3_10))
        .isEqualTo("TEMP policy of example.com names no host that can match");
  }

  @Test
  void aHostNamedLikeAWordOfPostfixIsNeverPassedOn() {
    assertThat(text(enforce("nexthop", "HOSTNAME", "dot-nexthop"), UNKNOWN, Dialect.POSTFIX))
        .isEqualTo("TEMP policy of example.com names no host that can match");
    assertThat(text(enforce("hostname", "mail.example.com"), mx("1 hostname"), Dialect.POSTFIX))
        .isEqualTo("OK secure match=mail.example.com servername=hostname");
  }

  @Test
  void postfix310IsToldThePolicyToo() {
    assertThat(
            text(
                enforce("mail.example.com", "*.example.net"),
                mx("10 a.example.net"),
                Dialect.POSTFIX_3_10))
        .isEqualTo(
            "OK secure match=a.example.net servername=hostname"
                + " policy_type=sts policy_domain=example.com"
                + " mx_host_pattern=mail.example.com mx_host_pattern=*.example.net"
                + " { policy_string = version: STSv1 } { policy_string = mode: enforce }"
                + " { policy_string = mx: mail.example.com } { policy_string = mx: *.example.net }"
                + " { policy_string = max_age: 604800 }");
  }

  @Test
  void linesThatPostfixWouldMisreadAreLeftOut() {
    Policy policy =
        policy(
            "version: STSv1",
            "mode: enforce",
            "mx: mail.example.com",
            "max_age: 604800",
            "balanced: {a, b = {c}}",
            "opens: {",
            "closes: }",
            "turned: }{",
            "umlaut: \u00e4",
            "c1: \u0086");
    PostfixReader.Read read =
        PostfixReader.read(data(text(policy, UNKNOWN, Dialect.POSTFIX_3_10)), true);
    assertThat(read.all("policy_string"))
        .containsExactly(
            "version: STSv1",
            "mode: enforce",
            "mx: mail.example.com",
            "max_age: 604800",
            "balanced: {a, b = {c}}",
            "umlaut: \u00e4");
  }

  @Test
  void sendmailFindsServernameAtTheEnd() {
    assertThat(text(enforce("mail.example.com"), UNKNOWN, Dialect.STS))
        .isEqualTo("OK secure match=mail.example.com servername=hostname");
  }

  @Test
  void whatIsNotToBeEnforcedLeavesTheSendersOwnLevel() {
    Policy testing = policy("version: STSv1", "mode: testing", "mx: a.example", "max_age: 60");
    Policy none = policy("version: STSv1", "mode: none", "max_age: 60");
    for (Dialect dialect : Dialect.values()) {
      assertThat(text(testing, UNKNOWN, dialect)).isEqualTo("NOTFOUND ");
      assertThat(text(none, UNKNOWN, dialect)).isEqualTo("NOTFOUND ");
      assertThat(
              reply(
                  new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "no such name"),
                  UNKNOWN,
                  dialect))
          .isEqualTo(new SocketmapReply.NotFound());
    }
  }

  @Test
  void whatCannotBeSaidYetDelaysWithItsReason() {
    assertThat(
            reply(
                new Resolution.TryLater(Resolution.Delay.RECORD_UNANSWERED, "192.0.2.53 timed out"),
                UNKNOWN,
                Dialect.POSTFIX))
        .isEqualTo(new SocketmapReply.Temp("policy of example.com: 192.0.2.53 timed out"));
  }

  @Test
  void aLongReplyShedsTheTextOfThePolicyFirst() {
    Policy policy =
        policy(
            "version: STSv1",
            "mode: enforce",
            "mx: mail.example.com",
            "max_age: 60",
            IntStream.range(0, 5_000)
                .mapToObj(i -> "x" + i + ": y")
                .collect(Collectors.joining("\n")));
    PostfixReader.Read read =
        PostfixReader.read(data(text(policy, UNKNOWN, Dialect.POSTFIX_3_10)), true);
    assertThat(read.all("policy_string")).containsExactly("version: STSv1");
    assertThat(read.all("mx_host_pattern")).containsExactly("mail.example.com");
    assertThat(read.match()).containsExactly("mail.example.com");
  }

  @Test
  void thenThePatternsThatCoverNoLiveMx() {
    Policy policy = enforce(manyHosts(3_000));
    LiveMx live = mx("10 h7.example.com", "20 h3.example.com");
    PostfixReader.Read read =
        PostfixReader.read(data(text(policy, live, Dialect.POSTFIX_3_10)), true);
    assertThat(read.all("mx_host_pattern")).containsExactly("h3.example.com", "h7.example.com");
    assertThat(read.match()).containsExactly("h7.example.com", "h3.example.com");
  }

  @Test
  void thenAllThatOnlyPostfix310Knows() {
    Policy policy = enforce(manyHosts(3_000));
    PostfixReader.Read read =
        PostfixReader.read(data(text(policy, UNKNOWN, Dialect.POSTFIX_3_10)), false);
    assertThat(read.match()).hasSize(3_000);
  }

  @Test
  void whatIsTooLongEvenThenDelays() {
    Policy parsed = enforce("a.example.com");
    List<String> lines = parsed.lines();
    Policy huge =
        new Policy(
            parsed.mode(),
            IntStream.range(0, 10_000)
                .mapToObj(
                    i ->
                        policy(
                                "version: STSv1",
                                "mode: enforce",
                                "mx: host" + i + ".example",
                                "max_age: 60")
                            .mx()
                            .getFirst())
                .toList(),
            parsed.maxAge(),
            lines,
            List.of());
    assertThat(text(huge, UNKNOWN, Dialect.POSTFIX))
        .isEqualTo("TEMP policy of example.com is too long for a reply");
  }

  @Test
  void anMxAnswerThatIsTooLongFallsBackToThePatterns() {
    String[] records = new String[8_000];
    Arrays.setAll(records, i -> "10 host-number-" + i + ".example.net");
    assertThat(text(enforce("*.example.net"), mx(records), Dialect.POSTFIX))
        .isEqualTo("OK secure match=.example.net servername=hostname");
  }

  private static String[] manyHosts(int count) {
    String[] hosts = new String[count];
    Arrays.setAll(hosts, i -> "h" + i + ".example.com");
    return hosts;
  }

  private static Policy enforce(String... mx) {
    return policy(
        "version: STSv1",
        "mode: enforce",
        Arrays.stream(mx).map(pattern -> "mx: " + pattern).collect(Collectors.joining("\n")),
        "max_age: 604800");
  }

  private static Policy policy(String... lines) {
    byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return switch (Policy.parse(body)) {
      case Policy.Parsed.Valid(Policy policy) -> policy;
      case Policy.Parsed.Invalid invalid -> throw new IllegalArgumentException(invalid.text());
    };
  }

  /// `mx("10 mail.example.com")`.
  private static LiveMx mx(String... records) {
    return new LiveMx.Known(
        Arrays.stream(records)
            .map(record -> record.split(" ", 2))
            .map(part -> new MxRecord(Integer.parseInt(part[0]), DomainName.of(part[1])))
            .toList());
  }

  private static String text(Policy policy, LiveMx mx, Dialect dialect) {
    CachedPolicy held = new CachedPolicy(policy, "1", Instant.EPOCH);
    return reply(new Resolution.Applies(held, Resolution.Source.CACHE), mx, dialect).text();
  }

  private static SocketmapReply reply(Resolution resolution, LiveMx mx, Dialect dialect) {
    return TlsPolicyReply.of(DOMAIN, resolution, mx, dialect, Optional.empty());
  }

  private static String data(String text) {
    assertThat(text).startsWith("OK ");
    return text.substring(3);
  }
}
