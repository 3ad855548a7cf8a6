package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.Said.row;
import static org.postroad.engine.check.diagnosis.World.MX;
import static org.postroad.engine.check.diagnosis.World.MX_IP;
import static org.postroad.engine.check.diagnosis.World.TOOK;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.SmtpAnswer;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.StartTlsAnswer;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// What is good to know of an exchanger and no fault: TLS versions, groups, REQUIRETLS, the name of
/// its address.
class ExchangerNotesTest {

  private static final String REVERSE = "25.2.0.192.in-addr.arpa";
  private static final String OLD = "info mx-old-versions [mx.example.com]";
  private static final String NO_TLS_1_3 = "info mx-no-tls-1-3 [mx.example.com]";
  private static final String NO_PQ = "info mx-no-post-quantum [mx.example.com]";
  private static final String NO_NAME = "info ptr-missing [mx.example.com (192.0.2.25)]";
  private static final String OTHER_NAME = "info ptr-mismatch [mx.example.com (192.0.2.25)]";

  @TestFactory
  Stream<DynamicTest> oldVersionsAreWorthAWordAndNoMore() {
    Hello alert = new Hello.Alerted(70, TOOK); // protocol_version
    Hello late = new Hello.TimedOut(TOOK);
    return Said.table(
        row("TLS 1.1", w -> modern(w, TlsVersion.TLS_1_1, agreed(TlsVersion.TLS_1_1)), OLD),
        row("TLS 1.0", w -> modern(w, TlsVersion.TLS_1_0, agreed(TlsVersion.TLS_1_0)), OLD),
        row(
            "TLS 1.0 for an offer of up to 1.1",
            w -> modern(w, TlsVersion.TLS_1_1, agreed(TlsVersion.TLS_1_0)),
            OLD),
        row("an alert: no", w -> modern(w, TlsVersion.TLS_1_1, alert)),
        row("silence: not known", w -> modern(w, TlsVersion.TLS_1_1, late)),
        row("TLS 1.2 is not old", w -> modern(w, TlsVersion.TLS_1_2, agreed(TlsVersion.TLS_1_2))),
        row(
            "at another address nothing else",
            ExchangerNotesTest::oldOnlyAtOneAddress,
            "error mx-tls-too-old [mx.example.com (192.0.2.26)]",
            OLD + " because mx-tls-too-old"));
  }

  @Test
  void oldVersionsAreNamed() {
    World world = World.healthy();
    Map<TlsVersion, Hello> hellos = new EnumMap<>(TlsVersion.class);
    hellos.put(TlsVersion.TLS_1_1, agreed(TlsVersion.TLS_1_1));
    hellos.put(TlsVersion.TLS_1_0, agreed(TlsVersion.TLS_1_0));
    assertThat(Said.one(with(world, hellos), "mx-old-versions").seen())
        .isEqualTo("it agrees to TLSv1 and TLSv1.1");
  }

  private static Hello agreed(TlsVersion version) {
    return new Hello.Agreed(version, 0xc02f, Optional.empty(), TOOK);
  }

  /// A server of today that was offered one thing more.
  private static World modern(World world, TlsVersion upTo, Hello hello) {
    Map<TlsVersion, Hello> hellos = new EnumMap<>(TlsVersion.class);
    hellos.put(TlsVersion.TLS_1_3, chose(NamedGroup.X25519MLKEM768));
    hellos.put(upTo, hello);
    return with(world, hellos);
  }

  private static Hello chose(NamedGroup group) {
    return new Hello.Agreed(TlsVersion.TLS_1_3, 0x1301, Optional.of(group), TOOK);
  }

  private static World with(World world, Map<TlsVersion, Hello> hellos) {
    return visited(world, "TLSv1.3", hellos, World.replied(250, MX));
  }

