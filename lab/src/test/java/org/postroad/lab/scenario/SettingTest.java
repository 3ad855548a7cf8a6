package org.postroad.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postroad.lab.Sender.Outcome.DEFERRED;
import static org.postroad.lab.Sender.Outcome.DELIVERED;
import static org.postroad.lab.Sender.Outcome.FAILED;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.PlainSender;
import org.postroad.lab.Sender;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.lab.attacker.StaleDns;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.Judge;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.mx.SmtpStream;
import org.postroad.lab.tls.ClientTls;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Each state is what it says, as a stranger sees it.
class SettingTest {

  private static final String DOMAIN = "example.org";
  private static final String TLSA = "_25._tcp.mx.example.org";

  private final LabInternet net = LabInternet.start();
  private final Sender plain = new PlainSender(net);
  private final Setting usual = Setting.of(DOMAIN);

  @AfterEach
  void close() {
    net.close();
    assertThat(net.atWork()).as("threads left behind").isZero();
  }

  @ParameterizedTest
  @EnumSource
  void zoneIsWhatItsStateSays(ZoneState state) throws Exception {
    usual.zone(state).stage(net);
    String verdict = verdict(DOMAIN, "MX");
    assertThat(verdict)
        .isEqualTo(
            switch (state.validity()) {
              case SECURE -> "SECURE 1";
              case INSECURE -> "INSECURE 1";
              case BOGUS -> "BOGUS";
            });
    if (state != ZoneState.SIGNED_SHA1) { // dnsjava's validator takes SHA-1
      assertThat(Judge.dnsjava(net.dns(), net.clock()).verdict(DOMAIN, "MX")).isEqualTo(verdict);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SILENT_IN_HANDSHAKE") // it takes 10 s
  void exchangerIsWhatItsTlsStateSays(TlsState state) throws Exception {
    Staged staged = usual.hosts(Host.mx("mx").tls(state)).stage(net);
    if (state == TlsState.ANSWERS_JUNK) {
      assertThat(send().outcome()).as("no SMTP any more").isEqualTo(DEFERRED);
      return;
    }
    assertThat(send().outcome()).isEqualTo(DELIVERED);
    assertThat(staged.received())
        .extracting(ReceivedMail::inClear)
        .as("to a sender that takes what it gets")
        .containsExactly(!state.speaksTls());
    // JSSE believes in a CN and in SHA-1
    if (state.speaksTls() && state != TlsState.COMMON_NAME_ONLY && state != TlsState.SHA1) {
      assertThat(verifies("mx.example.org")).isEqualTo(state.passesPkix());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SILENT", "EMPTY"}) // dnsjava does not read the latter
  void hostHasTheTlsaRecordsThatItsStateSays(TlsaState state) throws Exception {
    Staged staged =
        usual
            .zone(ZoneState.SIGNED)
            .hosts(Host.mx("mx").tls(TlsState.SENDS_ROOT).tlsa(state))
            .stage(net);
    String verdict = verdict(TLSA, "TLSA");
    List<X509Certificate> chain = staged.mx(0).credential().chain();
    boolean matches =
        net.dns().truth(TLSA, RecordType.TLSA).stream().anyMatch(r -> matches(r, chain));
    switch (state.meaning()) {
      case NONE -> assertThat(verdict).isEqualTo("SECURE NXDOMAIN");
      case UNANSWERED -> assertThat(verdict).isEqualTo("BOGUS");
      case MATCHES, MATCHES_BY_CHAIN -> {
        assertThat(verdict).startsWith("SECURE ");
        assertThat(matches).isTrue();
      }
      case MISMATCH -> {
        assertThat(verdict).startsWith("SECURE ");
        assertThat(matches).isEqualTo(state == TlsaState.WRONG_STRONGER);
      }
      case UNUSABLE -> {
        assertThat(verdict).isEqualTo("SECURE 1");
        assertThat(matches).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SILENT")
  void hostIsWhereItsAddressStateSays(AddressState state) {
    Staged staged = usual.hosts(Host.mx("mx").address(state)).stage(net);
    Set<AddressState> dead = Set.of(AddressState.REFUSES, AddressState.NONE, AddressState.FAILS);
    assertThat(send().outcome()).isEqualTo(dead.contains(state) ? DEFERRED : DELIVERED);
    List<InetAddress> addresses = net.addressesOf("mx.example.org");
    assertThat(addresses)
        .hasSize(
            switch (state) {
              case NONE -> 0;
              case BOTH, ONE_OF_TWO_DEAD, V6_DEAD -> 2;
              case V4, V6, REFUSES, SILENT, FAILS -> 1;
            });
    staged.become(usual);
    assertThat(send().outcome()).as("good again").isEqualTo(DELIVERED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SILENT")
  void domainHasTheExchangersThatItsMxStateSays(MxState state) {
    Staged staged = usual.mx(state).hosts(Host.mx("a"), Host.mx("b")).stage(net);
    assertThat(send().outcome())
        .isEqualTo(
            switch (state) {
              case LISTED, EQUAL, IMPLICIT -> DELIVERED;
              case NULL -> FAILED;
              case DANGLING, FAILS, SILENT -> DEFERRED;
            });
    if (state == MxState.IMPLICIT) {
      assertThat(staged.received()).extracting(ReceivedMail::server).containsExactly(DOMAIN);
    }
  }

  @Test
  void hostsElsewhereAreInZonesOfTheirOwn() throws Exception {
    usual
        .zone(ZoneState.SIGNED)
        .zone("signed.example", ZoneState.SIGNED)
        .hosts(
            Host.mx("mx.signed.example.").tlsa(TlsaState.RIGHT),
            Host.mx("mx.hosting.example.").tlsa(TlsaState.RIGHT))
        .stage(net);
    assertThat(verdict(DOMAIN, "MX")).isEqualTo("SECURE 2");
    assertThat(verdict("_25._tcp.mx.signed.example", "TLSA")).isEqualTo("SECURE 1");
    assertThat(verdict("mx.signed.example", "A")).isEqualTo("SECURE 1");
    assertThat(verdict("_25._tcp.mx.hosting.example", "TLSA")).isEqualTo("INSECURE 1");
    assertThat(verdict("mx.hosting.example", "A")).isEqualTo("INSECURE 1");
    assertThat(send().outcome()).isEqualTo(DELIVERED);
  }

  @Test
  void policyNamesTheHostsAndItsIdChangesWithIt() {
    Setting enforced = usual.policy(PolicyMode.ENFORCE);
    Staged staged = enforced.stage(net);
    assertThat(record()).containsExactly("\"v=STSv1; id=id1;\"");
    List<InetAddress> before = net.addressesOf("mx.example.org");
    staged.become(enforced.hosts(Host.mx("mx").tls(TlsState.EXPIRED)));
    assertThat(record()).as("the same policy").containsExactly("\"v=STSv1; id=id1;\"");
    assertThat(net.addressesOf("mx.example.org")).isEqualTo(before);
    staged.become(enforced.policy("version: STSv1\nmode: none\nmax_age: 9\n"));
    assertThat(record()).containsExactly("\"v=STSv1; id=id2;\"");
    staged.become(enforced.record("v=STSv1; id=x;", "spf \"quoted\" \\", "x".repeat(300)));
    assertThat(record()).hasSize(3).contains("\"spf \\\"quoted\\\" \\\\\"");
    staged.become(enforced.record());
    assertThat(record()).isEmpty();
    staged.become(usual);
    assertThat(net.addressesOf("mta-sts.example.org")).isEmpty();
    assertThat(staged.policyHostName()).isEqualTo("mta-sts.example.org");
  }

  @Test
  void policyHostIsWhatItIsToldToBe() throws Exception {
    Setting enforced = usual.policy(PolicyMode.ENFORCE);
    Staged staged = enforced.policyHostShows(Leaf::expired).stage(net);
    assertThat(shown("mta-sts.example.org", 443, false).getNotAfter()).isInThePast();
    staged.become(enforced.policyHostAt(AddressState.V6));
    assertThat(net.addressesOf("mta-sts.example.org")).hasSize(1);
    assertThat(shown("mta-sts.example.org", 443, false).getNotAfter()).isInTheFuture();
    staged.become(enforced.policyHostSpeaks("TLSv1"));
    assertThatThrownBy(() -> shown("mta-sts.example.org", 443, false))
        .isInstanceOf(SSLException.class);
    staged.become(enforced.recordLookup(Interference.servfail()));
    assertThat(verdict("_mta-sts.example.org", "TXT")).isEqualTo("BOGUS");
    assertThatThrownBy(() -> usual.record("x")).hasMessage("example.org has no policy yet");
  }

  @Test
  void attacksEndWithTheirState() {
    Setting attacked =
        usual
            .policy(PolicyMode.ENFORCE)
            .attackedBy(d -> new RecordHider(d.name()))
            .attackedBy(d -> new MxForger(d.name()));
    try (Staged staged = attacked.stage(net)) {
      assertThat(send().outcome()).isEqualTo(DELIVERED);
      assertThat(staged.loot()).hasSize(1);
      assertThat(staged.received()).isEmpty();
      staged.become(attacked.unattacked());
      assertThat(send().outcome()).isEqualTo(DELIVERED);
      assertThat(staged.loot()).as("kept").hasSize(1);
      assertThat(staged.received()).hasSize(1);
    }
  }

  @Test
  void pastCanBeReplayedOverAChange() throws Exception {
    Setting signed = usual.zone(ZoneState.SIGNED).hosts(Host.mx("mx").tlsa(TlsaState.RIGHT));
    try (Staged staged = signed.stage(net)) {
      staged.attack(new StaleDns(DOMAIN));
      staged.become(signed.hosts(Host.mx("mx").tls(TlsState.UNTRUSTED).tlsa(TlsaState.WRONG)));
      assertThat(verdict(TLSA, "TLSA")).isEqualTo("SECURE 1");
      net.clock().advance(Duration.ofDays(60));
      assertThat(verdict(TLSA, "TLSA")).isEqualTo("BOGUS");
    }
    assertThat(verdict(TLSA, "TLSA")).as("lifted").isEqualTo("SECURE 1");
  }

  @Test
  void matrixOfHostsIsDeclaredInALoop() throws Exception {
    int number = 0;
    for (ZoneState zone : List.of(ZoneState.SIGNED, ZoneState.UNSIGNED)) {
      for (TlsaState tlsa : List.of(TlsaState.RIGHT, TlsaState.WRONG, TlsaState.NONE)) {
        String domain = "d" + ++number + ".example";
        try (Staged staged =
            Setting.of(domain)
                .zone(zone)
                .hosts(Host.mx("a").tlsa(tlsa), Host.mx("b").conduct(MxConduct.modern()))
                .policy(PolicyMode.TESTING)
                .stage(net)) {
          Sender.Seen seen = plain.send(LabMessage.of("hi"), domain);
          assertThat(seen.outcome()).isEqualTo(DELIVERED);
          assertThat(staged.received().getFirst().server()).isEqualTo("a." + domain);
          assertThat(staged.mxName(1)).isEqualTo("b." + domain);
        }
      }
    }
    assertThatThrownBy(() -> usual.stage(net).become(Setting.of("other.example")))
        .hasMessage("other.example is not example.org");
  }

  private Sender.Seen send() {
    return plain.send(LabMessage.of("hello"), DOMAIN);
  }

  private List<String> record() {
    return net.dns().truth("_mta-sts.example.org", RecordType.TXT);
  }

  private String verdict(String name, String type) throws IOException {
    return Judge.trusting(net.dns().address()).verdict(name, type);
  }

  private static boolean matches(String text, List<X509Certificate> chain) {
    String[] fields = text.toLowerCase(Locale.ROOT).split(" ", 4);
    int usage = Integer.parseInt(fields[0]);
    int selector = Integer.parseInt(fields[1]);
    int matching = Integer.parseInt(fields[2]);
    if (usage < 2 || usage > 3 || selector > 1 || matching > 2) {
      return false;
    }
    return (usage == 3 ? chain.subList(0, 1) : chain)
        .stream()
            .anyMatch(
                c ->
                    Tlsa.of(c, usage, selector, matching)
                        .data()
                        .equals(fields[3].replace(" ", "")));
  }

  /// Whether a client that trusts the lab's authority and minds the name is content.
  private boolean verifies(String host) throws IOException {
    try {
      return shown(host, 25, true) != null;
    } catch (SSLException e) {
      return false;
    }
  }

  private X509Certificate shown(String host, int port, boolean strictly) throws IOException {
    var address = new InetSocketAddress(net.addressesOf(host).getFirst(), port);
    try (Socket socket = net.network().dial(address, Duration.ofSeconds(10))) {
      if (port == 25) {
        SmtpStream smtp = new SmtpStream(socket.getInputStream(), socket.getOutputStream());
        smtp.reply();
        for (String command : List.of("EHLO sender.example", "STARTTLS")) {
          smtp.write(command + "\r\n");
          smtp.reply();
        }
      }
      if (!strictly) {
        try (SSLSocket tls = ClientTls.withAnyone(socket, host)) {
          return (X509Certificate) tls.getSession().getPeerCertificates()[0];
        }
      }
      try (SSLSocket tls =
          (SSLSocket)
              net.ca().clientContext().getSocketFactory().createSocket(socket, host, port, true)) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(host)));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return (X509Certificate) tls.getSession().getPeerCertificates()[0];
      }
    }
  }
}
