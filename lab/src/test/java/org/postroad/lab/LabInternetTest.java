package org.postroad.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postroad.lab.Sender.Outcome.DEFERRED;
import static org.postroad.lab.Sender.Outcome.DELIVERED;
import static org.postroad.lab.Sender.Outcome.FAILED;
import static org.postroad.protocol.dns.RecordType.A;
import static org.postroad.protocol.dns.RecordType.MX;
import static org.postroad.protocol.dns.RecordType.TXT;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.mx.SmtpReply;
import org.postroad.lab.mx.Stage;
import org.postroad.lab.mx.StartTls;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.protocol.mtasts.PolicyMode;

class LabInternetTest {

  private final LabInternet net = LabInternet.start();
  private final Sender plain = new PlainSender(net);
  private final LabMessage message = LabMessage.of("hello");

  @AfterEach
  void close() {
    net.close();
    assertThat(net.atWork()).as("threads left behind").isZero();
  }

  @Test
  void plainSenderDeliversUnderTls() throws Exception {
    LabDomain domain = net.domain("example.org");

    assertThat(plain.send(message, "example.org"))
        .isEqualTo(new Sender.Seen(DELIVERED, "mx.example.org: 250 2.0.0 Ok: taken"));
    ReceivedMail mail = domain.mx().messages().await(1);
    assertThat(mail.inClear()).isFalse();
    assertThat(mail.data()).isEqualTo(message.content());
    assertThat(mail.to()).containsExactly("bob@example.org");
  }

