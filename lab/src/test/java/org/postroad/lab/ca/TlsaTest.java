package org.postroad.lab.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.Judge;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class TlsaTest {

  private final LabCa ca = LabCa.create("Lab root", Instant.now());
  private final Credential credential = ca.issue(Leaf.of("mx.example.org"));

  @Test
  void selectorAndMatchingTypeSayWhatOfTheCertificateCounts() throws Exception {
    byte[] whole = credential.leaf().getEncoded();
    byte[] key = credential.leaf().getPublicKey().getEncoded();
    assertThat(Tlsa.of(credential.leaf(), 3, 0, 0)).isEqualTo(new TlsaRecord(3, 0, 0, hex(whole)));
    assertThat(Tlsa.of(credential.leaf(), 3, 1, 0).data()).isEqualTo(hex(key));
    assertThat(Tlsa.of(credential.leaf(), 3, 1, 1).data()).isEqualTo(digest("SHA-256", key));
    assertThat(Tlsa.of(credential.leaf(), 3, 0, 2).data()).isEqualTo(digest("SHA-512", whole));
    assertThat(Tlsa.ee(credential)).isEqualTo(Tlsa.of(credential.leaf(), 3, 1, 1));
    assertThat(Tlsa.ta(ca)).isEqualTo(Tlsa.of(ca.root(), 2, 0, 1));
    assertThat(Tlsa.unusable(credential).usage()).isEqualTo(1);
    assertThat(Tlsa.wrong().octets()).hasSize(32);
    assertThat(Tlsa.malformed().octets()).hasSize(5);
  }

  @Test
  void serverSendsTheRootAlongIfTold() {
    assertThat(credential.chain()).hasSize(1);
    assertThat(ca.issue(Leaf.of("a").sendingRoot()).chain().getLast()).isEqualTo(ca.root());
    assertThat(ca.issue(Leaf.of("a").viaIntermediate().sendingRoot()).chain())
        .extracting(c -> c.getSubjectX500Principal().getName())
        .containsExactly("CN=a", "CN=Lab root\\, intermediate", "CN=Lab root");
  }

  @Test
  void domainPublishesThem() throws Exception {
    try (LabInternet net = LabInternet.start()) {
      LabDomain domain = net.domain("example.org").dane();
      Judge judge = Judge.dnsjava(net.dns(), net.clock());
      String owner = "_25._tcp.mx.example.org";
      assertThat(published(net, owner)).containsExactly(Tlsa.ee(domain.mx().credential()).text());
      assertThat(judge.verdict(owner, "TLSA")).isEqualTo("SECURE 1");
      domain.tlsa(Tlsa.wrong(), Tlsa.malformed());
      assertThat(judge.verdict(owner, "TLSA")).isEqualTo("SECURE 2");
      domain.tlsa(new TlsaRecord(3, 1, 1, ""));
      assertThat(published(net, owner)).containsExactly("3 1 1");
      assertThat(hex(raw(net.dns().address(), owner)))
          .as("type TLSA, class IN, TTL 300, three octets")
          .contains("00340001" + "0000012c" + "0003" + "030101");
      domain.tlsa();
      assertThat(judge.verdict(owner, "TLSA")).isEqualTo("SECURE NXDOMAIN");
    }
  }

  private static List<String> published(LabInternet net, String owner) {
    return net.dns().truth(owner, RecordType.TLSA).stream()
        .map(text -> text.toLowerCase(java.util.Locale.ROOT).strip())
        .toList();
  }

  /// The answer as it is on the wire: dnsjava reads none with a record so short.
  private static byte[] raw(InetSocketAddress server, String owner) throws Exception {
    byte[] query =
        Message.newQuery(Record.newRecord(Name.fromString(owner + "."), Type.TLSA, DClass.IN))
            .toWire();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(10_000);
      socket.send(new DatagramPacket(query, query.length, server));
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  private static String digest(String algorithm, byte[] octets) throws Exception {
    return hex(MessageDigest.getInstance(algorithm).digest(octets));
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
