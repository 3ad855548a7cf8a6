package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// Void look-ups of SPF (RFC 7208 §4.6.4) and which DMARC policy holds (RFC 9989 §4.7, §4.10.1).
class SenderNotesTest {

  private static final String DMARC = "_dmarc.example.com";
  private static final String VOID = "warning spf-void-lookups [example.com]";
  private static final String TOO_MANY_VOID = "error spf-void-lookups [example.com]";
  private static final String POLICY_NONE = "info dmarc-policy-none [example.com]";
  private static final String TESTING = "info dmarc-testing [example.com]";
  private static final String INHERITED = "info dmarc-inherited [example.com]";

  @TestFactory
  Stream<DynamicTest> termThatAsksForNothingIsTold() {
    return Said.table(
        spf("a name that does not exist", "a:gone1.example", VOID),
        spf("a name without address", "a:bare.example", VOID),
        spf("exists without address", "exists:gone1.example", VOID),
        spf("a name without exchangers", "mx:bare.example", VOID),
        spf("a name with IPv4 alone", "a:four.example"),
        spf("a name with IPv6 alone", "a:six.example"),
        spf(
            "a name that was not answered for: nobody knows",
            "a:silent.example",
            "unknown spf-unanswered [example.com]"),
        spf("a network asks for nothing", "ip4:192.0.2.0/24"),
        spf(
            "behind all nobody asks",
            "-all a:gone1.example",
            "warning spf-term-ignored [example.com]"),
        spf(
            "an include of nothing is graver",
            "include:gone1.example",
            "error spf-include-broken [example.com]"));
  }

  @TestFactory
  Stream<DynamicTest> thirdVoidTermIsAnErrorAndOneFault() {
    return Said.table(
        spf("two", "a:gone1.example a:gone2.example", VOID, VOID),
        spf("three", "a:gone1.example a:gone2.example a:gone3.example", TOO_MANY_VOID),
        spf("one of three is there", "a:gone1.example a:four.example a:gone2.example", VOID, VOID),
        spf(
            "two, and a third in an include",
            "a:gone1.example a:gone2.example include:inc.example",
            TOO_MANY_VOID),
        spf(
            "one in an include: whose record it is, is said",
            "include:inc.example",
            "warning spf-void-lookups [inc.example]"));
  }

  @Test
  void everyVoidTermIsNamed() {
    World world = lookups(World.healthy(), "a:gone1.example a:gone2.example include:inc.example");
    assertThat(Said.one(world, "spf-void-lookups").seen())
        .contains(
            "3 terms lead nowhere, at most 2 may",
            "\"a:gone1.example\": gone1.example has no address",
            "\"a:gone2.example\": gone2.example has no address",
            "\"a:gone3.example\"",
            "inc.example");
  }

  @TestFactory
  Stream<DynamicTest> tenTermsAndTenHostsAreAllowed() {
    String tooMany = "error spf-too-many-lookups [example.com]";
    return Said.table(
        spf("ten terms", "a:four.example ".repeat(10)),
        spf("eleven", "a:four.example ".repeat(11), tooMany),
        spf("nine and an include of one", "a:four.example ".repeat(9) + "include:ten.example"),
        spf(
            "ten and an include of one",
            "a:four.example ".repeat(9) + "include:ten.example a:six.example",
            tooMany),
        row("a term of ten exchangers", w -> exchangers(lookups(w, "mx:many.example"), 10)),
        row("of eleven", w -> exchangers(lookups(w, "mx:many.example"), 11), tooMany));
  }

  private static World exchangers(World world, int count) {
    DnsRecord[] hosts = new DnsRecord[count];
    for (int i = 0; i < count; i++) {
      hosts[i] = new MxRecord(10, DomainName.of("mx" + i + ".many.example"));
    }
    return world.found("many.example", RecordType.MX, Security.INSECURE, hosts);
  }

  @TestFactory
  Stream<DynamicTest> rangeIsWideBeyondWhatAnybodyOwns() {
    String wide = "warning spf-wide-range [example.com]";
    return Said.table(
        spf("65,536 addresses", "ip4:10.1.0.0/16"),
        spf("twice as many", "ip4:10.0.0.0/15", wide),
        spf("what a provider is given", "ip6:2001:db8::/32"),
        spf("twice as much", "ip6:2001:db8::/31", wide));
  }

