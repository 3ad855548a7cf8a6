package org.postroad.app.resolverd.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postroad.app.resolverd.postfix.PostfixSetup.Reach;
import org.postroad.app.resolverd.postfix.PostfixSetup.TrustFile;

/// What postconf(1) says, and what the operator must be told about it.
class PostfixCheckTest {

  private static final String GOOD_3_7 =
      """
      mail_version = 3.7.11
      compatibility_level = 3.6
      queue_directory = /var/spool/postfix
      mail_owner = postfix
      default_transport = smtp
      relayhost =
      smtp_tls_policy_maps = socketmap:inet:127.0.0.1:8461:postfix
      smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt
      smtp_tls_security_level = may
      smtp_tls_mandatory_protocols = >=TLSv1.2
      smtp_tls_loglevel = 1
      """;

  private static final String GOOD_3_10 =
      GOOD_3_7
          + """
          mail_version = 3.10.13
          smtp_tls_enforce_sts_mx_patterns = yes
          smtp_tls_policy_maps = socketmap:unix:postroad/resolver.sock:postfix-3.10
          """;

  private static final String MASTER =
      """
      smtp       inet  n       -       y       -       -       smtpd
      smtp       unix  -       -       y       -       -       smtp
      relay      unix  -       -       y       -       -       smtp -o syslog_name=postfix/relay
      proxymap   unix  -       -       n       -       -       proxymap
      lmtp       unix  -       -       y       -       -       lmtp
      """;

  @Test
  void aGoodSetupOfEitherDialectHasNoFindings() {
    assertThat(findings(GOOD_3_7, MASTER, "")).isEmpty();
    assertThat(findings(GOOD_3_10, MASTER, "")).isEmpty();
  }

