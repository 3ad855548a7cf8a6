package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;
import static org.postroad.engine.check.diagnosis.World.MX;
import static org.postroad.engine.check.diagnosis.World.MX_IP;
import static org.postroad.engine.check.diagnosis.World.TOOK;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tcp;
import org.postroad.lab.ca.Leaf;

/// An exchanger that did not talk to us, or was not reached from here, is neither good nor bad;
/// beside each fact stands the one next to it that is known.
class ExchangerNotSeenTest {

  private static final String MX_6 = "2001:db8::25";
  private static final String TURNED_AWAY =
      "unknown mx-turned-us-away [mx.example.com (192.0.2.25)]";
  private static final String MX_NOT_CHECKED = "unknown mx-not-checked [mx.example.com]";

  @TestFactory
  Stream<DynamicTest> serverThatDoesNotTalkToUsMayTalkToOthers() {
    SmtpAnswer greeting = World.replied(220, "mx ESMTP");
    SmtpAnswer lost = new SmtpAnswer.Broken(SmtpAnswer.Cause.LOST, "connection lost", TOOK);
    SmtpAnswer junk = new SmtpAnswer.Broken(SmtpAnswer.Cause.JUNK, "no SMTP reply", TOOK);
    return Said.table(
        row("554 for a greeting", w -> greets(w, World.replied(554, "no")), TURNED_AWAY),
        row("421 for a greeting", w -> greets(w, World.replied(421, "busy")), TURNED_AWAY),
        row("no greeting", w -> greets(w, lost), TURNED_AWAY),
        row("a greeting of another protocol", w -> greets(w, junk), TURNED_AWAY),
        row(
            "550 for EHLO",
            w -> talks(w, greeting, World.replied(550, "not you"), new StartTlsAnswer.NotReached()),
            TURNED_AWAY),
        row(
            "gone after EHLO",
            w -> talks(w, greeting, lost, new StartTlsAnswer.NotReached()),
            TURNED_AWAY),
        row(
            "it answers, and has no STARTTLS: known",
            w ->
                talks(
                    w,
                    greeting,
                    World.replied(250, "mx.example.com"),
                    new StartTlsAnswer.NotOffered()),
            "error mx-no-starttls [mx.example.com (192.0.2.25)]"),
        row(
            "our own deadline came first: that is said elsewhere",
            w -> greets(w.cutOff(), new SmtpAnswer.NotReached()),
            "unknown check-incomplete [example.com]"));
  }

  @Test
  void whatTheServerSaidInsteadIsQuoted() {
    World world = greets(World.healthy(), World.replied(554, "5.7.1 no service for 192.0.2.1"));
    assertThat(Said.one(world, "mx-turned-us-away").seen())
        .isEqualTo("its greeting: 554 5.7.1 no service for 192.0.2.1");
  }

  private static World greets(World world, SmtpAnswer greeting) {
    return talks(world, greeting, new SmtpAnswer.NotReached(), new StartTlsAnswer.NotReached());
  }

  private static World talks(
      World world, SmtpAnswer greeting, SmtpAnswer hello, StartTlsAnswer startTls) {
    SmtpVisit usual = world.smtp(MX, MX_IP, startTls, World.noTls());
    return world
        .noExchangers()
        .exchanger(
            MX,
            new SmtpVisit(
                usual.address(),
                usual.sni(),
                usual.tcp(),
                greeting,
                hello,
                startTls,
                World.noTls(),
                new SmtpAnswer.NotReached(),
                Map.of()));
  }

  @TestFactory
  Stream<DynamicTest> ipv6OfAnExchangerThatNobodyHasHereIsNotBroken() {
    String notChecked = "info ipv6-not-checked [mx.example.com]";
    String broken = "warning mx-ipv6-broken [mx.example.com]";
    return Said.table(
        row("silence", w -> alsoAt(w, MX_6, late()), notChecked),
        row("no route", w -> alsoAt(w, MX_6, new Tcp.NoRoute("no route", TOOK)), notChecked),
        row("silence where IPv6 works", w -> alsoAt(w.ipv6(Reach.REACHED), MX_6, late()), broken),
        row(
            "no route where IPv6 works",
            w -> alsoAt(w.ipv6(Reach.REACHED), MX_6, new Tcp.NoRoute("no route", TOOK)),
            broken),
        row("refused", w -> alsoAt(w, MX_6, new Tcp.Refused("refused", TOOK)), broken),
        row("IPv6 was there, the address was private", w -> alsoAt(w, "fd00::25", notAllowed())),
        row(
            "no other address: then nothing at all is known of the exchanger",
            w -> only(w, MX_6, late()),
            "unknown ipv6-not-checked [mx.example.com]"));
  }

  private static World alsoAt(World world, String address, Tcp tcp) {
    return world
        .noExchangers()
        .exchanger(
            MX, world.smtpDown(MX, address, tcp), world.smtp(MX, MX_IP, World.verified(leaf())));
  }

  private static World only(World world, String address, Tcp tcp) {
    return world.noExchangers().exchanger(MX, world.smtpDown(MX, address, tcp));
  }

  private static Leaf leaf() {
    return Leaf.of(MX);
  }

  @TestFactory
  Stream<DynamicTest> exchangerThatNobodyVisitedIsNotGood() {
    return Said.table(
        row("no way there", w -> only(w, MX_IP, new Tcp.NoRoute("no", TOOK)), MX_NOT_CHECKED),
        row("private, beside one that was visited", w -> second(w, notAllowed()), second()),
        row("no way, beside one that was visited", w -> second(w, noWay()), second()),
        row(
            "no time left: that is said once, elsewhere",
            w -> second(w.cutOff(), noTime()),
            "unknown check-incomplete [example.com]",
            second()),
        row(
            "silence beside one that was visited: known",
            w -> second(w, late()),
            "error mx-unreachable [mx2.example.com]"));
  }

  private static Tcp noWay() {
    return new Tcp.NoRoute("no route to host", TOOK);
  }

  private static String second() {
    return "unknown mx-not-checked [mx2.example.com]";
  }

  private static World second(World world, Tcp tcp) {
    return world
        .mx(MX, "mx2.example.com")
        .host("mx2.example.com", "192.0.2.26")
        .policy(World.POLICY.replace("mx: mx.", "mx: mx2.example.com\r\nmx: mx."))
        .exchanger("mx2.example.com", world.smtpDown("mx2.example.com", "192.0.2.26", tcp));
  }

  @Test
  void nobodyIsSentToMendWhatWasNotSeen() {
    World away = greets(World.healthy(), World.replied(554, "no"));
    for (World world : new World[] {away, second(World.healthy(), noWay())}) {
      assertThat(world.diagnosis().verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(world.diagnosis().next()).isEmpty();
    }
  }

  private static Tcp late() {
    return new Tcp.TimedOut(TOOK);
  }

  private static Tcp noTime() {
    return new Tcp.NotTried(Omission.DEADLINE, "the check's deadline had passed");
  }

  private static Tcp notAllowed() {
    return new Tcp.NotTried(Omission.ADDRESS_NOT_ALLOWED, "private (RFC 1918)");
  }
}
