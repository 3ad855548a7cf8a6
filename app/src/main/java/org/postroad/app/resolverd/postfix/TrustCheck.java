package org.postroad.app.resolverd.postfix;

import static org.postroad.app.resolverd.postfix.PostfixFinding.error;
import static org.postroad.app.resolverd.postfix.PostfixFinding.info;
import static org.postroad.app.resolverd.postfix.PostfixFinding.warning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postroad.app.resolverd.postfix.PostfixSetup.Client;
import org.postroad.app.resolverd.postfix.PostfixSetup.TrustFile;

/// Can a client verify the certificates that a policy asks for?
final class TrustCheck {

  private static final String FILE = "smtp_tls_CAfile";
  private static final String PATH = "smtp_tls_CApath";
  private static final String CURE = FILE + " = /etc/ssl/certs/ca-certificates.crt";
  private static final String CONSEQUENCE =
      "the mail of every domain that has a policy is deferred";

  private static final Set<String> OLD = Set.of("TLSv1", "TLSv1.1");
  private static final Set<String> NEW = Set.of("TLSv1.2", "TLSv1.3", "0303", "0304");

  private TrustCheck() {}

  static List<PostfixFinding> of(PostfixSetup setup, Client client) {
    List<PostfixFinding> found = new ArrayList<>();
    String file = client.value(FILE);
    String path = client.value(PATH);
    if (file.isEmpty() && path.isEmpty()) {
      found.add(none(client));
    }
    if (!file.isEmpty()) {
      seen(setup, client, FILE, file, found);
    }
    if (!path.isEmpty()) {
      seen(setup, client, PATH, path, found);
      if (client.chroot()) {
        found.add(
            warning(
                "ca-path-in-chroot",
                client.service(),
                PATH
                    + " = "
                    + path
                    + ": read inside the chroot, from a copy that may be missing"
                    + " or old",
                CURE));
      }
    }
    oldTls(client, found);
    return found;
  }

  private static PostfixFinding none(Client client) {
    return client.value("tls_append_default_CA").equals("yes")
        ? info(
            "default-trust-anchors",
            client.subject("tls_append_default_CA"),
            "tls_append_default_CA = yes: OpenSSL's own trust anchors count, whatever they are",
            CURE)
        : error(
            "no-trust-anchors",
            client.subject(FILE),
            FILE + " and " + PATH + " are empty: " + CONSEQUENCE,
            CURE);
  }

  private static void seen(
      PostfixSetup setup,
      Client client,
      String parameter,
      String value,
      List<PostfixFinding> found) {
    TrustFile trust = setup.trustFiles().getOrDefault(value, TrustFile.HOLDS_CERTIFICATES);
    switch (trust) {
      case HOLDS_CERTIFICATES -> {}
      case HOLDS_NONE ->
          found.add(
              error(
                  "trust-anchors-empty",
                  client.subject(parameter),
                  parameter + " = " + value + ": holds no certificate: " + CONSEQUENCE,
                  CURE));
      case MISSING ->
          found.add(
              error(
                  "trust-anchors-missing",
                  client.subject(parameter),
                  parameter + " = " + value + ": not there: " + CONSEQUENCE,
                  "apt-get install ca-certificates; " + CURE));
    }
  }

  /// RFC 8461 §7 wants TLS 1.2 or later.
  private static void oldTls(Client client, List<PostfixFinding> found) {
    String parameter = "smtp_tls_mandatory_protocols";
    String value = client.value(parameter);
    if (allowsOld(value)) {
      found.add(
          warning(
              "old-tls",
              client.subject(parameter),
              parameter
                  + " = "
                  + value
                  + ": TLS 1.0 and 1.1 are good enough for a policy"
                  + " (RFC 8461 §7 wants 1.2)",
              parameter + " = >=TLSv1.2"));
    }
  }

  /// Postfix's three ways to say it: a floor (`>=TLSv1.2`), a list (`TLSv1.2, TLSv1.3`), exclusions
  /// (`!SSLv3, !TLSv1, !TLSv1.1`).
  private static boolean allowsOld(String value) {
    Set<String> listed = new HashSet<>();
    Set<String> excluded = new HashSet<>();
    for (String word : value.replaceAll("([<>]=)\\s+", "$1").split("[,:\\s]+", -1)) {
      if (word.startsWith(">=")) {
        return !NEW.contains(word.substring(2));
      }
      if (word.startsWith("!")) {
        excluded.add(word.substring(1));
      } else if (!word.isEmpty() && !word.startsWith("<=")) {
        listed.add(word);
      }
    }
    Set<String> allowed = new HashSet<>(listed.isEmpty() ? OLD : listed);
    allowed.removeAll(excluded);
    return allowed.stream().anyMatch(OLD::contains);
  }
}
