package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;
import static org.postroad.engine.check.diagnosis.World.TOOK;
import static org.postroad.engine.check.diagnosis.World.WEB_IP;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Circumstances.Reach;
import org.postroad.engine.check.Http;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.Tcp;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.RecordType;

/// What could not be found out of record, policy host and MX records is neither good nor bad, and
/// nobody is sent to change anything for it. Each row has all that is said; beside each fact stands
/// the one next to it that is known.
class NotFoundOutTest {

  private static final String RECORD = "_mta-sts.example.com";
  private static final String HOST = "mta-sts.example.com";
  private static final String WEB_6 = "2001:db8::80";

  private static final String RECORD_UNANSWERED =
      "unknown sts-record-unanswered [_mta-sts.example.com]";
  private static final String HOST_DNS_FAILED =
      "unknown policy-host-dns-failed [mta-sts.example.com]";
  private static final String NOT_REACHED = "unknown policy-host-not-reached [mta-sts.example.com]";

  @TestFactory
  Stream<DynamicTest> recordThatWasNotAnsweredForIsNotAMissingOne() {
    return Said.table(
        row("silence", w -> record(w, Answer.Why.TIMED_OUT), RECORD_UNANSWERED),
        row("SERVFAIL", w -> record(w, Answer.Why.SERVER_FAILED), RECORD_UNANSWERED),
        row("nobody asked: that is said once, elsewhere", w -> record(w, Answer.Why.NOT_ASKED)),
        row(
            "whether a policy was meant is not known, so a host that is not there is no fault",
            w -> noHost(record(w, Answer.Why.TIMED_OUT)),
            RECORD_UNANSWERED),
        row(
            "a host of that name may be that of a wildcard, and tells nothing",
            w ->
                record(w, Answer.Why.TIMED_OUT)
                    .noWeb()
                    .webDown(WEB_IP, new Tcp.Refused("connection refused", TOOK)),
            RECORD_UNANSWERED));
  }

  private static World record(World world, Answer.Why why) {
    return world.failed(RECORD, RecordType.TXT, why);
  }

  private static World noHost(World world) {
    return world
        .noWeb()
        .noName(HOST, RecordType.A)
        .noName(HOST, RecordType.AAAA)
        .noName(HOST, RecordType.CNAME);
  }

  @TestFactory
  Stream<DynamicTest> addressOfThePolicyHostThatWasNotAnsweredForIsNotAMissingOne() {
    return Said.table(
        row(
            "neither family",
            w -> hostFails(hostFails(w.noWeb(), RecordType.A), RecordType.AAAA),
            HOST_DNS_FAILED),
        row(
            "no IPv4, and IPv6 not answered",
            w -> hostFails(w.noWeb().none(HOST, RecordType.A), RecordType.AAAA),
            HOST_DNS_FAILED),
        row(
            "IPv4 not answered, and no IPv6",
            w -> hostFails(w.noWeb().none(HOST, RecordType.AAAA), RecordType.A),
            HOST_DNS_FAILED),
        row(
            "neither there: known",
            w -> w.noWeb().none(HOST, RecordType.A).none(HOST, RecordType.AAAA),
            "error policy-host-no-address [mta-sts.example.com]"),
        row("one family is enough to serve a policy", w -> hostFails(w, RecordType.AAAA)));
  }

  private static World hostFails(World world, RecordType type) {
    return world.failed(HOST, type, Answer.Why.SERVER_FAILED);
  }

  @TestFactory
  Stream<DynamicTest> policyHostThatNobodyVisitedIsNotDown() {
    return Said.table(
        row("no way there", w -> web(w, WEB_6, new Tcp.NoRoute("no route", TOOK)), NOT_REACHED),
        row("silent over IPv6, which nobody has here", w -> web(w, WEB_6, late()), NOT_REACHED),
        row("private", w -> web(w, "10.0.0.80", notAllowed()), NOT_REACHED),
        row("no time left", w -> web(w, WEB_IP, noTime()), NOT_REACHED),
        row(
            "silent over IPv6, which works from here: known",
            w -> web(w.ipv6(Reach.REACHED), WEB_6, late()),
            "error policy-host-timed-out [mta-sts.example.com]"),
        row(
            "no way over IPv6, which works from here: known",
            w -> web(w.ipv6(Reach.REACHED), WEB_6, new Tcp.NoRoute("no route", TOOK)),
            "error policy-host-timed-out [mta-sts.example.com]"),
        row(
            "refused: somebody's word",
            w -> web(w, WEB_6, new Tcp.Refused("connection refused", TOOK)),
            "error policy-host-refused [mta-sts.example.com]"),
        row("another address serves it", w -> w.webDown("10.0.0.80", notAllowed())));
  }

