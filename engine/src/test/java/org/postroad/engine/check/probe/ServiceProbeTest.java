package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.ClientService;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.ServiceVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.net.Service;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// What a domain announces for its users' clients, with servers of few words.
class ServiceProbeTest {

  private static final String HOST = "mail.example.org";

  private final ProbedLab lab = new ProbedLab();
  private final Map<Integer, List<String>> heard = new ConcurrentHashMap<>();
  private InetAddress address = InetAddress.getLoopbackAddress();

  @BeforeEach
  void domain() {
    lab.net.domain("example.org");
    address = lab.net.network().allot(Quarter.EXCHANGERS);
    lab.net.dns().set(HOST, RecordType.A, address.getHostAddress());
  }

  @AfterEach
  void closes() {
    lab.close();
  }

  @Test
  void imapOverTlsShowsCertificateAndCapabilities() {
    announce("_imaps", 993, secured(new Script("* OK ready", imap("AUTH=PLAIN"))));
    ServiceVisit visit = only(ClientService.Kind.IMAPS);
    assertThat(trust(visit)).isEqualTo(Trust.Kind.VERIFIED);
    assertThat(visit.clear()).isInstanceOf(ServiceVisit.NotHeld.class);
    assertThat(visit.secured())
        .isEqualTo(new ServiceVisit.Said("* OK ready", List.of("IMAP4rev1", "AUTH=PLAIN")));
  }

  @Test
  void loginInClearIsSeenBeforeStartTls() {
    Map<String, String> words =
        Map.of(
            "POSTROAD CAPABILITY",
            "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\npostroad OK done",
            "POSTROAD STARTTLS",
            "postroad OK go");
    announce("_imap", 143, starting(new Script("* OK ready", words)));
    ServiceVisit visit = only(ClientService.Kind.IMAP);
    assertThat(visit.clear())
        .isEqualTo(
            new ServiceVisit.Said("* OK ready", List.of("IMAP4rev1", "STARTTLS", "AUTH=PLAIN")));
    assertThat(trust(visit)).isEqualTo(Trust.Kind.VERIFIED);
    assertThat(visit.secured()).isInstanceOf(ServiceVisit.Said.class);
  }

  @Test
  void submissionWithoutStartTlsSaysSo() {
    Map<String, String> words = Map.of("EHLO", "250-mail.example.org\r\n250 AUTH PLAIN LOGIN");
    announce("_submission", 587, clear(new Script("220 mail.example.org", words)));
    ServiceVisit visit = only(ClientService.Kind.SUBMISSION);
    assertThat(visit.clear())
        .isEqualTo(new ServiceVisit.Said("mail.example.org", List.of("AUTH PLAIN LOGIN")));
    assertThat(visit.tls())
        .isInstanceOfSatisfying(
            Tls.NotTried.class,
            none -> assertThat(none.detail()).isEqualTo("STARTTLS not offered"));
  }

  @Test
  void popStartsTlsWithItsOwnWord() {
    Map<String, String> words = Map.of("CAPA", "+OK list\r\nUSER\r\nSTLS\r\n.", "STLS", "+OK go");
    announce("_pop3", 110, starting(new Script("+OK ready", words)));
    ServiceVisit visit = only(ClientService.Kind.POP3);
    assertThat(visit.clear())
        .isEqualTo(new ServiceVisit.Said("+OK ready", List.of("USER", "STLS")));
    assertThat(visit.secured()).isEqualTo(new ServiceVisit.Said("", List.of("USER", "STLS")));
  }

  @Test
  void octetsBeforeTlsAreNotTakenForTheServers() {
    Map<String, String> words =
        Map.of("CAPA", "+OK\r\nSTLS\r\n.", "STLS", "+OK go\r\n+OK injected");
    announce("_pop3", 110, clear(new Script("+OK ready", words)));
    assertThat(only(ClientService.Kind.POP3).tls())
        .isInstanceOfSatisfying(
            Tls.NotTried.class, none -> assertThat(none.detail()).contains("before TLS"));
  }

  @Test
  void serverThatSpeaksSomethingElseIsQuoted() {
    announce("_pop3", 110, clear(new Script("HTTP/1.1 400 \u0007", Map.of())));
    assertThat(only(ClientService.Kind.POP3).clear())
        .isEqualTo(new ServiceVisit.Broken("answered \"HTTP/1.1 400 \\x07\""));
  }

  @Test
  void serverThatSaysNothingIsToldAsThat() {
    lab.settings = lab.settings.patience(Duration.ofMillis(300));
    announce("_imap", 143, ServiceProbeTest::saysNothing);
    assertThat(only(ClientService.Kind.IMAP).clear())
        .isEqualTo(new ServiceVisit.Broken("says nothing"));
  }

