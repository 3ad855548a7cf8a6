package org.postroad.protocol.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.protocol.ZoneDns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// What the suite leaves open: reasons, costs, limits, and the examples of RFC 7208 §7.4.
class CheckHostTest {

  private static final String IP4 = "192.0.2.3";
  private static final String IP6 = "2001:db8::cb01";

  @ParameterizedTest(name = "{1} is {2}")
  @CsvSource(
      textBlock =
          """
          192.0.2.3, %{s}, strong-bad@email.example.com
          192.0.2.3, %{o}, email.example.com
          192.0.2.3, %{d}, email.example.com
          192.0.2.3, %{d4}, email.example.com
          192.0.2.3, %{d3}, email.example.com
          192.0.2.3, %{d2}, example.com
          192.0.2.3, %{d1}, com
          192.0.2.3, %{dr}, com.example.email
          192.0.2.3, %{d2r}, example.email
          192.0.2.3, %{l}, strong-bad
          192.0.2.3, %{l-}, strong.bad
          192.0.2.3, %{lr}, strong-bad
          192.0.2.3, %{lr-}, bad.strong
          192.0.2.3, %{l1r-}, strong
          192.0.2.3, %{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com
          192.0.2.3, %{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com
          192.0.2.3, %{lr-}.lp.%{ir}.%{v}._spf.%{d2}, bad.strong.lp.3.2.0.192.in-addr._spf.example.com
          192.0.2.3, %{ir}.%{v}.%{l1r-}.lp._spf.%{d2}, 3.2.0.192.in-addr.strong.lp._spf.example.com
          192.0.2.3, %{d2}.trusted-domains.example.net, example.com.trusted-domains.example.net
          2001:db8::cb01, %{ir}.%{v}._spf.%{d2}, 1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com
          192.0.2.3, %{p}, mx.example.org
          192.0.2.4, %{p}, unknown
          192.0.2.3, %{c}, 192.0.2.3
          2001:db8::cb01, %{c}, 2001:db8::cb01
          192.0.2.3, %{h}, mx.example.org
          192.0.2.3, %{r}, receiver.example
          192.0.2.3, %{t}, 86400
          192.0.2.3, %{S}, strong-bad%40email.example.com
          """)
  void macrosExpandAsTheRfcShows(String ip, String macro, String expansion) {
    ZoneDns dns =
        ZoneDns.of(
            """
            email.example.com TXT v=spf1 -all exp=why.example.com
            3.2.0.192.in-addr.arpa PTR mx.example.org
            mx.example.org A 192.0.2.3
            why.example.com TXT %s
            """
                .formatted(macro));
    assertThat(check(ip, "strong-bad@email.example.com", dns).result())
        .isInstanceOfSatisfying(
            SpfResult.Fail.class,
            fail -> assertThat(fail.explanation()).isEqualToIgnoringCase(expansion));
  }

