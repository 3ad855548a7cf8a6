package org.postroad.lab;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.ConnectMap;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;
import org.postroad.lab.net.Service;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.mtasts.PolicyMode;

/// A private Internet: one DNS, one certificate authority, a clock, and any number of hosts.
///
/// Hosts are placed at the addresses that their names have in the zones. A name without an address
/// is given one, and a name that no zone holds a zone of its own, so that a scenario says only what
/// it is about. Closing ends every host, connection and thread.
public final class LabInternet implements AutoCloseable {

  public static final int SMTP = 25;
  public static final int HTTPS = 443;
  public static final int DNS = 53;

  private final Network network;
  private final LabDns dns;
  private final LabCa ca;
  private final LabClock clock;
  private final Map<LabPolicyHost, String> names = new ConcurrentHashMap<>();
  private final List<LabDns> nameServers = new CopyOnWriteArrayList<>();

  private LabInternet(Placing placing, Instant now) {
    ca = LabCa.create("Lab root", now);
    clock = new LabClock(now);
    dns = LabDns.start(placing.resolver(), clock);
    network = new Network(placing);
  }

  /// One on free ports, at documentation addresses.
  public static LabInternet start() {
    return start(Placing.virtual());
  }

  /// One whose hosts are placed like that. Its clock stands at the present, and so do the dates of
  /// its certificates.
  public static LabInternet start(Placing placing) {
    LabInternet net = empty(placing, Instant.now());
    net.settle(LabDns.NAME_SERVER, Quarter.NAME_SERVERS)
        .forEach(
            address -> net.network.lead(new InetSocketAddress(address, DNS), net.dns.address()));
    return net;
  }

  /// One without any name or host. Its clock stands at that moment, from which the dates of its
  /// certificates count, too.
  public static LabInternet empty(Placing placing, Instant now) {
    return new LabInternet(placing, now.truncatedTo(ChronoUnit.SECONDS));
  }

  public LabClock clock() {
    return clock;
  }

  /// The authority that everybody here believes.
  public LabCa ca() {
    return ca;
  }

  public LabDns dns() {
    return dns;
  }

  public Network network() {
    return network;
  }

  /// Leads from the addresses in the zones to the real ones.
  public ConnectMap connectMap() {
    return network.connectMap();
  }

  /// Serves a zone: `zone("example.org", "@ MX 10 mx\n…")`.
  public void zone(String origin, String text) {
    dns.zone(origin, text);
  }

  /// Serves a zone that is signed as it should be.
  public void signedZone(String origin, String text) {
    dns.zone(Zone.of(origin, text).signed());
  }

  /// An authoritative server with an address for its name and zones of its own. The resolver does
  /// not ask it: it has the zones as they should be.
  public synchronized LabDns nameServer(String hostName) {
    List<InetSocketAddress> seen =
        settle(hostName, Quarter.NAME_SERVERS).stream()
            .map(address -> new InetSocketAddress(address, DNS))
            .toList();
    LabDns server = LabDns.start(network.placing().placeOf(seen.getFirst()), clock);
    nameServers.add(server);
    seen.forEach(address -> network.lead(address, server.address()));
    return server;
  }

  /// An authoritative server at that address, with zones of its own.
  ///
  /// @throws IllegalStateException if there is one already
  public synchronized LabDns nameServerAt(InetAddress address) {
    InetSocketAddress seen = new InetSocketAddress(address, DNS);
    LabDns server = LabDns.start(network.placing().placeOf(seen), clock);
    nameServers.add(server);
    network.lead(seen, server.address());
    return server;
  }

  /// A domain with everything but a policy: a zone, and the exchanger `mx.NAME`.
  public LabDomain domain(String name) {
    return LabDomain.withoutPolicy(this, name);
  }

  /// A domain with everything: a zone, the exchanger `mx.NAME`, and a policy of that mode that
  /// names it.
  public LabDomain domain(String name, PolicyMode mode) {
    return LabDomain.withPolicy(this, name, mode);
  }

  /// A mail exchanger with a good certificate for its name.
  public LabMx mx(String hostName) {
    return mx(hostName, ca.issue(Leaf.of(hostName)));
  }

  /// A mail exchanger with that certificate.
  public LabMx mx(String hostName, Credential credential) {
    LabMx mx = new LabMx(hostName, credential);
    List<Door> _ = place(hostName, SMTP, Quarter.EXCHANGERS, mx);
    return mx;
  }

  /// A host of its own for the policy of a domain, with a good certificate.
  public LabPolicyHost policyHost(String domain, String policy) {
    return policyHost(domain, Conduct.policy(policy));
  }