  private static World visited(
      World world, String version, Map<TlsVersion, Hello> hellos, SmtpAnswer secured) {
    Tls.Established good = (Tls.Established) World.verified(Leaf.of(MX));
    Tls tls =
        new Tls.Established(
            version, "a cipher", good.chain(), new Trust(Trust.Kind.VERIFIED, ""), TOOK);
    return world.noExchangers().exchanger(MX, changed(world.smtp(MX, MX_IP, tls), hellos, secured));
  }

  private static SmtpVisit changed(
      SmtpVisit visit, Map<TlsVersion, Hello> hellos, SmtpAnswer secured) {
    return new SmtpVisit(
        visit.address(),
        visit.sni(),
        visit.tcp(),
        visit.greeting(),
        visit.hello(),
        visit.startTls(),
        visit.tls(),
        secured,
        hellos);
  }

  private static World oldOnlyAtOneAddress(World world) {
    SmtpVisit broken =
        world.smtp(
            MX,
            "192.0.2.26",
            new StartTlsAnswer.Accepted(),
            new Tls.Failed("Received fatal alert: protocol_version", TOOK));
    Map<TlsVersion, Hello> old = Map.of(TlsVersion.TLS_1_1, agreed(TlsVersion.TLS_1_1));
    Map<TlsVersion, Hello> both = new EnumMap<>(old);
    both.put(TlsVersion.TLS_1_3, chose(NamedGroup.X25519MLKEM768));
    SmtpVisit good = world.smtp(MX, MX_IP, World.verified(Leaf.of(MX)));
    return world
        .noExchangers()
        .exchanger(
            MX,
            changed(broken, old, new SmtpAnswer.NotReached()),
            changed(good, both, World.replied(250, MX)));
  }

  @TestFactory
  Stream<DynamicTest> bestVersionIsTold() {
    Map<TlsVersion, Hello> none = Map.of();
    return Said.table(
        row("TLS 1.2", w -> visited(w, "TLSv1.2", none, World.replied(250, MX)), NO_TLS_1_3),
        row("TLS 1.3", w -> visited(w, "TLSv1.3", none, World.replied(250, MX))));
  }

  @TestFactory
  Stream<DynamicTest> groupIsToldWhereOneWasChosen() {
    Hello none = new Hello.NotTried(Omission.KNOWN_ALREADY, "TLSv1.2 was the best");
    return Said.table(
        row("X25519MLKEM768", w -> modern(w, chose(NamedGroup.X25519MLKEM768))),
        row("SecP256r1MLKEM768", w -> modern(w, chose(NamedGroup.SECP256R1MLKEM768))),
        row("SecP384r1MLKEM1024", w -> modern(w, chose(NamedGroup.SECP384R1MLKEM1024))),
        row("x25519", w -> modern(w, chose(NamedGroup.X25519)), NO_PQ),
        row("secp256r1", w -> modern(w, chose(NamedGroup.SECP256R1)), NO_PQ),
        row("secp521r1", w -> modern(w, chose(NamedGroup.SECP521R1)), NO_PQ),
        row("a group of which nobody knows the name", w -> modern(w, chose(number(77))), NO_PQ),
        row("TLS 1.2 has no such thing", w -> modern(w, agreed(TlsVersion.TLS_1_2))),
        row("not asked", w -> modern(w, none)));
  }

  @Test
  void groupIsNamed() {
    assertThat(Said.one(World.healthy(), "mx-post-quantum").seen())
        .isEqualTo("it chose X25519MLKEM768");
    World classical = modern(World.healthy(), chose(NamedGroup.X25519));
    assertThat(classical.diagnosis().has(FindingCode.MX_POST_QUANTUM)).isFalse();
    assertThat(Said.one(classical, "mx-no-post-quantum").seen())
        .isEqualTo("it chose x25519 though X25519MLKEM768 was offered");
    assertThat(classical.diagnosis().verdict()).isEqualTo(Verdict.GOOD);
  }

