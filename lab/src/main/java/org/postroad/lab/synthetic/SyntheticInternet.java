package org.postroad.lab.synthetic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
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
/// Every policy host of a domain's own has an address of its own, from 10.0.0.0/8, and all of them
/// lead to three listeners: one that serves, one that refuses and one that swallows ([#connect]).
public final class SyntheticInternet implements AutoCloseable {

  private static final int HTTPS = 443;
  private static final int NAMES_PER_CERTIFICATE = 50;
  private static final String ZONE = "test";

  private final LabDns dns;
  private final LabCa ca;
  private final Network network = new Network(Placing.virtual());
  private final LabPolicyHost host = new LabPolicyHost();
  private final List<String> domains = new ArrayList<>();
  private final SortedMap<String, String> sorts = new TreeMap<>();
  private final Map<InetSocketAddress, InetSocketAddress> connect = new LinkedHashMap<>();
  private final Map<SyntheticDomain.Certificate, List<String>> named =
      new EnumMap<>(SyntheticDomain.Certificate.class);
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
        named.computeIfAbsent(domain.certificate(), _ -> new ArrayList<>()).add("mta-sts." + name);
      }
    }
    serve(sites);
    dns.zone(ZONE, zone.toString());
    dns.zone(SyntheticDomain.PROVIDER, "sts A 192.0.2.1\ndown A 192.0.2.2\nin A 198.51.100.1\n");
    dns.zone(SyntheticDomain.MAIL_PROVIDER, "in A 198.51.100.2\n");
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
    zone.append(label).append(" MX 10 ").append(domain.mx()).append(".\n");
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
    int number = ++addresses;
    String literal = "10." + (number >> 16) + "." + ((number >> 8) & 0xff) + "." + (number & 0xff);
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

  /// Certificates for many names each, else there would be thousands of keys to make.
  private void serve(Map<String, SyntheticDomain> sites) {
    named.forEach(
        (sort, names) -> {
          for (int at = 0; at < names.size(); at += NAMES_PER_CERTIFICATE) {
            List<String> some =
                names.subList(at, Math.min(names.size(), at + NAMES_PER_CERTIFICATE));
            Credential credential = ca.issue(leaf(sort, some));
            for (String name : some) {
              SyntheticDomain domain = sites.getOrDefault(name, sites.values().iterator().next());
              host.serve(name, credential, domain.conduct());
            }
          }
        });
  }

  private static Leaf leaf(SyntheticDomain.Certificate sort, List<String> names) {
    Leaf good = Leaf.of(names.toArray(String[]::new));
    return switch (sort) {
      case GOOD -> good;
      case OTHER_NAME -> Leaf.of("www.webspace.example", "webspace.example");
      case SELF_SIGNED -> good.selfSigned();
      case EXPIRED -> good.expired();
      case CHAIN_CUT -> good.viaMissingIntermediate();
    };
  }

  private static InetSocketAddress address(String literal) {
    try {
      return new InetSocketAddress(InetAddress.getByName(literal), HTTPS); // nobody is asked
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + literal, e);
    }
  }
}