  static List<Arguments> mainCf() {
    String maps = "smtp_tls_policy_maps = ";
    return List.of(
        row("a fresh Debian", "3.7", maps + "\nsmtp_tls_CAfile =\n", "error map-missing"),
        row("another map only", "3.7", maps + "hash:/etc/postfix/tls", "error map-missing"),
        row(
            "a map hidden in another",
            "3.7",
            maps + "unionmap:{hash:/x, socketmap:inet:127.0.0.1:8461:postfix}",
            "warning map-composed"),
        row(
            "own exceptions first",
            "3.7",
            maps + "hash:/x, socketmap:inet:127.0.0.1:8461:postfix",
            "info map-before"),
        row("own defaults last", "3.7", maps + "socketmap:inet:127.0.0.1:8461:postfix hash:/x", ""),
        row(
            "an answer to everything first",
            "3.7",
            maps + "static:may, socketmap:inet:127.0.0.1:8461:postfix",
            "error map-order"),
        row(
            "two daemons",
            "3.7",
            maps + "socketmap:inet:127.0.0.1:8461:postfix, socketmap:inet:127.0.0.1:8462:postfix",
            "info second-daemon"),
        row("no map name", "3.7", maps + "socketmap:inet:127.0.0.1:8461", "error map-syntax"),
        row(
            "another daemon's name",
            "3.7",
            maps + "socketmap:inet:127.0.0.1:8461:QUERY",
            "info map-alias"),
        row(
            "an unknown name",
            "3.7",
            maps + "socketmap:inet:127.0.0.1:8461:postfx",
            "error map-name"),
        row("sendmail's map", "3.7", maps + "socketmap:inet:127.0.0.1:8461:sts", "error map-name"),
        row(
            "the newer dialect on 3.7",
            "3.7",
            maps + "socketmap:inet:127.0.0.1:8461:postfix-3.10",
            "error dialect-too-new"),
        row(
            "the newer alias on 3.7",
            "3.7",
            maps + "socketmap:inet:127.0.0.1:8461:QUERYwithTLSRPT",
            "error dialect-too-new"),
        row(
            "3.10.4 accepts it and ignores the patterns",
            "3.10",
            "mail_version = 3.10.4",
            "warning patterns-unenforced"),
        row(
            "3.9 still calls it an invalid attribute",
            "3.10",
            "mail_version = 3.9.1",
            "error dialect-too-new"),
        row("a snapshot of 3.11", "3.10", "mail_version = 3.11-20260101", ""),
        row("3.10.5 is the first", "3.10", "mail_version = 3.10.5", ""),
        row(
            "the older dialect on 3.10.13",
            "3.10",
            maps + "socketmap:inet:127.0.0.1:8461:postfix",
            "warning dialect-too-old"),
        row(
            "patterns switched off",
            "3.10",
            "smtp_tls_enforce_sts_mx_patterns = no",
            "warning patterns-unenforced",
            "warning patterns-off"),
        row(
            "patterns off, and the dialect for it",
            "3.10",
            "smtp_tls_enforce_sts_mx_patterns = no\n"
                + maps
                + "socketmap:unix:postroad/resolver.sock:postfix",
            "warning patterns-off"),
        row("no version", "3.7", "mail_version = mine", "warning version-unknown"),
        row("before servername", "3.7", "mail_version = 3.3.22", "error version-too-old"),
        row("no trust anchors", "3.7", "smtp_tls_CAfile =", "error no-trust-anchors"),
        row(
            "OpenSSL's own",
            "3.7",
            "smtp_tls_CAfile =\ntls_append_default_CA = yes",
            "info default-trust-anchors"),
        row(
            "a bundle that is not there",
            "3.7",
            "smtp_tls_CAfile = /gone.pem",
            "error trust-anchors-missing"),
        row("an empty bundle", "3.7", "smtp_tls_CAfile = /empty.pem", "error trust-anchors-empty"),
        row(
            "a folder, under a chroot",
            "3.7",
            "smtp_tls_CAfile =\nsmtp_tls_CApath = /etc/ssl/certs",
            "warning ca-path-in-chroot",
            "warning ca-path-in-chroot"),
        row("TLS off by default", "3.7", "smtp_tls_security_level =", "warning level-none"),
        row("TLS off", "3.7", "smtp_tls_security_level = none", "warning level-none"),
        row(
            "the old switch",
            "3.7",
            "smtp_tls_security_level =\nsmtp_use_tls = yes",
            "warning obsolete-level"),
        row("a typing error", "3.7", "smtp_tls_security_level = encypt", "error level-unknown"),
        row(
            "encryption for all",
            "3.7",
            "smtp_tls_security_level = encrypt",
            "info level-stricter"),
        row(
            "DANE without DNSSEC",
            "3.7",
            "smtp_tls_security_level = dane",
            "error dane-without-dnssec",
            "warning dane-overridden"),
        row(
            "DANE",
            "3.7",
            "smtp_tls_security_level = dane\nsmtp_dns_support_level = dnssec",
            "warning dane-overridden"),
        row("no DNS at all", "3.7", "smtp_dns_support_level = disabled", "error dns-disabled"),
        row("TLS 1.0 by floor", "3.7", "smtp_tls_mandatory_protocols = >=TLSv1", "warning old-tls"),
        row(
            "TLS 1.1 by exclusion",
            "3.7",
            "smtp_tls_mandatory_protocols = !SSLv2, !SSLv3, !TLSv1",
            "warning old-tls"),
        row(
            "TLS 1.2 by exclusion",
            "3.7",
            "smtp_tls_mandatory_protocols = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1",
            ""),
        row("TLS 1.2 by list", "3.7", "smtp_tls_mandatory_protocols = TLSv1.2 TLSv1.3", ""),
        row(
            "a floor with a blank and a ceiling",
            "3.7",
            "smtp_tls_mandatory_protocols = <=TLSv1.3, >= TLSv1.2",
            ""),
        row("anything", "3.7", "smtp_tls_mandatory_protocols =", "warning old-tls"),
        row("a smart host", "3.7", "relayhost = [mail.isp.example]:587", "warning smart-host"),
        row("routes of their own", "3.7", "transport_maps = hash:/x", "info other-routes"),
        row(
            "mail by another transport",
            "3.7",
            "default_transport = uucp",
            "warning default-transport"),
        row(
            "the map before last",
            "3.7",
            "smtp_tls_per_site = hash:/x",
            "warning per-site-ignored"),
        row("a silent log", "3.7", "smtp_tls_loglevel = 0", "info log-silent"),
        row(
            "a daemon elsewhere",
            "3.7",
            maps + "socketmap:inet:10.1.2.3:8461:postfix",
            "warning socket-remote"),
        row(
            "a name in a chroot",
            "3.7",
            maps + "socketmap:inet:localhost:8461:postfix",
            "warning socket-name-in-chroot",
            "warning socket-name-in-chroot"),
        row("IPv6", "3.7", maps + "socketmap:inet:[::1]:8461:postfix", ""),
        row(
            "nobody listens",
            "3.7",
            maps + "socketmap:inet:127.0.0.1:9:postfix",
            "error socket-silent"),
        row(
            "nobody listens behind a file",
            "3.7",
            maps + "socketmap:unix:postroad/stale:postfix",
            "error socket-silent",
            "error socket-silent"),
        row(
            "no socket in the chroot",
            "3.7",
            maps + "socketmap:unix:/run/postroad/resolver.sock:postfix",
            "error socket-outside-chroot",
            "error socket-outside-chroot"),
        row(
            "the host's path under a chroot",
            "3.7",
            maps + "socketmap:unix:/var/spool/postfix/postroad/resolver.sock:postfix",
            "error socket-path-in-chroot",
            "error socket-path-in-chroot"),
        row(
            "an absolute path that the chroot has",
            "3.7",
            maps + "socketmap:unix:/postroad/resolver.sock:postfix",
            ""),
        row(
            "a socket for root only",
            "3.7",
            maps + "socketmap:unix:postroad/closed:postfix",
            "error socket-denied",
            "error socket-denied"),
        row(
            "by proxymap, which has no chroot",
            "3.7",
            maps + "proxy:socketmap:unix:/run/postroad/open.sock:postfix",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mainCf")
  void mainCfIsJudged(String why, String base, String change, List<String> expected) {
    String good = base.equals("3.7") ? GOOD_3_7 : GOOD_3_10;
    assertThat(codes(findings(good + change, MASTER, ""))).as(why).isEqualTo(expected);
  }

  static List<Arguments> masterCf() {
    return List.of(
        row(
            "a service of one's own without the map",
            "relay/unix/smtp_tls_policy_maps =",
            "",
            "warning map-overridden"),
        row(
            "a service without TLS",
            "relay/unix/smtp_tls_security_level = none",
            "",
            "warning level-none"),
        row(
            "a service with other trust anchors",
            "smtp/unix/smtp_tls_CAfile = /gone.pem",
            "",
            "error trust-anchors-missing"),
        row(
            "other parameters are nobody's business",
            "relay/unix/smtp_bind_address = 192.0.2.1",
            "",
            ""),
        row("no SMTP client", "", "smtp inet n - y - - smtpd\n", "error no-client"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("masterCf")
  void masterCfIsJudgedPerService(
      String why, String overrides, String master, List<String> expected) {
    String services = master.isEmpty() ? MASTER : master;
    List<PostfixFinding> found = findings(GOOD_3_7, services, overrides);
    assertThat(codes(found)).as(why).isEqualTo(expected);
    assertThat(found).allMatch(finding -> finding.subject().startsWith("master.cf"));
  }

  @Test
  void theCureIsALineThatCanBePasted() {
    PostfixFinding finding =
        findings(
                GOOD_3_7
                    + "smtp_tls_policy_maps = hash:/x,"
                    + " socketmap:inet:127.0.0.1:8461:postfix-3.10",
                MASTER,
                "")
            .getFirst();
    assertThat(finding.cure())
        .endsWith("smtp_tls_policy_maps = hash:/x, socketmap:inet:127.0.0.1:8461:postfix");
    PostfixFinding missing = findings(GOOD_3_10 + "smtp_tls_policy_maps =", MASTER, "").getFirst();
    assertThat(missing.cure())
        .isEqualTo("smtp_tls_policy_maps = socketmap:inet:127.0.0.1:8461:postfix-3.10");
  }

  @Test
  void anUnknownParameterOfTlsIsNamed() {
    PostfixSetup good = setup(GOOD_3_7, MASTER, "");
    PostfixSetup setup =
        new PostfixSetup(
            good.directory(),
            good.parameters(),
            Set.of("smtp_use_tls"),
            good.services(),
            Set.of("hash"),
            List.of(
                "postconf: warning: /etc/postfix/main.cf: unused parameter: smtp_tls_CAfiel=/x",
                "postconf: warning: /etc/postfix/main.cf: unused parameter: my_own=1"),
            good.trustFiles(),
            good.sockets());
    assertThat(codes(PostfixCheck.of(setup, NO_DANE)))
        .containsExactly(
            "error no-socketmap-support", "warning unused-parameter", "info obsolete-switch");
  }

  /// What `[resolver] dane` needs of Postfix and of the host, and when it is offered.
  @Test
  void daneNeedsAPostfixAndAResolverThatCanDoIt() {
    String dnssec = GOOD_3_7 + "\nsmtp_dns_support_level = dnssec\n";
    DaneSide.Resolver validates = new DaneSide.Resolver.Validates();
    DaneSide.Resolver untrusted = new DaneSide.Resolver.Untrusted("192.0.2.53 is not loopback");
    assertThat(codes(dnssec, new DaneSide(true, validates))).isEmpty();
    assertThat(codes(GOOD_3_7, new DaneSide(true, validates)))
        .containsExactly("error dane-without-dnssec");
    assertThat(codes(dnssec, new DaneSide(true, untrusted)))
        .containsExactly("error resolver-not-validating");
    assertThat(codes(dnssec, new DaneSide(false, validates))).containsExactly("info dane-possible");
    assertThat(codes(dnssec, new DaneSide(false, untrusted))).isEmpty();
    assertThat(codes(GOOD_3_7, new DaneSide(false, validates))).isEmpty();
    assertThat(codes(dnssec + "smtp_tls_security_level = dane\n", new DaneSide(true, validates)))
        .as("our answers decide by DANE too")
        .isEmpty();
  }

  private static List<String> codes(String main, DaneSide dane) {
    return codes(PostfixCheck.of(setup(main, MASTER, ""), dane));
  }

  private static final DaneSide NO_DANE =
      new DaneSide(false, new DaneSide.Resolver.Untrusted("not asked"));

  private static List<PostfixFinding> findings(String main, String master, String overrides) {
    return PostfixCheck.of(setup(main, master, overrides), NO_DANE);
  }

  private static PostfixSetup setup(String main, String master, String overrides) {
    Map<String, Map<String, String>> byService = new HashMap<>();
    PostfixReader.pairs(overrides)
        .forEach(
            (path, value) -> {
              String[] part = path.split("/", -1);
              byService
                  .computeIfAbsent(part[0] + "/" + part[1], _ -> new HashMap<>())
                  .put(part[2], value);
            });
    String queue = "/var/spool/postfix";
    return new PostfixSetup(
        "/etc/postfix",
        PostfixReader.pairs(main),
        Set.of(),
        PostfixReader.services(master, byService),
        Set.of("hash", "socketmap"),
        List.of(),
        Map.of("/gone.pem", TrustFile.MISSING, "/empty.pem", TrustFile.HOLDS_NONE),
        Map.of(
            "127.0.0.1:9",
            new Reach.Refused("connection refused"),
            queue + "/run/postroad/resolver.sock",
            new Reach.Absent("which is not there"),
            queue + "/postroad/stale",
            new Reach.Refused("connection refused"),
            queue + "/postroad/closed",
            new Reach.Denied("the socket is closed to postfix")));
  }

  private static List<String> codes(List<PostfixFinding> findings) {
    return findings.stream()
        .map(f -> f.severity().name().toLowerCase(Locale.ROOT) + " " + f.code())
        .toList();
  }

  private static Arguments row(String why, String first, String second, String... expected) {
    List<String> codes = new ArrayList<>(List.of(expected));
    codes.remove("");
    return Arguments.of(why, first, second, codes);
  }
}