  private static World modern(World world, Hello best) {
    return with(world, Map.of(TlsVersion.TLS_1_3, best));
  }

  private static NamedGroup number(int code) {
    return new NamedGroup(code);
  }

  @TestFactory
  Stream<DynamicTest> requireTlsCountsUnderTlsOnly() {
    Map<TlsVersion, Hello> hellos = Map.of(TlsVersion.TLS_1_3, chose(NamedGroup.X25519MLKEM768));
    return Said.table(
        row(
            "under TLS",
            w -> visited(w, "TLSv1.3", hellos, World.replied(250, MX, "REQUIRETLS")),
            "info requiretls-offered [mx.example.com]"),
        row(
            "under TLS, in another case",
            w -> visited(w, "TLSv1.3", hellos, World.replied(250, MX, "RequireTLS")),
            "info requiretls-offered [mx.example.com]"),
        row(
            "a longer word",
            w -> visited(w, "TLSv1.3", hellos, World.replied(250, MX, "REQUIRETLSX"))),
        row(
            "the name of the host",
            w -> visited(w, "TLSv1.3", hellos, World.replied(250, "REQUIRETLS"))),
        // RFC 8689 §2: not before TLS
        row("in clear", ExchangerNotesTest::requireTlsInClear));
  }

  private static World requireTlsInClear(World world) {
    SmtpVisit usual = world.smtp(MX, MX_IP, World.verified(Leaf.of(MX)));
    return world
        .noExchangers()
        .exchanger(
            MX,
            new SmtpVisit(
                usual.address(),
                usual.sni(),
                usual.tcp(),
                usual.greeting(),
                World.replied(250, MX, "STARTTLS", "REQUIRETLS"),
                usual.startTls(),
                usual.tls(),
                World.replied(250, MX),
                usual.hellos()));
  }

  @TestFactory
  Stream<DynamicTest> nameOfTheAddressLeadsBackOrIsTold() {
    return Said.table(
        row("no such name", w -> w.noName(REVERSE, RecordType.PTR), NO_NAME),
        row("no PTR record", w -> w.none(REVERSE, RecordType.PTR), NO_NAME),
        row("not answered", w -> w.failed(REVERSE, RecordType.PTR, Answer.Why.TIMED_OUT)),
        row("its own name", w -> named(w, MX)),
        row(
            "another name that leads back",
            w -> named(w, "host.example.net").host("host.example.net", "192.0.2.9", MX_IP)),
        row(
            "a name that leads elsewhere",
            w -> named(w, "host.example.net").host("host.example.net", "192.0.2.9"),
            OTHER_NAME),
        row(
            "a name that does not exist",
            w -> named(w, "gone.example.net").noName("gone.example.net", RecordType.A),
            OTHER_NAME),
        row(
            "a name that was not answered for",
            w ->
                named(w, "host.example.net")
                    .failed("host.example.net", RecordType.A, Answer.Why.SERVER_FAILED)),
        row(
            "two names, and the second leads back",
            w -> named(w, "host.example.net", MX).host("host.example.net", "192.0.2.9")));
  }

  @Test
  void namesOfTheAddressAreSeen() {
    World elsewhere =
        named(World.healthy(), "host.example.net").host("host.example.net", "192.0.2.9");
    assertThat(Said.one(elsewhere, "ptr-mismatch").seen())
        .isEqualTo(
            "the address is called host.example.net, and that name does not lead back to"
                + " 192.0.2.25");
    assertThat(Said.one(World.healthy().noName(REVERSE, RecordType.PTR), "ptr-missing").seen())
        .isEqualTo("no PTR record at " + REVERSE);
  }

  private static World named(World world, String... names) {
    return world.found(
        REVERSE,
        RecordType.PTR,
        Security.INSECURE,
        Stream.of(names)
            .map(DomainName::of)
            .map(DnsRecord.PtrRecord::new)
            .toArray(DnsRecord[]::new));
  }
}
