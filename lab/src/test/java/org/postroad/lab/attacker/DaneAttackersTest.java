package org.postroad.lab.attacker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.lab.Sender.Outcome.DELIVERED;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.PlainSender;
import org.postroad.lab.Sender;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.ca.Tlsa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.Judge;
import org.postroad.lab.dns.Validation;
import org.postroad.lab.mx.SmtpStream;
import org.postroad.lab.tls.ClientTls;
import org.postroad.lab.zone.Signing;
import org.postroad.protocol.dns.RecordType;

/// The attackers on DANE: what a validator makes of their answers, and who serves at the end.
class DaneAttackersTest {

  private static final String TLSA = "_25._tcp.mx.example.org";

  private final LabInternet net = LabInternet.start();
  private final LabDomain domain = net.domain("example.org").dane();
  private final Sender plain = new PlainSender(net);
  private final LabMessage message = LabMessage.of("secret");

  @AfterEach
  void liftedAttackLeavesNothingBehind() throws Exception {
    assertThat(verdict("example.org", "MX")).isEqualTo("SECURE 1");
    assertThat(verdict(TLSA, "TLSA")).isEqualTo("SECURE 1");
    net.close();
    assertThat(net.atWork()).as("threads left behind").isZero();
  }

  @Test
  void dnssecStripperMakesTheZoneBogusAndNotInsecure() throws Exception {
    Attacker both = new DnssecStripper("example.org").with(new MxForger("example.org"));
    try (Attack attack = both.mount(net)) {
      for (String type : List.of("MX", "DNSKEY", "TXT")) {
        assertThat(verdict("example.org", type)).isEqualTo("BOGUS");
      }
      assertThat(verdict(TLSA, "TLSA")).isEqualTo("BOGUS");
      assertThat(plain.send(message, "example.org").words()).contains("SERVFAIL");
      net.dns().validation(Validation.OFF);
      assertThat(plain.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
      assertThat(attack.loot().total()).as("who does not validate is robbed").isEqualTo(1);
    }
    net.dns().validation(Validation.ON);
  }

  @Test
  void daneMxForgerPassesDaneAtAHostOfHisOwn() throws Exception {
    LabDomain unsigned = net.domain("unsigned.example");
    try (Attack attack = new DaneMxForger("unsigned.example").mount(net)) {
      assertThat(attack.name()).isEqualTo("mx-hijack-dane");
      assertThat(verdict("unsigned.example", "MX")).as("forged").isEqualTo("INSECURE 1");
      assertThat(verdict("mx.dane.evil.example", "A")).isEqualTo("SECURE 1");
      assertThat(verdict("_25._tcp.mx.dane.evil.example", "TLSA")).isEqualTo("SECURE 1");
      assertThat(tlsa("mx.dane.evil.example"))
          .isEqualTo(Tlsa.of(shown("mx.dane.evil.example"), 3, 1, 1).text());
      assertThat(plain.send(message, "unsigned.example").outcome()).isEqualTo(DELIVERED);
      assertThat(attack.loot().total()).isEqualTo(1);
    }
    assertThat(unsigned.mx().messages().isEmpty()).isTrue();
    try (Attack again = new DaneMxForger("unsigned.example").mount(net)) {
      assertThat(tlsa("mx.dane.evil.example"))
          .isEqualTo(Tlsa.of(shown("mx.dane.evil.example"), 3, 1, 1).text());
    }
  }

  @Test
  void tlsaHiderCannotProveWhatHeSays() throws Exception {
    for (RecordHider.How how : RecordHider.How.values()) {
      try (Attack attack = new TlsaHider("mx.example.org", how).mount(net)) {
        assertThat(verdict(TLSA, "TLSA")).isEqualTo("BOGUS");
        assertThat(verdict("mx.example.org", "A")).isEqualTo("SECURE 1");
      }
    }
  }

  @Test
  void tlsaSilencerLeavesTheQuestionOpen() throws Exception {
    try (Attack attack = new TlsaSilencer("mx.example.org", Interference.servfail()).mount(net)) {
      assertThat(verdict(TLSA, "TLSA")).isEqualTo("BOGUS");
      assertThat(verdict("mx.example.org", "A")).isEqualTo("SECURE 1");
    }
  }

  @Test
  void tlsaForgerShowsWhatHisRecordSaysButHasNoSignature() throws Exception {
    try (Attack attack = new TlsaForger("mx.example.org").mount(net)) {
      assertThat(verdict(TLSA, "TLSA")).isEqualTo("BOGUS");
      assertThat(tlsa("mx.example.org")).as("the truth").isNotEqualTo(shownTlsa());
      assertThat(plain.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
      assertThat(attack.loot().total()).isEqualTo(1);
    }
  }

  @Test
  void addressForgerHijacksHostsOfUnsignedZonesOnly() throws Exception {
    net.mx("mx.hosting.example");
    net.dns().set("example.org", RecordType.MX, "10 mx.hosting.example");
    try (Attack attack = new AddressForger("mx.hosting.example").mount(net)) {
      assertThat(verdict("example.org", "MX")).isEqualTo("SECURE 1");
      assertThat(verdict("mx.hosting.example", "A")).isEqualTo("INSECURE 1");
      assertThat(plain.send(message, "example.org").outcome()).isEqualTo(DELIVERED);
      assertThat(attack.loot().entries().getFirst().server()).isEqualTo("mx.hosting.example");
    }
    try (Attack attack = new AddressForger("mx.example.org").mount(net)) {
      assertThat(verdict("mx.example.org", "A")).isEqualTo("BOGUS");
    }
    net.dns().set("example.org", RecordType.MX, "10 mx.example.org");
  }

  @Test
  void certificateSubstituterFailsTheTlsaRecordEvenWithAValidCertificate() throws Exception {
    for (Forgery forgery : Forgery.values()) {
      try (Attack attack = new CertificateSubstituter("mx.example.org", forgery).mount(net)) {
        assertThat(shownTlsa()).isNotEqualTo(tlsa("mx.example.org"));
      }
    }
    assertThat(shownTlsa()).isEqualTo(tlsa("mx.example.org"));
  }

  @Test
  void staleSignedDataIsBelievedForASignaturesLife() throws Exception {
    domain.signed(Signing.usual().life(Duration.ofDays(4)));
    String old = tlsa("mx.example.org");
    try (Attack attack = new StaleDns("example.org").mount(net)) {
      domain.mx().credential(net.ca().issue(Leaf.of("mx.example.org")));
      domain.tlsa(Tlsa.ee(domain.mx().credential()));
      assertThat(tlsa("mx.example.org")).isNotEqualTo(old);
      assertThat(verdict(TLSA, "TLSA")).as("the old one").isEqualTo("SECURE 1");
      net.clock().advance(Duration.ofDays(5));
      assertThat(verdict(TLSA, "TLSA")).isEqualTo("BOGUS");
    }
  }

  @Test
  void rollOverOfAKeyWithoutItsRecordIsLate() throws Exception {
    domain.mx().credential(net.ca().issue(Leaf.of("mx.example.org")));
    assertThat(shownTlsa()).as("mail is delayed from here").isNotEqualTo(tlsa("mx.example.org"));
    domain.tlsa(Tlsa.ee(domain.mx().credential()));
    assertThat(shownTlsa()).isEqualTo(tlsa("mx.example.org"));
  }

  @Test
  void attacksAreCalledByTheirNames() {
    assertThat(
            List.of(
                new DnssecStripper("d"),
                new DaneMxForger("d"),
                new TlsaHider("h"),
                new TlsaSilencer("h"),
                new TlsaForger("h"),
                new AddressForger("h")))
        .extracting(Attacker::name)
        .containsExactly(
            "dnssec-stripping",
            "mx-hijack-dane",
            "tlsa-hidden",
            "tlsa-timeout",
            "tlsa-forged",
            "address-hijack");
  }

  /// Of the lab's resolver and of dnsjava, which must agree.
  private String verdict(String name, String type) throws Exception {
    String own = Judge.trusting(net.dns().address()).verdict(name, type);
    assertThat(Judge.dnsjava(net.dns(), net.clock()).verdict(name, type)).isEqualTo(own);
    return own;
  }

  private String tlsa(String host) {
    return net.dns().truth("_25._tcp." + host, RecordType.TLSA).getFirst().toLowerCase(Locale.ROOT);
  }

  private String shownTlsa() throws Exception {
    return Tlsa.of(shown("mx.example.org"), 3, 1, 1).text();
  }

  /// The certificate that the host shows to who comes now.
  private X509Certificate shown(String host) throws Exception {
    var address = new InetSocketAddress(net.addressesOf(host).getFirst(), LabInternet.SMTP);
    try (Socket socket = net.network().dial(address, Duration.ofSeconds(10))) {
      SmtpStream smtp = new SmtpStream(socket.getInputStream(), socket.getOutputStream());
      smtp.reply();
      for (String command : List.of("EHLO sender.example", "STARTTLS")) {
        smtp.write(command + "\r\n");
        smtp.reply();
      }
      try (SSLSocket tls = ClientTls.withAnyone(socket, host)) {
        return (X509Certificate) tls.getSession().getPeerCertificates()[0];
      }
    }
  }
}
