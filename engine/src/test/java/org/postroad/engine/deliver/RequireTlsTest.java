package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.policy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.smtp.TlsRequiredField;

/// What a sender may ask for itself, over real TLS: REQUIRETLS and `TLS-Required: No` (RFC 8689).
class RequireTlsTest {

  private static final String MX = "mx1.example.org";
  private static final String MX2 = "mx2.example.org";
  private static final Resolution ENFORCE = policy("enforce", "*.example.org");

  private final LabRoad road = new LabRoad().mx("10 " + MX);

  @AfterEach
  void close() {
    road.close();
  }

  @Test
  void aProvenHostThatPromisesItGetsTheMailWithTheOption() {
    promising(MX);
    assertThat(required(ENFORCE)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.taken().requiresTls()).isTrue();
    assertThat(road.holders()).containsExactly(MX);
  }

  @Test
  void withoutTheWishTheOptionIsNotUsed() {
    promising(MX);
    assertThat(road.deliver(ENFORCE).recipients().getFirst())
        .isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.taken().requiresTls()).isFalse();
  }

  @Test
  void whereNoHostPromisesItTheMailComesBack() { // §4.2.1
    road.exchanger(MX);
    assertThat(failure(required(ENFORCE))).isEqualTo("5.7.30");
    assertThat(road.holders()).isEmpty();
  }

  @Test
  void attackerWhoPromisesItBeforeTlsIsNotBelieved() {
    road.exchanger(MX).conduct(MxConduct.honest().offeringInClear("REQUIRETLS"));
    assertThat(failure(required(ENFORCE))).isEqualTo("5.7.30");
    assertThat(road.holders()).isEmpty();
  }

  @Test
  void hostsThatNobodyProvesAreNotDialled() {
    LabMx mx = promising(MX);
    for (Resolution unproven : List.of(NO_POLICY, policy("testing", MX), policy("none", MX))) {
      assertThat(failure(required(unproven))).isEqualTo("5.7.10");
    }
    assertThat(mx.visits().entries()).isEmpty();
  }

  @Test
  void withoutVerifiedTlsTheMailComesBack() {
    promising(MX).credential(road.ca().issue(Leaf.of(MX).expired()));
    assertThat(failure(required(ENFORCE))).isEqualTo("5.7.10");
    road.exchanger(MX).conduct(MxConduct.honest().withoutStartTls());
    assertThat(failure(required(ENFORCE))).isEqualTo("5.7.10");
    assertThat(road.holders()).isEmpty();
  }

  @Test
  void theNextHostIsTriedFirst() {
    road.mx("10 " + MX, "20 " + MX2).exchanger(MX);
    promising(MX2);
    assertThat(required(ENFORCE)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.holders()).containsExactly(MX2);
  }

  @Test
  void whatMayBeBetterNextTimeOnlyDelays() {
    road.mx("10 " + MX, "20 " + MX2).exchanger(MX);
    road.exchanger(MX2, Leaf.of(MX2), road.address()); // and at another address nobody answers
    road.dns().remove(MX2, RecordType.A);
    road.dns().interfere(MX2, RecordType.A, Interference.servfail());
    assertThat(required(ENFORCE)).isInstanceOf(RecipientOutcome.Deferred.class);
    road.dns().interfere(LabRoad.DOMAIN, RecordType.MX, Interference.servfail());
    assertThat(required(ENFORCE)).isInstanceOf(RecipientOutcome.Deferred.class);
  }

  @Test
  void hostsThatWereNeverTriedMayBeBetter() {
    LabMx mx = road.exchanger("h0.example.org");
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      records.add(i + " h" + i + ".example.org");
      road.dns().set("h" + i + ".example.org", RecordType.A, "198.51.100.1");
    }
    road.mx(records.toArray(String[]::new));
    assertThat(required(ENFORCE))
        .as("30 of 31 hosts are tried, and none offers REQUIRETLS")
        .isInstanceOf(RecipientOutcome.Deferred.class);
    int tried = mx.visits().entries().size();
    assertThat(tried).isBetween(1, 30);
    road.mx(records.subList(0, 30).toArray(String[]::new));
    assertThat(failure(required(ENFORCE))).as("all of them are").startsWith("5.7.");
  }

  @Test
  void addressesThatWereNeverTriedMayBeBetter() {
    InetAddress[] many = Stream.generate(road::address).limit(11).toArray(InetAddress[]::new);
    road.exchanger(MX, Leaf.of(MX), many);
    assertThat(required(ENFORCE)).as("10 of 11").isInstanceOf(RecipientOutcome.Deferred.class);
    String[] ten =
        Arrays.stream(many).limit(10).map(InetAddress::getHostAddress).toArray(String[]::new);
    road.dns().set(MX, RecordType.A, ten);
    assertThat(failure(required(ENFORCE))).as("all of them").isEqualTo("5.7.30");
  }

  @Test
  void aNoticeGoesOutWithoutThePromise() { // §5
    road.exchanger(MX);
    assertThat(notice(ENFORCE)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.taken().requiresTls()).isFalse();
  }

  @Test
  void aNoticeKeepsThePromiseWhereItIsMade() { // §5: protected like the original message
    promising(MX);
    assertThat(notice(ENFORCE)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.taken().requiresTls()).isTrue();
  }

  @Test
  void aNoticeIsNeitherGivenUpNorLaidOpen() { // §5: MUST be protected, SHOULD NOT be discarded
    promising(MX).credential(road.ca().issue(Leaf.of(MX).expired()));
    assertThat(notice(ENFORCE)).as("bad certificate").isInstanceOf(RecipientOutcome.Deferred.class);
    road.exchanger(MX).conduct(MxConduct.honest().withoutStartTls());
    assertThat(notice(ENFORCE)).as("no STARTTLS").isInstanceOf(RecipientOutcome.Deferred.class);
    assertThat(notice(NO_POLICY)).as("not proven").isInstanceOf(RecipientOutcome.Deferred.class);
    assertThat(road.holders()).isEmpty();
  }

  @Test
  void theFieldLetsAMessageThroughThatAPolicyWouldStop() { // §4.2.2
    road.exchanger(MX, Leaf.of("elsewhere.example").selfSigned());
    assertThat(road.deliver(ENFORCE).recipients().getFirst())
        .isInstanceOf(RecipientOutcome.Deferred.class);
    assertThat(notRequired(ENFORCE)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.holders()).as("TLS is tried all the same").containsExactly(MX);
    assertThat(notRequired(policy("enforce", "other.example.org")))
        .isInstanceOf(RecipientOutcome.Delivered.class);
    Resolution later = new Resolution.TryLater(Resolution.Delay.RECORD_UNANSWERED, "silence");
    assertThat(notRequired(later)).isInstanceOf(RecipientOutcome.Delivered.class);
  }

  @Test
  void theFieldGoesWithoutTlsWhereThereIsNone() {
    road.exchanger(MX).conduct(MxConduct.honest().withoutStartTls());
    assertThat(notRequired(ENFORCE)).isInstanceOf(RecipientOutcome.Delivered.class);
    assertThat(road.holders()).containsExactly(MX + " in clear");
  }

  @Test
  void theOptionOutdoesTheField() { // §4.1
    road.exchanger(MX).conduct(MxConduct.honest().withoutStartTls());
    RecipientOutcome outcome =
        road.deliver(
                ENFORCE,
                envelope().requiringTls(),
                LiteralWorld.message().with(TlsRequiredField.LINE))
            .recipients()
            .getFirst();
    assertThat(failure(outcome)).isEqualTo("5.7.10");
    assertThat(road.holders()).isEmpty();
  }

  private LabMx promising(String host) {
    LabMx mx = road.exchanger(host);
    mx.conduct(MxConduct.honest().offeringUnderTls("REQUIRETLS"));
    return mx;
  }

  private RecipientOutcome required(Resolution resolution) {
    return road.deliver(resolution, envelope().requiringTls(), LiteralWorld.message())
        .recipients()
        .getFirst();
  }

  private RecipientOutcome notice(Resolution resolution) {
    Envelope notice =
        new Envelope(new ReversePath.Nobody(), List.of(Mailbox.of("to@example.org")), true);
    return road.deliver(resolution, notice, LiteralWorld.message()).recipients().getFirst();
  }

  private RecipientOutcome notRequired(Resolution resolution) {
    MessageBytes message = LiteralWorld.message().with(TlsRequiredField.LINE);
    return road.deliver(resolution, envelope(), message).recipients().getFirst();
  }

  private static Envelope envelope() {
    return new Envelope(
        new ReversePath.Sender(Mailbox.of("from@example.com")),
        List.of(Mailbox.of("to@example.org")));
  }

  private static String failure(RecipientOutcome outcome) {
    assertThat(outcome).isInstanceOf(RecipientOutcome.Failed.class);
    return ((RecipientOutcome.Failed) outcome).reason().status().text();
  }
}
