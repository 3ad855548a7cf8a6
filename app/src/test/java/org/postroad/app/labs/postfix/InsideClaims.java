package org.postroad.app.labs.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.app.config.Parsed;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.process.Ran;
import org.postroad.app.resolverd.Metrics;
import org.postroad.app.resolverd.SocketmapServer;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender.Outcome;
import org.postroad.lab.Sender.Seen;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MxConduct;
import org.postroad.lab.net.Placing;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Claims about a real Postfix that our socketmap leads, tried inside a namespace; started by
/// [RealPostfixTest] for one suite. A line of output for each: `ok CLAIM` or `not ok CLAIM: WHY`.
final class InsideClaims {

  private final PostfixSuite suite;
  private final Scratch scratch;
  private final LabInternet internet;
  private final LabPolicies policies;
  private final PostfixInstance postfix;
  private final PostfixSender sender;
  private int domains;

  private InsideClaims(
      Scratch scratch, LabInternet internet, LabPolicies policies, PostfixInstance postfix) {
    this.suite = scratch.root().suite();
    this.scratch = scratch;
    this.internet = internet;
    this.policies = policies;
    this.postfix = postfix;
    this.sender = new PostfixSender("postfix", postfix);
  }

  private interface Claim {
    void hold() throws IOException;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    PostfixRoot root = RealRoots.root(PostfixSuite.valueOf(args[0]));
    Path ca = Files.createTempFile("lab-ca", ".pem");
    if (Namespace.prepare(root, PostfixLab.DNS).isPresent()) {
      throw new IOException("the namespace has no network");
    }
    try (Scratch scratch = Scratch.in(root);
        LabInternet internet = LabInternet.start(Placing.loopback())) {
      internet.ca().writeRoot(ca);
      LabPolicies policies = new LabPolicies(internet);
      String map = "socketmap:unix:postroad/sock:" + root.suite().map();
      PostfixSettings settings =
          new PostfixSettings(scratch.inside("p"), 10025, Optional.of(map), true);
      Path socket = PostfixInstance.furnish(scratch, settings).resolve("postroad/sock");
      try (SocketmapServer server =
              SocketmapServer.start(
                  policies,
                  SocketmapServer.Limits.DEFAULT,
                  new Metrics(),
                  line -> System.err.println(line));
          PostfixInstance postfix = PostfixInstance.start(scratch, settings, ca)) {
        assertThat(
                server.listen(
                    List.of(
                        endpoint("unix:" + socket + "?mode=0666"),
                        endpoint("inet:" + PostfixLab.TCP))))
            .isEmpty();
        new InsideClaims(scratch, internet, policies, postfix).all();
      }
    } finally {
      Files.delete(ca);
    }
  }