  @Test
  void plainSenderBelievesAnyCertificateAndSendsInClearWhereThereIsNone() {
    LabDomain domain = net.domain("example.org");
    domain
        .mx()
        .credential(
            LabCa.create("Stranger", Instant.now()).issue(Leaf.commonNameOnly("nobody").expired()));
    assertThat(plain.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
    for (StartTls startTls :
        new StartTls[] {
          new StartTls.NotOffered(),
          StartTls.refused(),
          new StartTls.HangsUp(),
          new StartTls.Alerts(40)
        }) {
      domain.mx().conduct(MxConduct.honest().startTls(startTls));
      assertThat(plain.send(message, "example.org").words()).contains("in clear");
    }
    assertThat(domain.mx().messages().entries())
        .extracting(ReceivedMail::inClear)
        .containsExactly(false, true, true, true, true);
  }

  @Test
  void plainSenderFollowsPreferenceAndEveryAddress() {
    net.zone(
        "example.org",
        """
        @   MX 20 mx2
        @   MX 10 mx1
        mx1 A 198.51.100.101
        mx2 A 198.51.100.102
        mx2 AAAA 2001:db8::102
        """);
    LabMx mx2 = new LabMx("mx2.example.org", net.ca().issue(Leaf.of("mx2.example.org")));
    net.network().open(new InetSocketAddress("198.51.100.102", 25), new Answering.Refuses());
    net.network().open(new InetSocketAddress("2001:db8::102", 25), mx2);

    assertThat(plain.send(message, "example.org").words()).startsWith("mx2.example.org: 250 ");
    LabMx mx1 = net.mx("mx1.example.org");
    assertThat(plain.send(message, "example.org").words()).startsWith("mx1.example.org: 250 ");
    mx1.conduct(MxConduct.honest().answering(Stage.RCPT, SmtpReply.of(451, "4.3.0 not now")));
    assertThat(plain.send(message, "example.org").words()).startsWith("mx2.example.org: 250 ");
  }

  @Test
  void plainSenderTellsAbsenceFromSilence() {
    LabDomain domain = net.domain("example.org");
    net.zone("implicit.example", "");
    net.dns().set("implicit.example", A, net.dns().truth(domain.mxName(), A).getFirst());
    net.zone("null.example", "@ MX 0 .");

    assertThat(plain.send(message, "implicit.example").outcome()).isEqualTo(DELIVERED);
    assertThat(plain.send(message, "null.example").outcome()).isEqualTo(FAILED);
    assertThat(plain.send(message, "nowhere.example").outcome()).isEqualTo(FAILED);
    try (Mounted on = net.dns().interfere("example.org", MX, Interference.servfail())) {
      assertThat(plain.send(message, "example.org"))
          .isEqualTo(new Sender.Seen(DEFERRED, "MX of example.org: SERVFAIL"));
    }
    domain.mx().conduct(MxConduct.honest().answering(Stage.RCPT, SmtpReply.of(550, "5.1.1 no")));
    assertThat(plain.send(message, "example.org"))
        .isEqualTo(new Sender.Seen(FAILED, "550 5.1.1 no"));
  }

  @Test
  void domainPublishesItsPolicy() {
    LabDomain domain = net.domain("example.org", PolicyMode.ENFORCE);

    assertThat(domain.policy(PolicyMode.ENFORCE))
        .isEqualTo("version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmax_age: 604800\r\n");
    assertThat(net.dns().truth("_mta-sts.example.org", TXT))
        .containsExactly("\"v=STSv1; id=id1;\"");
    domain.publish(domain.policy(PolicyMode.TESTING));
    assertThat(net.dns().truth("_mta-sts.example.org", TXT))
        .containsExactly("\"v=STSv1; id=id2;\"");
    domain.withdrawRecord();
    assertThat(net.dns().truth("_mta-sts.example.org", TXT)).isEmpty();
    assertThat(net.addressesOf("mta-sts.example.org")).hasSize(1);
    assertThatThrownBy(() -> net.domain("no-policy.example").policyHost())
        .hasMessage("no-policy.example has no policy");
  }

  @Test
  void severalDomainsShareAPolicyHost() {
    LabPolicyHost host = net.policyHost("a.example", "a");
    net.policyAt(host, "b.example", Conduct.policy("b"));

    assertThat(net.addressesOf("mta-sts.b.example"))
        .isEqualTo(net.addressesOf("mta-sts.a.example"));
    assertThat(net.doorsOf("mta-sts.b.example", 443))
        .isEqualTo(net.doorsOf("mta-sts.a.example", 443));
  }

  @Test
  void hostIsPlacedWhereItsNameLeads() {
    net.zone("example.org", "mta-sts CNAME mta-sts.hosting.example.");
    net.zone("hosting.example", "mta-sts A 192.0.2.200\nmta-sts AAAA 2001:db8::200");
    net.policyHost("example.org", "hosted");

    assertThat(net.connectMap().asMap().keySet())
        .filteredOn(address -> address.getPort() == LabInternet.HTTPS)
        .containsExactlyInAnyOrder(
            new InetSocketAddress("192.0.2.200", 443), new InetSocketAddress("2001:db8::200", 443));
    assertThatThrownBy(() -> net.doorsOf("example.org", 443))
        .hasMessage("no host example.org at port 443");
  }

  @Test
  void nameServerHasAnAddressAndItsOwnIdeaOfAZone() {
    net.zone("example.org", "@ NS ns1\n@ MX 10 mx");
    LabDns stale = net.nameServer("ns1.example.org");
    stale.zone("example.org", "@ MX 10 mx-of-before");

    assertThat(
            net.connectMap()
                .real(new InetSocketAddress(net.addressesOf("ns1.example.org").getFirst(), 53)))
        .isEqualTo(stale.address());
    assertThat(stale.truth("example.org", MX)).containsExactly("10 mx-of-before.example.org.");
    assertThat(net.dns().truth("example.org", MX)).containsExactly("10 mx.example.org.");
    assertThatThrownBy(() -> net.nameServer("ns1.example.org"))
        .hasMessageStartingWith("there is a host already at ");
  }

  @Test
  void clockStandsUntilItIsMoved() {
    Instant start = net.clock().instant();
    net.clock().advance(Duration.ofDays(7));
    assertThat(net.clock().instant()).isEqualTo(start.plus(Duration.ofDays(7)));
  }

  @Test
  void messagesEndTheirLinesWithCrLf() {
    assertThatThrownBy(() -> new LabMessage("a@b.example", "c", "bare\nlines\r\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
