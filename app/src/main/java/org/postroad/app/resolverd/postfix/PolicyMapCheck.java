package org.postroad.app.resolverd.postfix;

import static org.postroad.app.resolverd.postfix.PostfixFinding.error;
import static org.postroad.app.resolverd.postfix.PostfixFinding.info;
import static org.postroad.app.resolverd.postfix.PostfixFinding.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.app.resolverd.postfix.PolicyMaps.Entry;
import org.postroad.app.resolverd.postfix.PostfixSetup.Client;
import org.postroad.protocol.postfix.Dialect;

/// Does a client ask us, by the right name, and is it heard?
final class PolicyMapCheck {

  private static final String MAPS = "smtp_tls_policy_maps";
  private static final Set<String> EXPLAINED = Set.of("explain");

  private PolicyMapCheck() {}

  static List<PostfixFinding> of(PostfixSetup setup, Client client) {
    List<PostfixFinding> found = new ArrayList<>();
    PolicyMaps maps = client.policyMaps();
    String subject = client.subject(MAPS);
    List<Entry> ours = maps.socketmaps();
    if (ours.isEmpty()) {
      found.add(missing(setup, client, maps));
    }
    for (Entry entry : ours) {
      Optional<MapAddress> address = entry.address();
      if (address.isEmpty()) {
        found.add(
            error(
                "map-syntax",
                subject,
                entry.text() + ": neither inet:HOST:PORT:NAME nor unix:PATH:NAME",
                MAPS + " = " + suggestion(setup, client)));
      } else {
        name(setup, client, entry, address.get().mapName()).ifPresent(found::add);
      }
    }
    if (!ours.isEmpty()) {
      order(maps, subject, found);
      patterns(setup, client).ifPresent(found::add);
    }
    return found;
  }

  /// The value that a fresh installation wants.
  static String suggestion(PostfixSetup setup, Client client) {
    return "socketmap:inet:127.0.0.1:8461:" + PostfixCheck.dialect(setup, client).mapName();
  }

  private static PostfixFinding missing(PostfixSetup setup, Client client, PolicyMaps maps) {
    String line = MAPS + " = " + suggestion(setup, client);
    if (client.overrides().containsKey(MAPS)) {
      return warning(
          "map-overridden",
          client.subject(MAPS),
          "-o "
              + MAPS
              + "="
              + client.value(MAPS)
              + ": what goes by this service is under no policy",
          "remove the override, or add our map to it");
    }
    if (maps.entries().stream().anyMatch(Entry::composed)) {
      return warning(
          "map-composed",
          "main.cf",
          MAPS + " = " + client.value(MAPS) + ": what is inside is not judged",
          "name the socketmap by itself: " + line);
    }
    String seen =
        maps.entries().isEmpty() ? "is empty" : "= " + client.value(MAPS) + " has no socketmap";
    String cure =
        maps.entries().isEmpty()
            ? line
            : MAPS + " = " + client.value(MAPS) + ", " + suggestion(setup, client);
    return error("map-missing", "main.cf", MAPS + " " + seen + ": nobody asks us", cure);
  }

  private static Optional<PostfixFinding> name(
      PostfixSetup setup, Client client, Entry entry, String name) {
    String subject = client.subject(MAPS);
    Dialect right = PostfixCheck.dialect(setup, client);
    String cure = "ask for " + right.mapName() + ": " + replaced(client, entry, name, right);
    Optional<Dialect> dialect = Dialect.of(name);
    if (dialect.isEmpty() || dialect.get() == Dialect.STS) {
      String what =
          dialect.isPresent() || EXPLAINED.contains(name) ? "not for Postfix" : "none of our maps";
      return Optional.of(
          error(
              "map-name",
              subject,
              entry.text() + ": \"" + name + "\" is " + what + ": all mail is deferred",
              cure));
    }
    String version = setup.value("mail_version");
    boolean attributes = dialect.get() == Dialect.POSTFIX_3_10;
    boolean tooOld =
        setup.version().filter(v -> !v.isBefore(PostfixVersion.WITH_ATTRIBUTES)).isEmpty();
    if (attributes && tooOld) {
      return Optional.of(
          error(
              "dialect-too-new",
              subject,
              "Postfix "
                  + version
                  + " does not know policy_type: with "
                  + name
                  + " the mail of every domain that has a policy is deferred",
              cure));
    }
    if (attributes && right == Dialect.POSTFIX) {
      return Optional.of(
          warning(
              "patterns-unenforced",
              subject,
              entry.text()
                  + ": here the MX is not held against the policy's patterns, and a"
                  + " wildcard covers any depth",
              cure));
    }
    if (!attributes && right == Dialect.POSTFIX_3_10) {
      return Optional.of(
          warning(
              "dialect-too-old",
              subject,
              "Postfix "
                  + version
                  + " can hold the MX against the policy's patterns itself;"
                  + " with "
                  + name
                  + " it is not told them",
              cure));
    }
    if (!name.equals(right.mapName())) {
      return Optional.of(
          info("map-alias", subject, entry.text() + ": works; the name is another daemon's", cure));
    }
    return Optional.empty();
  }

  /// The whole value with the one name exchanged.
  private static String replaced(Client client, Entry entry, String name, Dialect right) {
    String text = entry.text();
    String better = text.substring(0, text.length() - name.length()) + right.mapName();
    return MAPS + " = " + client.value(MAPS).replace(text, better);
  }

  private static void order(PolicyMaps maps, String subject, List<PostfixFinding> found) {
    boolean oursSeen = false;
    for (Entry entry : maps.entries()) {
      if (entry.socketmap()) {
        if (oursSeen) {
          found.add(
              info(
                  "second-daemon",
                  subject,
                  entry.text() + ": asked only where the first socketmap knows no policy",
                  "one policy daemon is enough"));
        }
        oursSeen = true;
      } else if (entry.answersAll() && !oursSeen) {
        found.add(
            error(
                "map-order",
                subject,
                entry.text() + " comes first and answers everything: we are never asked",
                "put our map before it"));
      } else if (!oursSeen) {
        found.add(
            info(
                "map-before",
                subject,
                entry.text() + " is asked first: its entries win over policies",
                "good for exceptions; list there only what is meant as one"));
      }
    }
  }

  private static Optional<PostfixFinding> patterns(PostfixSetup setup, Client client) {
    String parameter = "smtp_tls_enforce_sts_mx_patterns";
    return PostfixCheck.patternsKnown(setup) && PostfixCheck.patternsOff(client)
        ? Optional.of(
            warning(
                "patterns-off",
                client.subject(parameter),
                parameter + " = no: Postfix does not hold the MX against the policy's patterns",
                parameter + " = yes, and the map postfix-3.10"))
        : Optional.empty();
  }
}
