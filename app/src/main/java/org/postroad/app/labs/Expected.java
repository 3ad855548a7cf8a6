package org.postroad.app.labs;

import java.util.List;

/// What each row of the lab must come to, written beforehand from RFC 8461 and RFC 7672, and never
/// from a run.
///
/// @param attack the attack's name, `honest` for none
/// @param policy what the domain publishes: `none`, `testing` or `enforce`, or `dane`: TLSA records
///   in a signed zone, and no policy
/// @param cache `warm` if the sender fetched the policy before the attack, `cold` at first contact
/// @param sender `postroad`, or `plain`: one that knows nothing of MTA-STS
/// @param deliveredTo `mx`, `attacker` or `nobody`; whoever reads the message besides the MX is the
///   attacker
/// @param inClear whether the message crossed the network without TLS
/// @param section that says so
public record Expected(
    String attack,
    String policy,
    String cache,
    String sender,
    String deliveredTo,
    boolean inClear,
    String section) {

  /// The rows, the three attacks that MTA-STS exists for first.
  static final List<Expected> TABLE =
      table(
          """
          honest                   none    cold plain    mx       tls   §1
          honest                   enforce cold plain    mx       tls   §1
          honest                   none    cold postroad mx       tls   §3.1
          honest                   testing cold postroad mx       tls   §5
          honest                   enforce cold postroad mx       tls   §5
          honest                   enforce warm postroad mx       tls   §5.1
          starttls-stripping       enforce cold plain    attacker clear §1
          starttls-stripping       none    cold postroad attacker clear §10
          starttls-stripping       testing warm postroad attacker clear §5
          starttls-stripping       enforce warm postroad nobody   -     §5
          mx-hijack                enforce cold plain    attacker tls   §1
          mx-hijack                none    cold postroad attacker tls   §10
          mx-hijack                testing warm postroad attacker tls   §5
          mx-hijack                enforce warm postroad nobody   -     §4.1
          certificate-substitution enforce cold plain    attacker tls   §1
          certificate-substitution none    cold postroad attacker tls   §10
          certificate-substitution testing warm postroad attacker tls   §5
          certificate-substitution enforce warm postroad nobody   -     §4.2
          certificate-wrong-name   none    cold postroad attacker tls   §10
          certificate-wrong-name   testing warm postroad attacker tls   §5
          certificate-wrong-name   enforce warm postroad nobody   -     §4.2
          certificate-expired      none    cold postroad attacker tls   §10
          certificate-expired      testing warm postroad attacker tls   §5
          certificate-expired      enforce warm postroad nobody   -     §4.2
          certificate-cn-only      none    cold postroad attacker tls   §10
          certificate-cn-only      testing warm postroad attacker tls   §5
          certificate-cn-only      enforce warm postroad nobody   -     §4.2
          wildcard-two-labels      none    cold postroad attacker tls   §10
          wildcard-two-labels      testing warm postroad attacker tls   §5
          wildcard-two-labels      enforce warm postroad nobody   -     §4.1
          stale-dns                none    cold postroad attacker tls   §10
          stale-dns                testing warm postroad attacker tls   §5
          stale-dns                enforce warm postroad nobody   -     §4.1
          record-hidden            none    cold postroad attacker tls   §10
          record-hidden            testing warm postroad attacker tls   §5
          record-hidden            enforce warm postroad nobody   -     §3.1
          record-hidden            enforce cold postroad attacker tls   §10.2
          record-timeout           none    cold postroad nobody   -     §10.2
          record-timeout           testing warm postroad attacker tls   §5
          record-timeout           enforce warm postroad nobody   -     §3.3
          record-timeout           enforce cold postroad nobody   -     §10.2
          forged-id                none    cold postroad attacker tls   §10
          forged-id                testing warm postroad attacker tls   §5
          forged-id                enforce warm postroad nobody   -     §3.3
          forged-id                enforce cold postroad attacker tls   §3.3
          policy-host-blocked      none    cold postroad attacker tls   §10
          policy-host-blocked      testing warm postroad attacker tls   §5
          policy-host-blocked      enforce warm postroad nobody   -     §3.3
          policy-host-blocked      enforce cold postroad attacker tls   §3.3
          policy-host-hijacked     none    cold postroad attacker tls   §10
          policy-host-hijacked     testing warm postroad attacker tls   §5
          policy-host-hijacked     enforce warm postroad nobody   -     §3.3
          policy-host-hijacked     enforce cold postroad attacker tls   §3.3
          honest                   dane    cold plain    mx       tls   7672§1
          honest                   dane    cold postroad mx       tls   7672§2.2
          starttls-stripping       dane    cold plain    attacker clear 7672§1
          starttls-stripping       dane    cold postroad nobody   -     7672§2.2
          mx-hijack                dane    cold postroad nobody   -     7672§2.1.1
          certificate-substitution dane    cold plain    attacker tls   7672§1
          certificate-substitution dane    cold postroad nobody   -     7672§3.1.1
          certificate-wrong-name   dane    cold postroad nobody   -     7672§3.1.1
          certificate-expired      dane    cold postroad nobody   -     7672§3.1.1
          certificate-cn-only      dane    cold postroad nobody   -     7672§3.1.1
          dnssec-stripping         dane    cold postroad nobody   -     7672§2.1.1
          address-hijack           dane    cold postroad nobody   -     7672§2.1.2
          tlsa-forged              dane    cold postroad nobody   -     7672§2.1.2
          tlsa-hidden              dane    cold postroad nobody   -     7672§2.1.2
          tlsa-timeout             dane    cold postroad nobody   -     7672§2.1.2
          mx-hijack-with-tlsa      none    cold postroad attacker tls   7672§2.2.1
          mx-hijack-with-tlsa      testing warm postroad attacker tls   §5
          mx-hijack-with-tlsa      enforce warm postroad nobody   -     §2
          """);

  /// Whether our sender must say what it found wanting though it delivered (RFC 8461 §5: testing).
  boolean mustNote() {
    return policy.equals("testing") && sender.equals("postroad") && !attack.equals("honest");
  }

  /// `§5` is of RFC 8461, `7672§2.2` of another.
  private static String section(String cell) {
    int at = cell.indexOf('§');
    return "RFC " + (at == 0 ? "8461" : cell.substring(0, at)) + " " + cell.substring(at);
  }

  /// Reads rows: attack, policy, cache, sender, who got it, how, section.
  public static List<Expected> table(String text) {
    return text.lines().map(line -> line.trim().split("\\s+")).map(Expected::row).toList();
  }

  private static Expected row(String[] cells) {
    return new Expected(
        cells[0],
        cells[1],
        cells[2],
        cells[3],
        cells[4],
        cells[5].equals("clear"),
        section(cells[6]));
  }
}