  private void all() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    claims.put("a chrooted smtp(8) asks by our Unix socket and delivers", this::chroot);
    claims.put("postmap -q answers in its dialect", this::postmap);
    claims.put("an attacker who strips STARTTLS gets nothing", this::stripped);
    claims.put("an attacker with a certificate of his own gets nothing", this::substituted);
    claims.put("an attacker who forges the MX gets nothing", this::hijacked);
    claims.put("a host of two labels under the wildcard gets nothing", this::twoLabels);
    claims.put("a new MX that the policy covers gets its mail", this::newMx);
    claims.put("the reason of a TEMP is in the log, and the mail waits", this::temporary);
    claims.put("a name in the CN alone is taken: Postfix's own limit", this::commonName);
    claims.put("a domain without a policy gets its mail as before", this::noPolicy);
    claims.forEach(
        (name, claim) -> {
          try {
            claim.hold();
            System.out.println("ok " + name);
          } catch (IOException | RuntimeException | AssertionError e) {
            System.out.println("not ok " + name + ": " + e.toString().replaceAll("\\s+", " "));
            postfix.log().forEach(System.err::println);
          }
        });
  }

  private void chroot() throws IOException {
    LabDomain domain = enforced();
    Seen seen = send(domain);
    assertThat(seen.outcome()).as(seen.words()).isEqualTo(Outcome.DELIVERED);
    assertThat(domain.mx().messages().entries()).singleElement().matches(mail -> !mail.inClear());
    Path queue = scratch.root().outside(scratch.inside("p") + "/queue");
    assertThat(postfix.rootsOfClients()).isNotEmpty().containsOnly(queue.toRealPath());
    assertThat(policies.wasAsked(suite.map(), domain.name())).isTrue();
    assertThat(postfix.log())
        .anyMatch(
            line -> line.contains("Verified TLS connection established to mx." + domain.name()));
  }

  private void postmap() {
    LabDomain domain = enforced();
    Ran ran =
        postfix.postmap(domain.name(), "socketmap:inet:" + PostfixLab.TCP + ":" + suite.map());
    assertThat(ran).isInstanceOf(Ran.Ended.class);
    String said = ((Ran.Ended) ran).out();
    assertThat(said).startsWith("secure match=mx." + domain.name() + " servername=hostname");
    if (suite != PostfixSuite.BOOKWORM) {
      assertThat(said).contains("policy_type=sts", "mx_host_pattern=mx." + domain.name());
    } else {
      assertThat(said).doesNotContain("policy_");
    }
    assertThat(postfix.postmap("none.example", "socketmap:inet:" + PostfixLab.TCP + ":postfix"))
        .as("not found is exit code 1 without a word")
        .isEqualTo(new Ran.Ended(1, "", ""));
  }

  private void stripped() {
    LabDomain domain = enforced();
    domain.mx().conduct(MxConduct.honest().withoutStartTls());
    assertDelayed(domain, domain.mx(), "4.7.4 TLS is required, but was not offered");
  }

  private void substituted() {
    LabDomain domain = enforced();
    LabCa other = LabCa.create("another authority", Instant.now());
    domain.mx().credential(other.issue(Leaf.of(domain.mxName())));
    assertDelayed(domain, domain.mx(), "untrusted issuer /CN=another authority");
  }

  private void hijacked() {
    LabDomain domain = enforced();
    LabMx evil = internet.mx("mx.evil" + domains + ".example");
    internet.dns().set(domain.name(), RecordType.MX, "10 " + evil.hostName());
    assertDelayed(
        domain,
        evil,
        suite != PostfixSuite.BOOKWORM
            ? "4.3.0 MX name '" + evil.hostName() + "' does not match STS MX pattern"
            : "hostname mismatch");
  }

  private void twoLabels() {
    LabDomain domain = enforced("*." + "d" + (domains + 1) + ".example");
    LabMx deep = internet.mx("a.b." + domain.name());
    internet.dns().set(domain.name(), RecordType.MX, "10 " + deep.hostName());
    assertDelayed(
        domain,
        deep,
        suite != PostfixSuite.BOOKWORM
            ? "does not match STS MX pattern"
            : "policy of " + domain.name() + " covers no host of its MX");
  }

  private void newMx() {
    LabDomain domain = enforced("*." + "d" + (domains + 1) + ".example");
    assertThat(send(domain).outcome()).isEqualTo(Outcome.DELIVERED);
    LabMx fresh = internet.mx("mx2." + domain.name());
    internet.dns().set(domain.name(), RecordType.MX, "10 " + fresh.hostName());
    sender.forget();
    Seen seen = send(domain);
    assertThat(seen.outcome()).as(seen.words()).isEqualTo(Outcome.DELIVERED);
    assertThat(fresh.messages().entries()).hasSize(1);
  }

  private void temporary() {
    LabDomain domain = internet.domain("d" + ++domains + ".example");
    policies.fail(domain.name(), "policy of " + domain.name() + ": nobody answered");
    assertDelayed(domain, domain.mx(), "policy of " + domain.name() + ": nobody answered");
  }

  /// RFC 8461 §4.2 wants a DNS-ID; Postfix looks at the CN where there is none. docs/postfix.md
  /// says so.
  private void commonName() {
    LabDomain domain = enforced();
    domain.mx().credential(internet.ca().issue(Leaf.commonNameOnly(domain.mxName())));
    Seen seen = send(domain);
    assertThat(seen.outcome()).as(seen.words()).isEqualTo(Outcome.DELIVERED);
  }

  private void noPolicy() {
    LabDomain domain = internet.domain("d" + ++domains + ".example");
    domain.mx().conduct(MxConduct.honest().withoutStartTls());
    Seen seen = send(domain);
    assertThat(seen.outcome()).as(seen.words()).isEqualTo(Outcome.DELIVERED);
    assertThat(domain.mx().messages().entries()).singleElement().matches(mail -> mail.inClear());
  }

  private void assertDelayed(LabDomain domain, LabMx whoMustNotGetIt, String words) {
    Seen seen = send(domain);
    assertThat(seen.outcome()).as(seen.words()).isEqualTo(Outcome.DEFERRED);
    assertThat(seen.words()).contains(words);
    assertThat(whoMustNotGetIt.messages().entries()).isEmpty();
  }

  private Seen send(LabDomain domain) {
    return sender.send(LabMessage.of("a claim"), domain.name());
  }

  /// A domain with a policy in enforce, of these patterns or of its exchanger's name, which the
  /// resolver knows.
  private LabDomain enforced(String... patterns) {
    LabDomain domain = internet.domain("d" + ++domains + ".example");
    policies.hold(
        domain.name(),
        patterns.length == 0
            ? domain.policy(PolicyMode.ENFORCE)
            : domain.policy(PolicyMode.ENFORCE, patterns));
    return domain;
  }

  private static SocketmapEndpoint endpoint(String text) {
    return switch (SocketmapEndpoint.parse(text)) {
      case Parsed.Valid<SocketmapEndpoint>(SocketmapEndpoint endpoint) -> endpoint;
      case Parsed.Invalid<SocketmapEndpoint>(String why) -> throw new IllegalArgumentException(why);
    };
  }
}