  @Test
  void handshakeThatNobodyAnswersTimesOut() {
    lab.settings = lab.settings.patience(Duration.ofMillis(300));
    announce("_imaps", 993, ServiceProbeTest::saysNothing);
    assertThat(only(ClientService.Kind.IMAPS).tls()).isInstanceOf(Tls.TimedOut.class);
  }

  private static void saysNothing(Socket socket) throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  @Test
  void rootIsNoBlocklist() {
    assertThatThrownBy(() -> lab.settings.blocklists(List.of(DomainName.ROOT)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void serviceThatNobodyServesIsRefused() {
    lab.net.dns().set("_submissions._tcp.example.org", RecordType.SRV, "0 1 465 " + HOST);
    assertThat(only(ClientService.Kind.SUBMISSIONS).tcp()).isInstanceOf(Tcp.Refused.class);
  }

  @Test
  void recordCannotSendUsToAnotherPort() {
    announce("_imaps", 22, secured(new Script("* OK ready", imap("AUTH=PLAIN"))));
    assertThat(only(ClientService.Kind.IMAPS).tcp())
        .isEqualTo(new Tcp.NotTried(Omission.ADDRESS_NOT_ALLOWED, "port 22 is none of mail's"));
    assertThat(heard).isEmpty();
  }

  @Test
  void serviceThatIsSaidNotToBeThereIsNotLookedFor() {
    lab.net.dns().set("_pop3._tcp.example.org", RecordType.SRV, "0 0 0 .");
    assertThat(lab.facts().services()).isEmpty();
  }

  @Test
  void nobodyLogsIn() {
    announce("_imaps", 993, secured(new Script("* OK ready", imap("AUTH=PLAIN"))));
    ServiceVisit _ = only(ClientService.Kind.IMAPS);
    assertThat(heard.getOrDefault(993, List.of()))
        .startsWith("postroad CAPABILITY")
        .isSubsetOf("postroad CAPABILITY", "postroad LOGOUT"); // which it may read later
  }

  private ServiceVisit only(ClientService.Kind kind) {
    List<ClientService> services = lab.facts().services();
    assertThat(services).singleElement().satisfies(s -> assertThat(s.kind()).isEqualTo(kind));
    assertThat(services.getFirst().visits()).hasSize(1);
    return services.getFirst().visits().getFirst();
  }

  private static Trust.Kind trust(ServiceVisit visit) {
    assertThat(visit.tls()).isInstanceOf(Tls.Established.class);
    return ((Tls.Established) visit.tls()).trust().kind();
  }

  private void announce(String label, int port, Service service) {
    lab.net.dns().set(label + "._tcp.example.org", RecordType.SRV, "0 1 " + port + " " + HOST);
    lab.net.network().open(new InetSocketAddress(address, port), service);
  }

  private static Map<String, String> imap(String capabilities) {
    return Map.of(
        "POSTROAD CAPABILITY",
        "* CAPABILITY IMAP4rev1 " + capabilities + "\r\npostroad OK done",
        "POSTROAD LOGOUT",
        "* BYE\r\npostroad OK bye");
  }

  /// What a server says first, and to what begins so.
  private record Script(String greeting, Map<String, String> answers) {

    /// Talks until the other side goes, or has asked for TLS.
    ///
    /// @return whether it has
    boolean play(Socket socket, boolean greets, List<String> heard) throws IOException {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1);
      if (greets) {
        say(socket, greeting);
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        String command = line.toUpperCase(Locale.ROOT);
        for (Map.Entry<String, String> answer : answers.entrySet()) {
          if (command.startsWith(answer.getKey())) {
            say(socket, answer.getValue());
          }
        }
        if (command.endsWith("STARTTLS") || command.equals("STLS")) {
          return true;
        }
      }
      return false;
    }

    private static void say(Socket socket, String text) throws IOException {
      socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
  }

  private Service clear(Script script) {
    return socket -> {
      boolean _ = script.play(socket, true, lines(socket));
    };
  }

  private Service secured(Script script) {
    Credential credential = lab.net.ca().issue(Leaf.of(HOST));
    return socket -> {
      List<String> lines = heard.computeIfAbsent(993, _ -> new CopyOnWriteArrayList<>());
      boolean _ = script.play(tls(socket, credential), true, lines);
    };
  }

  private Service starting(Script script) {
    Credential credential = lab.net.ca().issue(Leaf.of(HOST));
    return socket -> {
      if (script.play(socket, true, lines(socket))) {
        boolean _ = script.play(tls(socket, credential), false, lines(socket));
      }
    };
  }

  private static List<String> lines(Socket socket) {
    return new ArrayList<>(List.of(socket.toString()));
  }

  private static SSLSocket tls(Socket plain, Credential credential) throws IOException {
    SSLSocket socket =
        (SSLSocket) credential.sslContext().getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }
}
