package org.postroad.app.labs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postroad.app.output.Json;
import org.postroad.engine.net.Endpoint;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// A private Internet that stays, with a domain for each policy and one for each attack, which is
/// mounted: to be explored by hand, and by commands that are given `--lab FILE`.
public final class Kept implements AutoCloseable {

  /// A domain of it.
  ///
  /// @param policy what it publishes
  /// @param attack what is mounted against it
  record Domain(String domain, String policy, String attack) {}

  private final LabInternet net = LabInternet.start();
  private final List<Domain> domains = new ArrayList<>();
  private final List<Attack> attacks = new ArrayList<>();
  private final Path folder;

  private Kept(Path folder) {
    this.folder = folder;
  }

  /// Starts one whose files (`ca.pem`, `connect`, `root.ds`) are in a new temporary folder.
  ///
  /// @throws IOException if they cannot be written
  public static Kept start() throws IOException {
    Kept kept = new Kept(Files.createTempDirectory("postroad-lab"));
    try {
      kept.stage();
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
                    .text("ca_file", folder.resolve("ca.pem").toString())
                    .text("connect", folder.resolve("connect").toString())
                    .text("dnssec_anchor", folder.resolve("root.ds").toString())
                    .objects(
                        "domains",
                        domains,
                        (each, domain) ->
                            each.text("domain", domain.domain())
                                .text("policy", domain.policy())
                                .text("attack", domain.attack()))
                    .number("pid", ProcessHandle.current().pid()))
        .strip();
  }

  @Override
  public void close() {
    attacks.forEach(Attack::close);
    net.close();
    try {
      for (String name : List.of("ca.pem", "connect", "root.ds")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Left over in the temporary folder; the system tidies it.
      return;
    }
  }

  private void stage() throws IOException {
    for (String policy : List.of("enforce", "testing", "dane")) {
      stage(LabAttack.HONEST, policy + ".example", policy);
    }
    net.domain("none.example", PolicyMode.NONE);
    domains.add(new Domain("none.example", "none", "none"));
    stage(LabAttack.HONEST, "plain.example", "none");
    for (LabAttack attack : LabAttack.values()) {
      if (attack != LabAttack.HONEST) {
        stage(attack, attack.text() + ".example", attack.needsDane() ? "dane" : "enforce");
      }
    }
    healthy();
    broken();
    Files.writeString(folder.resolve("ca.pem"), net.ca().rootPem());
    Files.writeString(folder.resolve("connect"), net.connectMap().text());
    net.dns().anchor().write(folder.resolve("root.ds"));
  }

  /// For `postroad check`: everything there is, and all of it right.
  private void healthy() {
    LabDomain domain = net.domain("healthy.example", PolicyMode.ENFORCE).dane();
    txt("_smtp._tls.healthy.example", "v=TLSRPTv1; rua=mailto:tls-reports@healthy.example");
    txt("healthy.example", "v=spf1 mx -all");
    txt("_dmarc.healthy.example", "v=DMARC1; p=reject");
    domains.add(new Domain(domain.name(), "enforce", "none"));
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
    domains.add(new Domain(domain.name(), "enforce", "none"));
  }

  private void txt(String name, String text) {
    net.dns().set(name, RecordType.TXT, "\"" + text + "\"");
  }

  private void stage(LabAttack attack, String name, String policy) {
    LabDomain domain = attack.stage(net, name, policy);
    attack.attacker(domain).map((Attacker a) -> a.mount(net)).ifPresent(attacks::add);
    domains.add(new Domain(name, policy, attack == LabAttack.HONEST ? "none" : attack.text()));
  }
}
