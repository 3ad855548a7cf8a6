package org.postroad.app.resolverd.postfix;

import static org.postroad.app.resolverd.postfix.PostfixFinding.error;
import static org.postroad.app.resolverd.postfix.PostfixFinding.info;
import static org.postroad.app.resolverd.postfix.PostfixFinding.warning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.app.resolverd.postfix.PostfixSetup.Client;
import org.postroad.protocol.postfix.Dialect;

/// Judges a Postfix: will it ask us, understand us, and enforce what we say?
///
/// Every SMTP client of master.cf is judged with the parameters in force there; what several have
/// in common is said once.
public final class PostfixCheck {

  private static final Pattern UNUSED =
      Pattern.compile(".*unused parameter: ((?:smtp_tls|tls_|smtp_dns)\\w*)=.*");

  private PostfixCheck() {}

  /// The findings, the worst first; in the order of asking among equals.
  ///
  /// @param dane what is known of DANE beside the MTA
  public static List<PostfixFinding> of(PostfixSetup setup, DaneSide dane) {
    Set<PostfixFinding> found = new LinkedHashSet<>();
    found.addAll(version(setup));
    List<Client> clients = setup.clients();
    if (clients.isEmpty()) {
      found.add(
          error(
              "no-client",
              "master.cf",
              "no service runs smtp(8): this Postfix sends no mail",
              "smtp unix - - y - - smtp"));
    }
    for (Client client : clients) {
      found.addAll(PolicyMapCheck.of(setup, client));
      if (!client.policyMaps().socketmaps().isEmpty()) {
        found.addAll(SocketCheck.of(setup, client));
        found.addAll(TrustCheck.of(setup, client));
        found.addAll(DaneCheck.of(client, dane));
      }
      found.addAll(LevelCheck.of(client, dane.on()));
    }
    found.addAll(routes(setup));
    found.addAll(leftOver(setup));
    return found.stream().sorted(Comparator.comparing(PostfixFinding::severity)).toList();
  }

  /// The dialect that a Postfix of this version should ask for in this client.
  static Dialect dialect(PostfixSetup setup, Client client) {
    return patternsKnown(setup) && !patternsOff(client) ? Dialect.POSTFIX_3_10 : Dialect.POSTFIX;
  }

  static boolean patternsKnown(PostfixSetup setup) {
    return setup.version().filter(v -> !v.isBefore(PostfixVersion.WITH_PATTERNS)).isPresent();
  }

  static boolean patternsOff(Client client) {
    return client.value("smtp_tls_enforce_sts_mx_patterns").equals("no");
  }

  private static List<PostfixFinding> version(PostfixSetup setup) {
    List<PostfixFinding> found = new ArrayList<>();
    Optional<PostfixVersion> version = setup.version();
    String text = setup.value("mail_version");
    if (version.isEmpty()) {
      found.add(
          warning(
              "version-unknown",
              "postconf mail_version",
              "not a version: \"" + text + "\"; taken for one before 3.10.5",
              "choose the map by hand: docs/postfix.md"));
    } else if (version.get().isBefore(PostfixVersion.OLDEST)) {
      found.add(
          error(
              "version-too-old",
              "postconf mail_version",
              "Postfix " + text + " does not know servername=: every policy defers its mail",
              "upgrade to Postfix 3.4 or later"));
    }
    if (!setup.mapTypes().contains("socketmap")) {
      found.add(
          error(
              "no-socketmap-support",
              "postconf -m",
              "this Postfix cannot ask a socketmap",
              "install a Postfix that was built with it, as all of Debian's are"));
    }
    return found;
  }

  /// With a smart host in between it is that host's domain whose policy counts (RFC 8461 §3.4).
  private static List<PostfixFinding> routes(PostfixSetup setup) {
    List<PostfixFinding> found = new ArrayList<>();
    String relayhost = setup.value("relayhost");
    if (!relayhost.isEmpty()) {
      found.add(
          warning(
              "smart-host",
              "main.cf",
              "relayhost = "
                  + relayhost
                  + ": the policy of that host's domain is asked for, not the recipients'",
              "the smart host has to enforce the recipients' policies"));
    }
    for (String parameter :
        List.of(
            "transport_maps",
            "sender_dependent_relayhost_maps",
            "sender_dependent_default_transport_maps",
            "smtp_fallback_relay")) {
      String value = setup.value(parameter);
      if (!value.isEmpty()) {
        found.add(
            info(
                "other-routes",
                "main.cf",
                parameter
                    + " = "
                    + value
                    + ": mail that it leads to a host of its own is under"
                    + " that host's policy",
                "no change needed if that is meant"));
      }
    }
    String transport = setup.value("default_transport");
    if (!transport.isEmpty() && !transport.equals("smtp")) {
      found.add(
          warning(
              "default-transport",
              "main.cf",
              "default_transport = " + transport + ": other people's mail does not go by smtp(8)",
              "default_transport = smtp"));
    }
    return found;
  }

  /// What does nothing, though it looks as if it did.
  private static List<PostfixFinding> leftOver(PostfixSetup setup) {
    List<PostfixFinding> found = new ArrayList<>();
    if (!setup.value("smtp_tls_per_site").isEmpty()) {
      found.add(
          warning(
              "per-site-ignored",
              "main.cf",
              "smtp_tls_per_site = "
                  + setup.value("smtp_tls_per_site")
                  + ": ignored as soon as smtp_tls_policy_maps is set",
              "move its entries into a map of smtp_tls_policy_maps and remove it"));
    }
    if (!setup.value("smtp_tls_security_level").isEmpty()) {
      for (String old : List.of("smtp_use_tls", "smtp_enforce_tls")) {
        if (setup.explicit().contains(old)) {
          found.add(
              info(
                  "obsolete-switch",
                  "main.cf",
                  old + " = " + setup.value(old) + ": smtp_tls_security_level overrides it",
                  "remove it"));
        }
      }
    }
    for (String complaint : setup.complaints()) {
      Matcher m = UNUSED.matcher(complaint);
      if (m.matches()) {
        found.add(
            warning(
                "unused-parameter",
                "main.cf",
                m.group(1) + ": Postfix knows no such parameter",
                "correct its name or remove it"));
      }
    }
    return found;
  }
}
