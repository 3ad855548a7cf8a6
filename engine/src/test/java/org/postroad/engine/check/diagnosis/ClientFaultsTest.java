package org.postroad.engine.check.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.row;
import static org.postroad.engine.check.diagnosis.PolicyFaultsTest.table;
import static org.postroad.engine.check.diagnosis.World.TOOK;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Faults of the clients' hop, where the domain announces it: each has exactly one root. The
/// expected codes were written from the RFCs before the rules.
class ClientFaultsTest {

  @TestFactory
  Stream<DynamicTest> faultOfTheClientsHopHasOneRoot() {
    Tls good = World.verified(Leaf.of("imap.example.com"));
    return table(
        row(
            "nobody there",
            "client-unreachable",
            w -> service(w, new Tcp.TimedOut(TOOK), new ServiceVisit.NotHeld(), World.noTls())),
        row(
            "no STARTTLS",
            "client-no-tls",
            w ->
                service(
                    w,
                    up(),
                    said("IMAP4rev1", "LOGINDISABLED"),
                    new Tls.NotTried(Omission.NOT_REACHED, "STARTTLS not offered"))),
        row(
            "no STARTTLS, and passwords all the same",
            "client-no-tls",
            w ->
                service(
                    w,
                    up(),
                    said("IMAP4rev1", "AUTH=PLAIN"),
                    new Tls.NotTried(Omission.NOT_REACHED, "STARTTLS not offered"))),
        row(
            "LOGIN is not disabled, RFC 9051 §6.2.3",
            "client-login-in-clear",
            w -> service(w, up(), said("IMAP4rev1", "STARTTLS"), good)),
        row(
            "a handshake without an end",
            "client-unreachable",
            w -> service(w, up(), new ServiceVisit.NotHeld(), new Tls.TimedOut(TOOK))),
        row(
            "a server that says nothing",
            "client-unreachable",
            w -> service(w, up(), new ServiceVisit.Broken("says nothing"), World.noTls())),
        row(
            "a target without an address",
            "client-unreachable",
            w -> {
              w.services.add(
                  new ClientService(
                      ClientService.Kind.IMAPS, DomainName.of("gone.example"), 993, List.of()));
              return w.noName("gone.example", RecordType.A).noName("gone.example", RecordType.AAAA);
            }),
        row(
            "passwords before TLS",
            "client-login-in-clear",
            w -> service(w, up(), said("IMAP4rev1", "AUTH=PLAIN", "STARTTLS"), good)),
        row(
            "another name",
            "client-bad-certificate",
            w ->
                service(
                    w,
                    up(),
                    said("IMAP4rev1", "LOGINDISABLED", "STARTTLS"),
                    World.faulty(CertificateFault.Kind.NAME_MISMATCH, "imap.example.com"))));
  }

  @Test
  void handshakeThatOurOwnDeadlineEndedIsNoFaultOfTheService() {
    Tls late = new Tls.NotTried(Omission.DEADLINE, "the check's deadline came before the answer");
    World cut = service(World.healthy(), up(), said("LOGINDISABLED", "STARTTLS"), late);
    assertThat(Said.of(cut)).isEmpty();
  }

  /// A server may turn us away and nobody else; and what the DNS does not tell is not "none".
  @Test
  void servicesThatCannotBeJudgedAreUnknown() {
    World turnedAway =
        service(
            World.healthy(),
            up(),
            new ServiceVisit.Broken("answered \"* BYE not you\""),
            World.noTls());
    World recordUnanswered =
        World.healthy().failed("_imaps._tcp.example.com", RecordType.SRV, Answer.Why.SERVER_FAILED);
    World addressUnanswered =
        World.healthy().failed("imap.example.com", RecordType.A, Answer.Why.TIMED_OUT);
    addressUnanswered.services.add(
        new ClientService(
            ClientService.Kind.IMAPS, DomainName.of("imap.example.com"), 993, List.of()));
    for (World world : List.of(turnedAway, recordUnanswered, addressUnanswered)) {
      assertThat(world.diagnosis().verdict()).isEqualTo(Verdict.UNKNOWN);
    }
  }

  @Test
  void commandToLookAtAServiceNamesItsPort() {
    Finding finding =
        service(
                World.healthy(),
                up(),
                said("IMAP4rev1", "LOGINDISABLED", "STARTTLS"),
                World.faulty(CertificateFault.Kind.EXPIRED, "imap.example.com"))
            .diagnosis()
            .root()
            .orElseThrow();
    assertThat(finding.cure())
        .contains("-starttls imap -connect imap.example.com:143 -servername imap.example.com");
  }

  private static Tcp up() {
    return new Tcp.Connected(TOOK);
  }

  private static ServiceVisit.Talk said(String... capabilities) {
    return new ServiceVisit.Said("* OK", List.of(capabilities));
  }

  private static World service(World world, Tcp tcp, ServiceVisit.Talk clear, Tls tls) {
    ServiceVisit visit =
        new ServiceVisit(World.ip("192.0.2.143"), tcp, clear, tls, new ServiceVisit.NotHeld());
    world.services.add(
        new ClientService(
            ClientService.Kind.IMAP, DomainName.of("imap.example.com"), 143, List.of(visit)));
    return world;
  }
}
