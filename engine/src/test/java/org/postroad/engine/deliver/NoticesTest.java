package org.postroad.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.deliver.LiteralWorld.NO_POLICY;
import static org.postroad.engine.deliver.LiteralWorld.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.smtpclient.NoticeDuty;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.protocol.smtp.DsnRequest;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.EnvelopeId;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.Notify;
import org.postroad.protocol.smtp.Notify.Condition;
import org.postroad.protocol.smtp.ReturnOfContent;
import org.postroad.protocol.smtp.ReversePath;

/// What a sender wants to hear of its message (RFC 3461), over real sockets: passed on where the
/// host offers DSN, and due from us where it does not.
class NoticesTest {

  private static final String MX = "mx1.example.org";
  private static final Mailbox A = Mailbox.of("a@example.org");
  private static final Mailbox B = Mailbox.of("b@example.org");
  private static final ReversePath SENDER = new ReversePath.Sender(Mailbox.of("from@example.com"));

  private final LabRoad road = new LabRoad().mx("10 " + MX);
  private final LabMx mx = road.exchanger(MX);

  @AfterEach
  void close() {
    road.close();
  }

  @ParameterizedTest(name = "NOTIFY {0} RET {1} where DSN is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SUCCESS         | FULL | offered | SIZE=27 RET=FULL | NOTIFY=SUCCESS         | PASSED_ON | §5.2.1
          FAILURE,DELAY   | HDRS | offered | SIZE=27 RET=HDRS | NOTIFY=FAILURE,DELAY   | PASSED_ON | §5.2.1
          NEVER           |      | offered | SIZE=27          | NOTIFY=NEVER           | PASSED_ON | §4.1
                          |      | offered | SIZE=27          |                        | USUAL     | §5.2.1: MUST NOT be supplied
          SUCCESS         | FULL | missing | SIZE=27          |                        | RELAYED   | §5.2.2 (a), (b)
          SUCCESS,FAILURE |      | missing | SIZE=27          |                        | RELAYED   | §5.2.2 (b)
          FAILURE         | HDRS | missing | SIZE=27          |                        | USUAL     | §5.2.2: nothing is due on success
          NEVER           |      | missing | SIZE=27          |                        | USUAL     | §5.2.2 (d)
                          |      | missing | SIZE=27          |                        | USUAL     | §5.2.2 (e)
          """)
  void theWishIsPassedOnOrItIsKnownThatItWasNot(
      @Nullable String notify,
      @Nullable String returned,
      String dsn,
      String mail,
      @Nullable String rcpt,
      NoticeDuty duty,
      String why)
      throws InterruptedException {
    MxConduct modern = MxConduct.modern();
    mx.conduct(dsn.equals("offered") ? modern : modern.without("DSN"));
    DsnRequest wanted = DsnRequest.NONE;
    if (notify != null) {
      wanted = wanted.notifying(notify(notify));
    }
    if (returned != null) {
      wanted = wanted.returning(ReturnOfContent.valueOf(returned));
    }
    DeliveryReport report = deliver(new Envelope(SENDER, List.of(A, B)).asking(wanted));

    assertThat(report.recipients()).as(why).allMatch(outcome -> duty(outcome) == duty);
    assertThat(road.taken().mailParameters()).as(why).containsExactly(mail.split(" "));
    List<String> of = rcpt == null ? List.of() : List.of(rcpt);
    assertThat(road.taken().rcptParameters()).as(why).containsExactly(of, of);
    assertThat(mx.visits().await(1).faults()).isEmpty();
  }

  @Test
  void anIdentifierAndTheOriginalRecipientGoAlong() {
    mx.conduct(MxConduct.modern());
    Mailbox plus = Mailbox.of("Bob+news@example.org");
    deliver(
        new Envelope(SENDER, List.of(plus))
            .asking(
                DsnRequest.NONE
                    .identifiedBy(new EnvelopeId("Order 4711=x"))
                    .withOriginalRecipients()));

    assertThat(road.taken().mailParameters()).contains("ENVID=Order+204711+3Dx");
    assertThat(road.taken().rcptParameters())
        .containsExactly(List.of("ORCPT=rfc822;Bob+2Bnews@example.org"));
    assertThat(road.taken().to()).containsExactly("Bob+news@example.org");
  }

  @Test
  void aHostThatOfferedItBeforeTlsOnlyIsNotTold() { // RFC 3207 §4.2
    mx.conduct(MxConduct.honest().offeringInClear("DSN"));
    DeliveryReport report = deliver(new Envelope(SENDER, List.of(A)).asking(success()));

    assertThat(duty(report.recipients().getFirst())).isEqualTo(NoticeDuty.RELAYED);
    assertThat(road.taken().rcptParameters()).containsExactly(List.of());
  }

  @Test
  void whatIsRefusedOrWaitsIsNotRelayed() {
    mx.conduct(MxConduct.honest().answering(Stage.RCPT, SmtpReply.of(550, "5.1.1 nobody")));
    assertThat(deliver(new Envelope(SENDER, List.of(A)).asking(success())).recipients())
        .allMatch(RecipientOutcome.Failed.class::isInstance);
    mx.conduct(MxConduct.honest().answering(Stage.MESSAGE, SmtpReply.of(451, "4.3.0 later")));
    assertThat(deliver(new Envelope(SENDER, List.of(A)).asking(success())).recipients())
        .allMatch(RecipientOutcome.Deferred.class::isInstance);
  }

  @Test
  void aMessageThatRequiresTlsIsReturnedByItsHeaderOnly() { // RFC 8689 §5
    mx.conduct(MxConduct.modern());
    Envelope envelope =
        new Envelope(SENDER, List.of(A))
            .asking(success().returning(ReturnOfContent.FULL))
            .requiringTls();
    road.deliver(policy("enforce", MX), envelope, LiteralWorld.message());

    assertThat(road.taken().requiresTls()).isTrue();
    assertThat(road.taken().mailParameters()).contains("RET=HDRS").doesNotContain("RET=FULL");
    assertThat(road.taken().rcptParameters()).containsExactly(List.of("NOTIFY=SUCCESS"));
  }

  @Test
  void aNoticeMayForbidFurtherOnes() { // RFC 3461 §6.1
    mx.conduct(MxConduct.modern());
    deliver(
        new Envelope(new ReversePath.Nobody(), List.of(A))
            .asking(
                DsnRequest.NONE
                    .notifying(Notify.NEVER)
                    .identifiedBy(new EnvelopeId("n1"))
                    .withOriginalRecipients()));

    assertThat(road.taken().mailParameters()).contains("ENVID=n1");
    assertThat(road.taken().rcptParameters())
        .containsExactly(List.of("NOTIFY=NEVER", "ORCPT=rfc822;a@example.org"));
  }

  private DeliveryReport deliver(Envelope envelope) {
    return road.deliver(NO_POLICY, envelope, LiteralWorld.message());
  }

  private static DsnRequest success() {
    return DsnRequest.NONE.notifying(Notify.of(Condition.SUCCESS));
  }

  private static Notify notify(String text) {
    return text.equals("NEVER")
        ? Notify.NEVER
        : new Notify(Set.copyOf(Arrays.stream(text.split(",")).map(Condition::valueOf).toList()));
  }

  private static NoticeDuty duty(RecipientOutcome outcome) {
    assertThat(outcome).isInstanceOf(RecipientOutcome.Delivered.class);
    return ((RecipientOutcome.Delivered) outcome).notices();
  }
}
