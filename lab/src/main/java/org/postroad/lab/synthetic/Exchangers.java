package org.postroad.lab.synthetic;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Network;
import org.postroad.lab.synthetic.SyntheticDomain.Exchanger;

/// The mail exchangers of all domains.
///
/// Every machine has an address of its own, from 10.128.0.0/9, and all of them lead to two
/// listeners: one with STARTTLS, which shows to each name its certificate, and one without.
final class Exchangers {

  private static final String GREETING = "mail.synthetic.example";

  private final Network network;
  private final Map<String, Exchanger> byName = new LinkedHashMap<>();
  private final Map<String, String> machines = new LinkedHashMap<>();

  Exchangers(Network network) {
    this.network = network;
  }

  /// Sets one up. A provider's is that of many domains.
  void add(Exchanger exchanger) {
    byName.put(exchanger.name(), exchanger);
    if (!machines.containsKey(exchanger.machine())) {
      machines.put(exchanger.machine(), Addresses.ofExchanger(machines.size() + 1));
    }
  }

  /// The addresses of those whose names are in a zone.
  String records(String zone) {
    return byName.values().stream()
        .filter(exchanger -> exchanger.name().endsWith("." + zone))
        .map(exchanger -> exchanger.name() + ". A " + address(exchanger) + "\n")
        .collect(Collectors.joining());
  }

  /// Lets them take mail.
  ///
  /// @return what to dial for each address
  Map<InetSocketAddress, InetSocketAddress> open(Certificates certificates) {
    byName.forEach((name, exchanger) -> certificates.wanted(name, exchanger.certificate()));
    Map<String, Credential> credentials = new LinkedHashMap<>();
    certificates.issue(credentials::put);
    Credential any = credentials.values().iterator().next(); // for who asks for no name
    LabMx honest = new LabMx(GREETING, any);
    credentials.forEach(honest::credential);
    LabMx clear = new LabMx(GREETING, any);
    clear.conduct(MxConduct.honest().withoutStartTls());
    InetSocketAddress secured = network.open(smtp("192.0.2.4"), honest).place();
    InetSocketAddress bare = network.open(smtp("192.0.2.5"), clear).place();
    Map<InetSocketAddress, InetSocketAddress> connect = new LinkedHashMap<>();
    for (Exchanger exchanger : byName.values()) {
      connect.put(smtp(address(exchanger)), exchanger.startTls() ? secured : bare);
    }
    return connect;
  }

  private String address(Exchanger exchanger) {
    return machines.getOrDefault(exchanger.machine(), "");
  }

  private static InetSocketAddress smtp(String address) {
    return Addresses.port(address, LabInternet.SMTP);
  }
}
