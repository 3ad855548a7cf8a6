package org.postroad.engine.policyhost;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyFetch;

/// The lab with a policy host for `example.org`, and our client on real sockets, real TLS and a
/// real DNS.
final class PolicyRoad implements AutoCloseable {

  static final String DOMAIN = "example.org";
  static final String HOST = "mta-sts.example.org";
  static final String POLICY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\r\nmax_age: 604800\r\n";
  static final int HTTPS = 443;

  final Network network = new Network(Placing.virtual());
  final LabDns dns = LabDns.start();
  final LabCa ca = LabCa.create("Lab CA", Instant.now());
  final LabPolicyHost web = new LabPolicyHost();
  final Set<String> dialled = ConcurrentHashMap.newKeySet();
  final Map<InetSocketAddress, InetSocketAddress> elsewhere = new ConcurrentHashMap<>();
  final InetAddress address = network.allot(Quarter.POLICY_HOSTS);

  AddressGuard guard = AddressGuard.ANY;
  AddressGate gate = new AddressGate(AddressGate.PLACES, AddressGate.COUNTS_FOR);
  PolicyHostClient.Options options =
      PolicyHostClient.Options.defaults().total(Duration.ofSeconds(10));

  PolicyRoad() {
    dns.zone(DOMAIN, "@ TXT \"a domain\"");
    dns.zone("attacker.example", "@ TXT \"another domain\"");
    network.open(new InetSocketAddress(address, HTTPS), web);
    site(HOST, Leaf.of(HOST), Conduct.policy(POLICY));
  }

  /// Serves another name at the same address.
  void site(String host, Leaf leaf, Conduct conduct) {
    web.serve(host, ca.issue(leaf), conduct);
    addresses(host, address);
  }

  PolicyRoad certificate(Leaf leaf) {
    web.credential(HOST, ca.issue(leaf));
    return this;
  }

  PolicyRoad conduct(Conduct conduct) {
    web.conduct(HOST, conduct);
    return this;
  }

  /// Sets the addresses of a host.
  void addresses(String host, InetAddress... addresses) {
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      dns.set(
          host,
          type,
          Arrays.stream(addresses)
              .filter(one -> (one.getAddress().length == 4) == (type == RecordType.A))
              .map(InetAddress::getHostAddress)
              .toArray(String[]::new));
    }
  }

  /// Another address where nobody, or somebody else, answers.
  InetAddress otherAddress(Answering answering) {
    InetAddress other = network.allot(Quarter.POLICY_HOSTS);
    network.open(new InetSocketAddress(other, HTTPS), answering);
    return other;
  }

  /// Makes the policy host answer at an address of the public Internet too.
  InetAddress publicAddress(String literal) {
    InetAddress seen = InetAddress.ofLiteral(literal);
    elsewhere.put(
        new InetSocketAddress(seen, HTTPS),
        network.connectMap().real(new InetSocketAddress(address, HTTPS)));
    return seen;
  }

  PolicyFetch fetch() {
    return client().fetch(DomainName.of(DOMAIN));
  }

  PolicyHostClient client() {
    Connector connector =
        (seen, deadline) -> {
          dialled.add(Endpoint.text(seen));
          Socket socket = new Socket();
          InetSocketAddress real = elsewhere.getOrDefault(seen, network.connectMap().real(seen));
          socket.connect(real, deadline.remainingMillis());
          return socket;
        };
    TlsClient tls =
        new TlsClient(
            new CertificateVerifier(
                TrustAnchors.of("the lab", List.of(ca.root())), InstantSource.system()));
    DnsClient resolver =
        new DnsClient(
            DnsClient.Options.of(List.of(dns.address())).total(Duration.ofSeconds(3)),
            InstantSource.system());
    return new PolicyHostClient(options, resolver, guard, gate, connector, tls);
  }

  @Override
  public void close() {
    network.close();
    dns.close();
  }
}
