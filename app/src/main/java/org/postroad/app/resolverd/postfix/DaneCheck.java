package org.postroad.app.resolverd.postfix;

import static org.postroad.app.resolverd.postfix.PostfixFinding.error;
import static org.postroad.app.resolverd.postfix.PostfixFinding.info;

import java.util.ArrayList;
import java.util.List;
import org.postroad.app.resolverd.postfix.PostfixSetup.Client;

/// Whether this Postfix can obey `dane` and `dane-only`: it looks TLSA records up itself, and
/// believes the AD bit of whatever resolver the host has (RFC 7672 §2.1).
final class DaneCheck {

  static final String DNS = "smtp_dns_support_level";

  private DaneCheck() {}

  static List<PostfixFinding> of(Client client, DaneSide side) {
    List<PostfixFinding> found = new ArrayList<>();
    boolean dnssec = client.value(DNS).equals("dnssec");
    if (side.on() && !dnssec) {
      found.add(
          error(
              "dane-without-dnssec",
              client.subject(DNS),
              "[resolver] dane is on, and without "
                  + DNS
                  + " = dnssec Postfix takes our dane for may and delivers nothing at dane-only",
              DNS + " = dnssec, or dane = false in [resolver]"));
    }
    if (side.on() && side.resolver() instanceof DaneSide.Resolver.Untrusted(String why)) {
      found.add(
          error(
              "resolver-not-validating",
              "/etc/resolv.conf",
              "[resolver] dane is on, and Postfix can believe no TLSA record: " + why,
              "a validating resolver on this host, as by apt-get install unbound, and its address"
                  + " alone in resolv.conf"));
    }
    if (!side.on() && dnssec && side.resolver() instanceof DaneSide.Resolver.Validates) {
      found.add(
          info(
              "dane-possible",
              client.subject(DNS),
              "Postfix and the resolver of this host can do DANE, and [resolver] dane is off",
              "dane = true in [resolver], dnssec = \"local\" in [dns]"));
    }
    return found;
  }
}
