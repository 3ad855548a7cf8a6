package org.postroad.engine.deliver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.Decree;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.MessageBytes;

/// The lab with a domain `example.org` that has the exchangers a test gives it, and our client on
/// real sockets, real TLS and a real DNS.
final class LabRoad implements AutoCloseable {

  static final String DOMAIN = "example.org";

  private final Network network = new Network(Placing.virtual());
  private final LabDns dns = LabDns.start();
  private final LabCa ca = LabCa.create("Lab CA", Instant.now());
  private final Map<String, LabMx> exchangers = new LinkedHashMap<>();
  private final Map<String, Door> doors = new LinkedHashMap<>();

  private Duration patience = LabClient.PATIENT;

  LabRoad() {
    dns.zone(DOMAIN, "@ TXT \"a domain\"");
    dns.zone("evil.example", "@ TXT \"another domain\"");
    dns.zone("example.net", "@ TXT \"and another\"");
  }

  /// Does not wait long for an answer from now on.
  LabRoad impatient() {
    patience = LabClient.IMPATIENT;
    return this;
  }

  LabCa ca() {
    return ca;
  }

  LabDns dns() {
    return dns;
  }

  /// Sets the MX records of the domain.
  LabRoad mx(String... records) {
    dns.set(DOMAIN, RecordType.MX, records);
    return this;
  }

  /// An exchanger with a good certificate for its name, at an IPv4 address.
  LabMx exchanger(String name) {
    return exchanger(name, Leaf.of(name));
  }

  LabMx exchanger(String name, Leaf leaf) {
    return exchanger(name, leaf, network.allot(Quarter.EXCHANGERS));
  }

  LabMx exchanger(String name, Leaf leaf, InetAddress... addresses) {
    LabMx mx = new LabMx(name, ca.issue(leaf));
    exchangers.put(name, mx);
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      String[] data =
          Arrays.stream(addresses)
              .filter(address -> (address.getAddress().length == 4) == (type == RecordType.A))
              .map(InetAddress::getHostAddress)
              .toArray(String[]::new);
      if (data.length > 0) {
        dns.set(name, type, data);
      }
    }
    for (InetAddress address : addresses) {
      doors.put(name, network.open(new InetSocketAddress(address, NextHop.SMTP_PORT), mx));
    }
    return mx;
  }

  InetAddress address() {
    return network.allot(Quarter.EXCHANGERS);
  }

  InetAddress address6() {
    return network.allot6(Quarter.EXCHANGERS);
  }

  /// Nobody answers there.
  void dead(InetAddress address) {
    network.open(new InetSocketAddress(address, NextHop.SMTP_PORT), new Answering.Refuses());
  }

  /// Somebody on the road to the exchanger, who answers in its place.
  Mounted onTheRoadTo(String name, LabMx attacker) {
    exchangers.put("attacker", attacker);
    return Objects.requireNonNull(doors.get(name), name).divert(new Answering.Serves(attacker));
  }

  /// An attacker with the credential of that leaf, who behaves as told.
  LabMx attacker(Leaf leaf, MxConduct conduct) {
    LabMx attacker = new LabMx("attacker", ca.issue(leaf));
    attacker.conduct(conduct);
    return attacker;
  }

  DeliveryReport deliver(Resolution resolution) {
    return deliver(new NextHop.ByMx(DomainName.of(DOMAIN), NextHop.SMTP_PORT), resolution);
  }

  DeliveryReport deliver(NextHop hop, Resolution resolution) {
    return new LabClient(network.connectMap(), dns.address(), ca.root(), patience)
        .deliver(hop, resolution, "to@" + DOMAIN);
  }

  DeliveryReport deliver(Resolution resolution, Envelope envelope, MessageBytes message) {
    return new LabClient(network.connectMap(), dns.address(), ca.root(), patience)
        .deliver(
            new NextHop.ByMx(DomainName.of(DOMAIN), NextHop.SMTP_PORT),
            resolution,
            envelope,
            message);
  }

  DeliveryReport deliver(Decree decree, Envelope envelope, MessageBytes message) {
    return new LabClient(network.connectMap(), dns.address(), ca.root(), patience)
        .deliver(
            new NextHop.ByMx(DomainName.of(DOMAIN), NextHop.SMTP_PORT), decree, envelope, message);
  }

  /// Who has the message: `mx1.example.org`, `attacker in clear`; nothing if nobody has.
  List<String> holders() {
    return exchangers.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().messages().entries().stream()
                    .map(mail -> entry.getKey() + (mail.inClear() ? " in clear" : "")))
        .toList();
  }

  /// The only message that was taken.
  ReceivedMail taken() {
    return exchangers.values().stream()
        .flatMap(mx -> mx.messages().entries().stream())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    network.close();
    dns.close();
  }
}
