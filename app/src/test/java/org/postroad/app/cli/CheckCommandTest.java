package org.postroad.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// The whole command against the lab: real DNS, real policy hosts, real exchangers.
class CheckCommandTest {

  private static final String NAME = "example.org";

  @TempDir Path folder;

  private final LabInternet internet = LabInternet.start();

  @AfterEach
  void close() {
    internet.close();
  }

  @Test
  void aHealthyDomainIsGood() throws IOException {
    healthy(NAME);
    Said said = check(NAME);

    assertThat(said.out()).startsWith("✓ example.org is good\n").contains("✓ exchangers");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aBrokenDomainIsToldTheCauseAndTheCure() throws IOException {
    LabDomain domain = healthy(NAME);
    domain
        .policyHost()
        .credential("mta-sts.example.org", internet.ca().issue(Leaf.of("other.example")));
    Said said = check(NAME);

    assertThat(said.out())
        .startsWith("✗ example.org: 1 error\n")
        .contains("✗ certificate for another name", "policy-host-name-mismatch, RFC 8461 §3.3")
        .contains("  seen   ", "  cause  ", "  cure   ");
    assertThat(said.code()).isEqualTo(ExitCode.BAD);
  }

  private LabDomain healthy(String name) {
    LabDomain domain = internet.domain(name, PolicyMode.ENFORCE).signed();
    txt("_smtp._tls." + name, "v=TLSRPTv1; rua=mailto:tls@" + name);
    txt(name, "v=spf1 mx -all");
    txt("_dmarc." + name, "v=DMARC1; p=reject");
    return domain;
  }

  private void txt(String name, String text) {
    internet.dns().set(name, RecordType.TXT, "\"" + text + "\"");
  }

  private Said check(String... more) throws IOException {
    Files.writeString(folder.resolve("connect"), internet.connectMap().text());
    internet.ca().writeRoot(folder.resolve("ca.pem"));
    internet.dns().anchor().write(folder.resolve("root.ds"));
    List<String> args =
        new ArrayList<>(
            List.of(
                "check",
                "--dns",
                "127.0.0.1:" + internet.dns().address().getPort(),
                "--ca-file",
                folder.resolve("ca.pem").toString(),
                "--dnssec-anchor",
                folder.resolve("root.ds").toString(),
                "--connect",
                folder.resolve("connect").toString(),
                "--now",
                internet.clock().instant().toString(),
                "--allow-private"));
    args.addAll(List.of(more));
    return Said.by(args.toArray(String[]::new));
  }
}