  @Test
  void aMatchSaysWhereItWasThroughEveryInclude() {
    ZoneDns dns =
        ZoneDns.of(
            """
            a.example TXT v=spf1 ip4:198.51.100.1 include:b.example -all
            b.example TXT v=spf1 redirect=c.example
            c.example TXT v=spf1 mx -all
            c.example MX 10 mx.example.org
            mx.example.org A 192.0.2.3
            """);
    SpfOutcome outcome = check(IP4, "x@a.example", dns);
    assertThat(outcome.result())
        .isInstanceOfSatisfying(
            SpfResult.Pass.class,
            pass ->
                assertThat(pass.match().places())
                    .extracting(place -> place.domain() + ": " + place.directive().text())
                    .containsExactly("a.example: include:b.example", "c.example: mx"));
    assertThat(outcome.lookups()).isEqualTo(3);
    assertThat(outcome.voidLookups()).isZero();
    assertThat(outcome.questions()).isEqualTo(5);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "a.example TXT !",
        "a.example TXT v=spf1 a -all~a.example A !",
        "a.example TXT v=spf1 mx -all~a.example MX !",
        "a.example TXT v=spf1 mx -all~a.example MX 1 b.example~b.example A !",
        "a.example TXT v=spf1 exists:b.example -all~b.example A !",
        "a.example TXT v=spf1 include:b.example -all~b.example TXT !",
        "a.example TXT v=spf1 redirect=b.example~b.example TXT !",
      })
  void whatIsNotAnsweredIsATemporaryErrorAndNeverNone(String zone) {
    assertThat(check(IP4, "x@a.example", ZoneDns.of(zone.replace("~", "\n"))).result())
        .isInstanceOfSatisfying(
            SpfResult.TempError.class, error -> assertThat(error.reason()).contains("timed out"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 ip4:1.2.3 -all          | record of a.example: not an IPv4 address: "1.2.3" at 12
          v=spf1 include:no.example -all | include: no such name: no.example
          v=spf1 redirect=no.example     | redirect: no such name: no.example
          v=spf1 include:a.example       | more than 10 terms that ask the DNS
          v=spf1 a:n1.example a:n2.example a:n3.example -all | more than 2 terms that lead nowhere
          v=spf1 exists:%{p}.b.example exists:%{p}.c.example a a a a a a a -all | more than 10 terms that ask the DNS
          """)
  void aPermanentErrorSaysWhy(String record, String reason) {
    ZoneDns dns = ZoneDns.of("a.example A 198.51.100.9\nunknown.d.example A 127.0.0.1\n");
    dns.add(DomainName.of("a.example"), RecordType.TXT, record);
    assertThat(check(IP4, "x@a.example", dns).result()).isEqualTo(new SpfResult.PermError(reason));
  }

  @Test
  void anExplanationIsOneLineOfAsciiOrNothing() {
    ZoneDns dns =
        ZoneDns.of("a.example TXT v=spf1 -all exp=e.example\ne.example TXT " + "%{s}".repeat(80));
    assertThat(explanation(check(IP4, "b\u00e4r@a.example", dns))).isEmpty();
    assertThat(explanation(check(IP4, "b\r\n250 ok@a.example", dns))).isEmpty();
    assertThat(explanation(check(IP4, "bar@a.example", dns))).hasSize(450);
  }

  @Test
  void attackerWithManyNamesGetsTenOfThemLookedAt() {
    StringBuilder zone = new StringBuilder("a.example TXT v=spf1 ptr -all\n");
    for (int i = 0; i < 50; i++) {
      zone.append("3.2.0.192.in-addr.arpa PTR n").append(i).append(".a.example\n");
    }
    SpfOutcome outcome = check(IP4, "x@a.example", ZoneDns.of(zone.toString()));
    assertThat(outcome.result()).isInstanceOf(SpfResult.Fail.class);
    assertThat(outcome.questions()).isEqualTo(12);
  }

  @Test
  void attackerWhoIncludesWithoutEndGetsElevenQuestions() {
    ZoneDns dns =
        ZoneDns.of(
            "a.example TXT v=spf1 include:b.example include:b.example\n"
                + "b.example TXT v=spf1 include:a.example include:a.example");
    SpfOutcome outcome = check(IP6, "x@a.example", dns);
    assertThat(outcome.result()).isInstanceOf(SpfResult.PermError.class);
    assertThat(outcome.questions()).isEqualTo(11);
  }

  private static String explanation(SpfOutcome outcome) {
    return ((SpfResult.Fail) outcome.result()).explanation();
  }

  private static SpfOutcome check(String ip, String sender, ZoneDns dns) {
    SpfQuery query =
        SpfQuery.mailFrom(
            InetAddress.ofLiteral(ip),
            "mx.example.org",
            sender,
            "receiver.example",
            Instant.ofEpochSecond(86_400));
    return CheckHost.check(query, dns);
  }
}