  private static Said.Row spf(String claim, String terms, String... lines) {
    return row(claim, w -> lookups(w, terms), lines);
  }

  private static World lookups(World world, String terms) {
    for (String gone : new String[] {"gone1.example", "gone2.example", "gone3.example"}) {
      for (RecordType type : RecordType.values()) {
        world.noName(gone, type);
      }
    }
    return world
        .none("bare.example", RecordType.A)
        .none("bare.example", RecordType.AAAA)
        .none("bare.example", RecordType.MX)
        .host("four.example", "192.0.2.4")
        .host("six.example", "2001:db8::6")
        .failed("silent.example", RecordType.A, Answer.Why.TIMED_OUT)
        .txt("ten.example", "v=spf1 ip4:192.0.2.1 -all")
        .txt("inc.example", "v=spf1 a:gone3.example -all")
        .txt("example.com", "v=spf1 " + terms + (terms.startsWith("-all") ? "" : " -all"));
  }

  @TestFactory
  Stream<DynamicTest> policyThatAsksForNothingIsTold() {
    return Said.table(
        row("none", w -> w.txt(DMARC, "v=DMARC1; p=none"), POLICY_NONE),
        row("quarantine", w -> w.txt(DMARC, "v=DMARC1; p=quarantine")),
        row("reject", w -> w.txt(DMARC, "v=DMARC1; p=reject")),
        row("for names below", w -> w.txt(DMARC, "v=DMARC1; p=reject; sp=none"), POLICY_NONE),
        row("for names below not", w -> w.txt(DMARC, "v=DMARC1; p=reject; sp=quarantine")),
        row(
            "a policy that cannot be read, with reports: as if none",
            w -> w.txt(DMARC, "v=DMARC1; p=refuse; rua=mailto:dmarc@example.com"),
            "error dmarc-syntax [_dmarc.example.com]",
            POLICY_NONE + " because dmarc-syntax"));
  }

  @TestFactory
  Stream<DynamicTest> policyInTestingIsTold() {
    return Said.table(
        row("reject", w -> w.txt(DMARC, "v=DMARC1; p=reject; t=y"), TESTING),
        row("quarantine", w -> w.txt(DMARC, "v=DMARC1; p=quarantine; t=y"), TESTING),
        row("not", w -> w.txt(DMARC, "v=DMARC1; p=reject; t=n")),
        row(
            "of none there is nothing to take off",
            w -> w.txt(DMARC, "v=DMARC1; p=none; t=y"),
            POLICY_NONE));
  }

  @Test
  void levelThatTestingTakesOffIsNamed() {
    assertThat(
            Said.one(World.healthy().txt(DMARC, "v=DMARC1; p=reject; t=y"), "dmarc-testing")
                .cause())
        .isEqualTo("Receivers apply quarantine in place of reject.");
    assertThat(
            Said.one(World.healthy().txt(DMARC, "v=DMARC1; p=quarantine; t=y"), "dmarc-testing")
                .cause())
        .isEqualTo("Receivers apply none in place of quarantine.");
  }

  @TestFactory
  Stream<DynamicTest> policyFromAboveIsTold() {
    return Said.table(
        row("its p", w -> above(w, "v=DMARC1; psd=y; p=reject"), INHERITED),
        row(
            "its sp, for a domain that exists",
            w -> above(w, "v=DMARC1; psd=y; p=reject; sp=none"),
            POLICY_NONE,
            INHERITED),
        row("its testing too", w -> above(w, "v=DMARC1; psd=y; p=reject; t=y"), TESTING, INHERITED),
        row("no suffix but an organization", w -> above(w, "v=DMARC1; psd=n; p=reject"), INHERITED),
        row("its own comes first", w -> w.txt("_dmarc.com", "v=DMARC1; psd=y; p=none")));
  }

  @Test
  void whoseTagHoldsIsSeen() {
    World world = above(World.healthy(), "v=DMARC1; psd=y; p=reject; sp=quarantine");
    assertThat(Said.one(world, "dmarc-inherited").seen())
        .isEqualTo("sp=quarantine from _dmarc.com");
  }

  private static World above(World world, String record) {
    return world
        .noName(DMARC, RecordType.TXT)
        .txt("_dmarc.com", record)
        .none("example.com", RecordType.A);
  }
}
