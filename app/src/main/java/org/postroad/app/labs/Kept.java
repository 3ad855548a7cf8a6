package org.postroad.app.labs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postroad.app.output.Json;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.faults.Expectation;
import org.postroad.lab.faults.FaultClass;
import org.postroad.lab.faults.SoundDomain;
import org.postroad.lab.faults.Station;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// A private Internet that stays: to be explored by hand, and by commands that are given `--lab
/// FILE`. It has a domain for each policy, for each attack, which is mounted, for each fault, and
/// for each station on the road to an enforced policy.
public final class Kept implements AutoCloseable {

  /// A domain of it.
  ///
  /// @param policy what it publishes
  /// @param attack what is mounted against it
  /// @param fault the code of the root that a check finds, where it was made for that
  record Domain(String domain, String policy, String attack, Optional<String> fault) {}

  private final LabInternet net = LabInternet.start();
  private final List<Domain> domains = new ArrayList<>();
  private final List<Attack> attacks = new ArrayList<>();
  private final LabFolder folder;

  private Kept() throws IOException {
    folder = LabFolder.make(this::end);
  }

  /// Starts one with all that there is, whose files (`ca.pem`, `connect`, `root.ds`) are in a new
  /// temporary folder.
  ///
  /// @throws IOException if they cannot be written
  public static Kept start() throws IOException {
    return start(
        kept -> {
          kept.stageAttacks();
          kept.healthy();
          kept.broken();
          kept.stageFaults(List.of(FaultClass.values()));
          kept.stageStations();
        });
  }

  /// Starts one with the domains of these faults alone.
  ///
  /// @throws IOException if its files cannot be written
  public static Kept withFaults(Collection<FaultClass> faults) throws IOException {
    return start(kept -> kept.stageFaults(faults));
  }

  private static Kept start(Consumer<Kept> stage) throws IOException {
    Kept kept = new Kept();
    try {
      stage.accept(kept);
      kept.net.clock().run();
      kept.write();
      return kept;
    } catch (IOException | RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  /// The JSON line that says where everything is.
  public String json() {
    return Json.document(
            "postroad.lab-keep/1",
            json ->
                json.text("dns", Endpoint.text(net.dns().address()))
                    .text("ca_file", folder.file("ca.pem").toString())
                    .text("connect", folder.file("connect").toString())
                    .text("dnssec_anchor", folder.file("root.ds").toString())
                    .objects(
                        "domains",
                        domains,
                        (each, domain) ->
                            each.text("domain", domain.domain())
                                .text("policy", domain.policy())
                                .text("attack", domain.attack())
                                .text("fault", domain.fault()))
                    .number("pid", ProcessHandle.current().pid()))
        .strip();
  }

  /// The file that says so, for `--lab`.
  public Path file() {
    return folder.file();
  }

  /// The name of the domain that has a fault.
  public static String domain(FaultClass fault) {
    return fault.text() + ".example";
  }

  /// The name of the domain that has come so far.
  public static String domain(Station station) {
    return station.text() + ".example";
  }

  /// Ends all of it and removes its files, which an interrupted process does too.
  @Override
  public void close() {
    folder.close();
  }

  private void end() {
    attacks.forEach(Attack::close);
    net.close();
  }

  private void stageAttacks() {
    for (String policy : List.of("enforce", "testing", "dane")) {
      stage(LabAttack.HONEST, policy + ".example", policy);
    }
    net.domain("none.example", PolicyMode.NONE);
    add("none.example", "none");
    stage(LabAttack.HONEST, "plain.example", "none");
    for (LabAttack attack : LabAttack.values()) {
      if (attack != LabAttack.HONEST) {
        stage(attack, attack.text() + ".example", attack.needsDane() ? "dane" : "enforce");
      }
    }
  }

  /// For `postroad check`: every fault, in a domain that is sound over IPv4 and IPv6 otherwise.
  private void stageFaults(Collection<FaultClass> faults) {
    for (FaultClass fault : faults) {
      String name = fault.befall(SoundDomain.at(net, domain(fault)).alsoOverIpv6()).name();
      domains.add(new Domain(name, "enforce", "none", Optional.of(Expectation.of(fault).root())));
    }
  }

  /// For `postroad check`: what is to be done next, from nothing to an enforced policy.
  private void stageStations() {
    for (Station station : Station.values()) {
      String name = station.stage(net, domain(station)).name();
      add(name, station == Station.READY_TO_ENFORCE ? "testing" : "none");
    }
  }

  private void write() throws IOException {
    folder.write("ca.pem", net.ca().rootPem());
    folder.write("connect", net.connectMap().text());
    folder.write("root.ds", net.dns().anchor().ds() + "\n");
    folder.write(json());
  }

  /// For `postroad check`: everything there is, and all of it right.
  private void healthy() {
    LabDomain domain = net.domain("healthy.example", PolicyMode.ENFORCE).dane();
    txt("_smtp._tls.healthy.example", "v=TLSRPTv1; rua=mailto:tls-reports@healthy.example");
    txt("healthy.example", "v=spf1 mx -all");
    txt("_dmarc.healthy.example", "v=DMARC1; p=reject");
    add(domain.name(), "enforce");
  }

  /// For `postroad check`: the certificate of the policy host is for another name, the policy
  /// mistypes the exchanger, and the exchanger forgot the intermediate certificate.
  private void broken() {
    LabDomain domain = net.domain("broken.example", PolicyMode.ENFORCE).signed();
    domain.publish(domain.policy(PolicyMode.ENFORCE, "mx.borken.example"));
    domain
        .policyHost()
        .credential(domain.policyHostName(), net.ca().issue(Leaf.of("www.broken.example")));
    domain.mx().credential(net.ca().issue(Leaf.of(domain.mxName()).viaMissingIntermediate()));
    txt("broken.example", "v=spf1 mx -all");
    txt("_dmarc.broken.example", "v=DMARC1; p=reject");
    add(domain.name(), "enforce");
  }

  private void add(String domain, String policy) {
    domains.add(new Domain(domain, policy, "none", Optional.empty()));
  }

  private void txt(String name, String text) {
    net.dns().set(name, RecordType.TXT, "\"" + text + "\"");
  }

  private void stage(LabAttack attack, String name, String policy) {
    LabDomain domain = attack.stage(net, name, policy);
    attack.attacker(domain).map((Attacker a) -> a.mount(net)).ifPresent(attacks::add);
    String mounted = attack == LabAttack.HONEST ? "none" : attack.text();
    domains.add(new Domain(name, policy, mounted, Optional.empty()));
  }
}