  /// A host of its own for the policy of a domain, with a good certificate, which behaves like
  /// that.
  public LabPolicyHost policyHost(String domain, Conduct conduct) {
    LabPolicyHost host = new LabPolicyHost();
    String name = policyHostName(domain);
    host.serve(name, ca.issue(Leaf.of(name)), conduct);
    List<Door> _ = place(name, HTTPS, Quarter.POLICY_HOSTS, host);
    names.put(host, name);
    return host;
  }

  /// Serves the policy of one more domain from a host that is there: at its addresses, with a
  /// certificate of its own.
  public void policyAt(LabPolicyHost host, String domain, Conduct conduct) {
    String first = names.get(host);
    if (first == null) {
      throw new IllegalArgumentException("the policy host of another Internet");
    }
    String name = policyHostName(domain);
    host.serve(name, ca.issue(Leaf.of(name)), conduct);
    zoneFor(name);
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      dns.set(name, type, dns.truth(first, type).toArray(String[]::new));
    }
  }

  /// `mta-sts.DOMAIN` (RFC 8461 §3.3).
  public static String policyHostName(String domain) {
    return "mta-sts." + domain;
  }

  /// Replaces the TLSA records of a mail exchanger; without any they are removed. They count only
  /// where the zone is signed.
  public void tlsa(String hostName, TlsaRecord... records) {
    zoneFor(hostName);
    dns.tlsa(tlsaName(hostName), records);
  }

  /// `_25._tcp.HOST` (RFC 7672 §2.2.3).
  public static String tlsaName(String hostName) {
    return "_" + SMTP + "._tcp." + hostName;
  }

  /// Places a server at every address of a name.
  ///
  /// @throws IllegalStateException if there is a host already at one of them
  public synchronized List<Door> place(
      String hostName, int port, Quarter quarter, Service service) {
    return settle(hostName, quarter).stream()
        .map(address -> network.open(new InetSocketAddress(address, port), service))
        .toList();
  }

  /// The doors of a host at a port; where there are none they are made, and refuse.
  public synchronized List<Door> doorsFor(String hostName, int port, Quarter quarter) {
    return settle(hostName, quarter).stream()
        .map(address -> new InetSocketAddress(address, port))
        .map(
            seen -> network.door(seen).orElseGet(() -> network.open(seen, new Answering.Refuses())))
        .toList();
  }

  /// The true addresses of a name, aliases followed.
  public List<InetAddress> addressesOf(String hostName) {
    List<InetAddress> addresses = new ArrayList<>();
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      for (String literal : dns.truth(hostName, type)) {
        addresses.add(address(literal));
      }
    }
    return addresses;
  }

  /// The doors of a host at a port: where an attacker on the path would stand.
  ///
  /// @throws IllegalArgumentException if there are none
  public List<Door> doorsOf(String hostName, int port) {
    List<Door> doors = doorsIfAny(hostName, port);
    if (doors.isEmpty()) {
      throw new IllegalArgumentException("no host " + hostName + " at port " + port);
    }
    return doors;
  }

  /// The doors of a host at a port, or none.
  public List<Door> doorsIfAny(String hostName, int port) {
    return addressesOf(hostName).stream()
        .flatMap(address -> network.door(new InetSocketAddress(address, port)).stream())
        .toList();
  }

  /// How many threads are at work: 0 after closing.
  public int atWork() {
    return network.atWork() + dns.atWork() + nameServers.stream().mapToInt(LabDns::atWork).sum();
  }

  @Override
  public void close() {
    try {
      network.close();
    } finally {
      nameServers.forEach(LabDns::close);
      dns.close();
    }
  }

  /// The addresses of a name, one allotted if there was none.
  private List<InetAddress> settle(String hostName, Quarter quarter) {
    zoneFor(hostName);
    List<InetAddress> addresses = addressesOf(hostName);
    if (addresses.isEmpty()) {
      InetAddress allotted = network.allot(quarter);
      dns.set(hostName, RecordType.A, allotted.getHostAddress());
      return List.of(allotted);
    }
    return addresses;
  }

  /// Makes sure that a zone holds the name: if none does, one for its parent domain, or its own if
  /// that is a top-level domain, whose zone is there of itself.
  private void zoneFor(String hostName) {
    if (!dns.holds(hostName)) {
      String parent = hostName.substring(hostName.indexOf('.') + 1);
      dns.zone(Zone.of(parent.indexOf('.') < 0 ? hostName : parent, ""));
    }
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal); // a literal: nobody is asked
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no address: " + literal, e);
    }
  }
}