  @Test
  void eachAddressSaysWhyItWasNotVisited() {
    World world = web(World.healthy(), "10.0.0.80", notAllowed()).webDown(WEB_6, late());
    assertThat(Said.one(world, "policy-host-not-reached").seen())
        .isEqualTo("10.0.0.80: not tried (private (RFC 1918)); 2001:db8::80: no answer within 0 s");
  }

  private static World web(World world, String address, Tcp tcp) {
    return world.noWeb().webDown(address, tcp);
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

  @TestFactory
  Stream<DynamicTest> mxRecordsThatWereNotAnsweredForAreNotMissingOnes() {
    String failed = "unknown mx-dns-failed [example.com]";
    String spf = "unknown spf-unanswered [example.com] because mx-dns-failed";
    return Said.table(
        row("SERVFAIL", w -> mx(w, Answer.Why.SERVER_FAILED), failed, spf),
        row("silence", w -> mx(w, Answer.Why.TIMED_OUT), failed, spf),
        row(
            "an SPF record that does not ask for them",
            w -> mx(w, Answer.Why.TIMED_OUT).txt("example.com", "v=spf1 -all"),
            failed),
        row(
            "nobody asked: that is said once, elsewhere",
            w -> mx(w, Answer.Why.NOT_ASKED).txt("example.com", "v=spf1 -all")),
        row(
            "none, and no address: known",
            w -> w.none("example.com", RecordType.MX).host("example.com").noExchangers(),
            "error mx-absent [example.com]",
            "warning spf-void-lookups [example.com] because mx-absent"));
  }

  private static World mx(World world, Answer.Why why) {
    return world.noExchangers().failed("example.com", RecordType.MX, why);
  }

  @TestFactory
  Stream<DynamicTest> checkThatWasCutOffSaysSo() {
    String incomplete = "unknown check-incomplete [example.com]";
    return Said.table(
        row("the rest is good", World::cutOff, incomplete),
        row(
            "what was found stands",
            w -> w.cutOff().policy(""),
            "error policy-empty [mta-sts.example.com (192.0.2.80)]",
            incomplete),
        row("whole", UnaryOperator.identity()));
  }

  @Test
  void cutOffCheckTellsItsTimes() {
    assertThat(Said.one(World.healthy().cutOff(), "check-incomplete").seen())
        .isEqualTo("it took 3 s of the 60 s that it had, and left something out");
    assertThat(World.healthy().cutOff().diagnosis().surveyClass()).isEqualTo("unknown");
  }

  @TestFactory
  Stream<DynamicTest> nobodyIsToldToReplaceWhatWasNotSeen() {
    Http late = new Http.NotTried(Omission.DEADLINE, "the check's deadline came first");
    return Stream.of(
            row("the record", w -> record(w, Answer.Why.TIMED_OUT)),
            row("the record was not asked for", w -> record(w.cutOff(), Answer.Why.NOT_ASKED)),
            row("record and host", w -> noHost(record(w, Answer.Why.TIMED_OUT))),
            row(
                "the host's address",
                w -> hostFails(hostFails(w.noWeb(), RecordType.A), RecordType.AAAA)),
            row("the host's address was not asked for", w -> hostNotAsked(w.cutOff())),
            row("the host", w -> web(w, WEB_IP, noTime())),
            row("the file", w -> w.cutOff().webHttp(late)),
            row("the MX records", w -> mx(w, Answer.Why.TIMED_OUT)),
            row("anything", World::cutOff))
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.claim(),
                    () -> {
                      Diagnosis diagnosis = row.change().apply(World.healthy()).diagnosis();
                      assertThat(diagnosis.next()).isEmpty();
                      assertThat(diagnosis.roots()).isEmpty();
                    }));
  }

  private static World hostNotAsked(World world) {
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME)) {
      world.failed(HOST, type, Answer.Why.NOT_ASKED);
    }
    return world.noWeb();
  }
}
