package org.postroad.app.resolverd.postfix;

import static org.postroad.app.resolverd.postfix.PostfixFinding.error;
import static org.postroad.app.resolverd.postfix.PostfixFinding.info;
import static org.postroad.app.resolverd.postfix.PostfixFinding.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postroad.app.resolverd.postfix.PostfixSetup.Client;

/// What a client does for domains without a policy, and whether DANE and logging work.
final class LevelCheck {

  private static final String LEVEL = "smtp_tls_security_level";
  private static final String DNS = "smtp_dns_support_level";

  private LevelCheck() {}

  /// @param ours whether our answers decide by DANE too
  static List<PostfixFinding> of(Client client, boolean ours) {
    List<PostfixFinding> found = new ArrayList<>();
    level(client, ours, found);
    if (client.value("disable_dns_lookups").equals("yes") || client.value(DNS).equals("disabled")) {
      found.add(
          error(
              "dns-disabled",
              client.subject(DNS),
              "DNS look-ups are off: mail does not go by MX, and no policy fits where it goes",
              "remove disable_dns_lookups and " + DNS + " = disabled"));
    }
    if (client.value("smtp_tls_loglevel").equals("0")) {
      found.add(
          info(
              "log-silent",
              client.subject("smtp_tls_loglevel"),
              "smtp_tls_loglevel = 0: the log does not say which connections were verified",
              "smtp_tls_loglevel = 1"));
    }
    return found;
  }

  private static void level(Client client, boolean ours, List<PostfixFinding> found) {
    String subject = client.subject(LEVEL);
    String level = client.value(LEVEL).toLowerCase(Locale.ROOT);
    switch (level) {
      case "may" -> {}
      case "encrypt", "verify", "secure", "fingerprint" ->
          found.add(
              info(
                  "level-stricter",
                  subject,
                  LEVEL + " = " + level + ": demanded of every domain, also those without a policy",
                  "no change needed if that is meant; else " + LEVEL + " = may"));
      case "dane", "dane-only" -> dane(client, level, ours, found);
      case "none" -> found.add(clear(subject, LEVEL + " = none"));
      case "" -> legacy(client, found);
      default ->
          found.add(
              error(
                  "level-unknown",
                  subject,
                  LEVEL + " = " + level + ": no such level: smtp(8) ends with a fatal error",
                  LEVEL + " = may"));
    }
  }

  private static void dane(Client client, String level, boolean ours, List<PostfixFinding> found) {
    if (!client.value(DNS).equals("dnssec")) {
      found.add(
          error(
              "dane-without-dnssec",
              client.subject(DNS),
              LEVEL + " = " + level + " without " + DNS + " = dnssec: no TLSA record is believed",
              DNS + " = dnssec, with a validating resolver on this host"));
    }
    if (ours) {
      return;
    }
    found.add(
        warning(
            "dane-overridden",
            client.subject(LEVEL),
            LEVEL
                + " = "
                + level
                + ": for a domain with an enforce policy our answer stands"
                + " instead, and at level secure Postfix asks for no TLSA record",
            "dane = true in [resolver], which answers by TLSA records too"));
  }

  /// Before 2.3 two switches said what the level says now.
  private static void legacy(Client client, List<PostfixFinding> found) {
    if (client.value("smtp_enforce_tls").equals("yes")) {
      found.add(
          warning(
              "obsolete-level",
              client.subject("smtp_enforce_tls"),
              "smtp_enforce_tls = yes decides, since " + LEVEL + " is empty",
              LEVEL + " = encrypt"));
    } else if (client.value("smtp_use_tls").equals("yes")) {
      found.add(
          warning(
              "obsolete-level",
              client.subject("smtp_use_tls"),
              "smtp_use_tls = yes decides, since " + LEVEL + " is empty",
              LEVEL + " = may"));
    } else {
      found.add(clear(client.subject(LEVEL), LEVEL + " is empty"));
    }
  }

  private static PostfixFinding clear(String subject, String seen) {
    return warning(
        "level-none",
        subject,
        seen + ": mail to domains without an enforce policy goes in clear",
        LEVEL + " = may");
  }
}
