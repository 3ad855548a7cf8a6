package org.postroad.lab.synthetic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.net.Answering;
import org.postroad.lab.net.ConnectMap;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.policyhost.LabPolicyHost;
import org.postroad.protocol.dns.RecordType;

/// Thousands of domains after the table of [Plot], running.
///
/// Every policy host of a domain's own has an address of its own, from 10.0.0.0/9, and all of them
/// lead to three listeners: one that serves, one that refuses and one that swallows ([#connect]).
/// So it is with the exchangers, whose listeners are those of [Exchangers].
public final class SyntheticInternet implements AutoCloseable {

  private static final int HTTPS = 443;
  private static final String ZONE = "test";

  private final LabDns dns;
  private final LabCa ca;
  private final Network network = new Network(Placing.virtual());
  private final LabPolicyHost host = new LabPolicyHost();
  private final List<String> domains = new ArrayList<>();
  private final SortedMap<String, String> sorts = new TreeMap<>();
  private final Map<InetSocketAddress, InetSocketAddress> connect = new LinkedHashMap<>();
  private final Exchangers exchangers = new Exchangers(network);
  private final StringBuilder zone = new StringBuilder();
  private final InetSocketAddress serves;
  private final InetSocketAddress refuses;
  private final InetSocketAddress swallows;
  private int addresses;

  private SyntheticInternet(int divisor, long seed) {
    ca = LabCa.create("Synthetic root", Instant.now().truncatedTo(ChronoUnit.SECONDS));
    dns = LabDns.start();
    serves = network.open(address("192.0.2.1"), host).place();
    refuses = network.open(address("192.0.2.2"), new Answering.Refuses()).place();
    swallows = network.open(address("192.0.2.3"), new Answering.Unreachable()).place();
    connect.put(address("192.0.2.1"), serves);
    connect.put(address("192.0.2.2"), refuses);
    List<Plot> plots = new ArrayList<>();
    for (Plot plot : Plot.values()) {
      plots.addAll(Collections.nCopies(plot.count(divisor), plot));
    }
    Collections.shuffle(plots, new Random(seed));
    Map<String, SyntheticDomain> sites = new LinkedHashMap<>();
    for (int number = 1; number <= plots.size(); number++) {
      String name = String.format("d%05d.%s", number, ZONE);
      Plot plot = plots.get(number - 1);
      domains.add(name);
      sorts.put(name, plot.sort());
      SyntheticDomain domain = SyntheticDomain.of(plot, name, number);
      publish(name, plot, domain);
      if (domain.record().isPresent()) {
        sites.put("mta-sts." + name, domain);
      }
    }
    Certificates certificates = new Certificates(ca);
    serve(sites, certificates);
    connect.putAll(exchangers.open(certificates));
    dns.zone(ZONE, zone + exchangers.records(ZONE));
    dns.zone(
        SyntheticDomain.PROVIDER,
        "sts A 192.0.2.1\ndown A 192.0.2.2\n" + exchangers.records(SyntheticDomain.PROVIDER));
    dns.zone(SyntheticDomain.MAIL_PROVIDER, exchangers.records(SyntheticDomain.MAIL_PROVIDER));
  }

  /// Starts one.
  ///
  /// @param divisor how much smaller than the table: 1 is the whole of it, 70,000 domains
  /// @param seed the order of the domains
  public static SyntheticInternet start(int divisor, long seed) {
    return new SyntheticInternet(divisor, seed);
  }

  /// All domains, in a random order.
  public List<String> domains() {
    return Collections.unmodifiableList(domains);
  }

  /// What a domain was made to be.
  public SortedMap<String, String> sorts() {
    return Collections.unmodifiableSortedMap(sorts);
  }

  public LabDns dns() {
    return dns;
  }

  public LabCa ca() {
    return ca;
  }

  /// What to dial for the addresses in the DNS.
  public Map<InetSocketAddress, InetSocketAddress> connect() {
    return Collections.unmodifiableMap(connect);
  }

  /// Writes what a program needs to live in here: `domains.txt`, `ca.pem`, `connect` and
  /// `classes.csv`, the table.
  public void write(Path folder, int divisor) throws IOException {
    Files.write(folder.resolve("domains.txt"), domains);
    ca.writeRoot(folder.resolve("ca.pem"));
    Files.write(
        folder.resolve("connect"),
        connect.entrySet().stream()
            .map(e -> ConnectMap.text(e.getKey()) + " " + ConnectMap.text(e.getValue()))
            .toList());
    Files.write(
        folder.resolve("classes.csv"),
        Plot.counts(divisor).entrySet().stream()
            .map(e -> e.getKey() + "," + e.getValue())
            .toList());
  }

  @Override
  public void close() {
    try {
      network.close();
    } finally {
      dns.close();
    }
  }

  private void publish(String name, Plot plot, SyntheticDomain domain) {
    String label = name.substring(0, name.indexOf('.'));
    if (plot == Plot.NO_RECORD_BUT_SPF_BY_WILDCARD) {
      zone.append("*.").append(label).append(" TXT \"v=spf1 -all\"\n");
    }
    if (domain.record().isEmpty()) {
      return;
    }
    int preference = 0;
    for (SyntheticDomain.Exchanger exchanger : domain.exchangers()) {
      preference += 10;
      zone.append(label + " MX " + preference + " " + exchanger.name() + ".\n");
      exchangers.add(exchanger);
    }
    zone.append("_mta-sts.")
        .append(label)
        .append(" TXT \"")
        .append(domain.record().get())
        .append("\"\n");
    if (plot == Plot.RECORD_SERVFAIL) {
      var _ =
          dns.interfere(
              "_mta-sts." + name,
              RecordType.TXT,
              new Interference.Fails(Interference.Code.SERVFAIL));
    }
    String host = "mta-sts." + label;
    switch (domain.host()) {
      case NOWHERE -> {}
      case OWN -> own(host, serves);
      case OWN_REFUSES -> own(host, refuses);
      case OWN_SWALLOWS -> own(host, swallows);
      case PROVIDER -> alias(host, "sts");
      case PROVIDER_REFUSES -> alias(host, "down");
      case PROVIDER_GONE -> alias(host, label);
    }
  }

  private void own(String host, InetSocketAddress place) {
    String literal = Addresses.ofPolicyHost(++addresses);
    connect.put(address(literal), place);
    zone.append(host).append(" A ").append(literal).append('\n');
  }

  private void alias(String host, String target) {
    zone.append(host)
        .append(" CNAME ")
        .append(target)
        .append('.')
        .append(SyntheticDomain.PROVIDER)
        .append(".\n");
  }

  private void serve(Map<String, SyntheticDomain> sites, Certificates certificates) {
    sites.forEach((name, domain) -> certificates.wanted(name, domain.certificate()));
    certificates.issue(
        (name, credential) ->
            host.serve(
                name,
                credential,
                sites.getOrDefault(name, sites.values().iterator().next()).conduct()));
  }

  private static InetSocketAddress address(String literal) {
    return Addresses.port(literal, HTTPS);
  }
}
