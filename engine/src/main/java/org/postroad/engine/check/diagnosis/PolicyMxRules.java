package org.postroad.engine.check.diagnosis;

import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.MxPattern;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.PolicyMode;

/// The policy against the exchangers that the MX records name today (RFC 8461 §4.1).
///
/// However many hosts are not covered, it is one finding: the explanation that fits the most
/// preferred of them.
final class PolicyMxRules {

  private static final int TYPO_MAX = 3; // edits; the measure of the IMC 2025 study

  private PolicyMxRules() {}

  static List<Finding> of(DomainView view) {
    Optional<Policy> policy = view.policy().filter(p -> p.mode() != PolicyMode.NONE);
    List<DomainName> hosts = view.mxHosts().stream().filter(host -> !host.endsInNumber()).toList();
    if (policy.isEmpty() || hosts.isEmpty() || !PolicyHostDnsRules.isMeant(view)) {
      return List.of();
    }
    List<DomainName> uncovered = hosts.stream().filter(host -> !policy.get().covers(host)).toList();
    if (!uncovered.isEmpty()) {
      return List.of(finding(view, policy.get(), hosts, uncovered));
    }
    List<String> unused =
        policy.get().mx().stream()
            .filter(pattern -> hosts.stream().noneMatch(pattern::matches))
            .map(MxPattern::text)
            .map(Words::printable)
            .toList();
    return unused.isEmpty()
        ? List.of()
        : List.of(
            Finding.of(
                FindingCode.POLICY_MX_UNUSED,
                view.policyHost(),
                "mx: " + Words.list(unused),
                "No MX record names such a host today. That is right before a move and while a"
                    + " spare waits; otherwise whoever gets that name may receive your mail.",
                "Delete the line if nothing stands behind it; then publish a new id."));
  }

  private static Finding finding(
      DomainView view, Policy policy, List<DomainName> hosts, List<DomainName> uncovered) {
    Explanation explanation = explanation(view, policy, uncovered.getFirst());
    boolean all = uncovered.size() == hosts.size();
    String seen =
        "MX "
            + Words.list(uncovered)
            + (uncovered.size() == 1 ? " is" : " are")
            + " not covered by mx "
            + Words.list(policy.mx().stream().map(MxPattern::text).map(Words::printable).toList());
    String effect =
        policy.mode() == PolicyMode.TESTING
            ? " In testing the mail still arrives; under enforce it would not."
            : all
                ? " No host may take the mail: senders that keep to the policy hold it back, then"
                    + " return it (Exchange Online says 4.4.8 and 5.4.8)."
                : " Senders that keep to the policy never use "
                    + (uncovered.size() == 1 ? "this host" : "these hosts")
                    + "; when the others are down, mail waits and comes back.";
    return Finding.of(
        explanation.code(),
        view.policyHost(),
        seen + explanation.detail(),
        explanation.cause() + effect,
        explanation.cure()
            + " Serve the new file first, then publish a new id: "
            + RecordRules.example(view));
  }

  /// Why a host is not covered.
  ///
  /// @param detail what more was seen, to follow the rest
  private record Explanation(FindingCode code, String detail, String cause, String cure) {}

  private static Explanation explanation(DomainView view, Policy policy, DomainName host) {
    return policy.mx().stream()
        .flatMap(pattern -> tooDeep(pattern, host).stream())
        .findFirst()
        .or(() -> first(policy, pattern -> extraLabel(view, pattern, host)))
        .or(() -> first(policy, pattern -> typo(pattern, host)))
        .orElseGet(() -> elsewhere(view, policy, host));
  }

  private static Optional<Explanation> first(
      Policy policy, java.util.function.Function<MxPattern, Optional<Explanation>> rule) {
    return policy.mx().stream().flatMap(pattern -> rule.apply(pattern).stream()).findFirst();
  }

  /// `*.example.net` against `a.b.example.net`, or against `example.net` itself.
  private static Optional<Explanation> tooDeep(MxPattern pattern, DomainName host) {
    if (!(pattern instanceof MxPattern.Wildcard(DomainName suffix))
        || !(host.equals(suffix) || host.text().endsWith("." + suffix.text()))) {
      return Optional.empty();
    }
    int more = host.labels().size() - suffix.labels().size();
    if (more == 0) {
      return Optional.of(
          new Explanation(
              FindingCode.POLICY_MX_WILDCARD_DEPTH,
              ", which wants one label more",
              "A wildcard stands for exactly one label, so it does not cover the name below which"
                  + " it stands.",
              "Name the host itself: " + PolicyLine.advice(host) + "."));
    }
    return Optional.of(
        new Explanation(
            FindingCode.POLICY_MX_WILDCARD_DEPTH,
            ": " + host + " has " + more + " labels before " + suffix,
            "A wildcard stands for exactly one label. Hosts below mx.microsoft, for instance, have"
                + " more than one before it.",
            "Write the wildcard one label above the host, mx: *."
                + host.parent().orElse(host)
                + ", or name the host itself."));
  }

  private static Optional<Explanation> extraLabel(
      DomainView view, MxPattern pattern, DomainName host) {
    if (!(pattern instanceof MxPattern.Host(DomainName name))) {
      return Optional.empty();
    }
    boolean policyHost = name.equals(view.policyHost());
    boolean longer = dropsOneLabel(name, host);
    if (!policyHost && !longer) {
      return Optional.empty();
    }
    return Optional.of(
        new Explanation(
            FindingCode.POLICY_MX_EXTRA_LABEL,
            policyHost ? "; " + name + " is the policy host" : "; " + name + " has an extra label",
            policyHost
                ? "The mx lines name the policy host. It serves the policy and takes no mail."
                : "The host in the policy has a label that the host in the MX record has not.",
            "Write " + PolicyLine.advice(host) + " in place of it."));
  }

  private static boolean dropsOneLabel(DomainName longer, DomainName host) {
    List<String> labels = longer.labels();
    if (labels.size() != host.labels().size() + 1) {
      return false;
    }
    for (int i = 0; i < labels.size(); i++) {
      List<String> rest = new java.util.ArrayList<>(labels);
      rest.remove(i);
      if (rest.equals(host.labels())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Explanation> typo(MxPattern pattern, DomainName host) {
    String wanted =
        pattern instanceof MxPattern.Wildcard
            ? "*." + host.parent().map(DomainName::text).orElse("")
            : host.text();
    int edits = EditDistance.of(pattern.text(), wanted, TYPO_MAX);
    return edits < 1 || edits > TYPO_MAX
        ? Optional.empty()
        : Optional.of(
            new Explanation(
                FindingCode.POLICY_MX_TYPO,
                "; "
                    + Words.printable(pattern.text())
                    + " differs from "
                    + wanted
                    + " in "
                    + edits
                    + (edits == 1 ? " character" : " characters"),
                "It looks mistyped, or the host got a new number.",
                "Write mx: " + wanted + " in place of it."));
  }

  /// No pattern resembles the host: somebody moved, and the policy did not.
  private static Explanation elsewhere(DomainView view, Policy policy, DomainName host) {
    DomainName mail = Words.registered(host);
    List<DomainName> listed =
        policy.mx().stream()
            .flatMap(pattern -> name(pattern).stream())
            .map(Words::registered)
            .distinct()
            .toList();
    if (listed.contains(mail) || view.mxHosts().stream().anyMatch(policy::covers)) {
      return new Explanation(
          FindingCode.POLICY_MX_UNCOVERED,
          "",
          "The MX records changed and the policy did not, or it never named this host.",
          "Add " + PolicyLine.advice(host) + ".");
    }
    DomainName server = Words.registered(view.policyHostInTheEnd());
    boolean hosted = !server.equals(Words.registered(view.domain()));
    if (hosted && listed.contains(server)) {
      return new Explanation(
          FindingCode.POLICY_PROVIDER_LEFT,
          "; the policy is served by " + view.policyHostInTheEnd() + " for the hosts of " + server,
          "The mail went from "
              + server
              + " to "
              + mail
              + ", and the policy host still points to "
              + server
              + ", which goes on serving its own policy.",
          "Point "
              + view.policyHost()
              + " away from "
              + server
              + ", to a server with the policy of the next steps.");
    }
    return hosted
        ? new Explanation(
            FindingCode.POLICY_MX_SPLIT_PROVIDERS,
            "; the policy is served by " + view.policyHostInTheEnd(),
            "One provider takes the mail and another serves the policy, and the second was not"
                + " told of the hosts of the first.",
            "Tell whoever serves the policy: " + PolicyLine.advice(host) + ".")
        : new Explanation(
            FindingCode.POLICY_MX_OTHER_DOMAIN,
            "; mail goes to " + mail + " and the policy speaks of " + elsewhere(policy, listed),
            "The policy names hosts of another domain, most often those from before a move.",
            "Name the hosts of the MX records: " + PolicyLine.advice(host) + ".");
  }

  private static String elsewhere(Policy policy, List<DomainName> listed) {
    return Words.list(
        listed.isEmpty() ? policy.mx().stream().map(MxPattern::text).toList() : listed);
  }

  private static Optional<DomainName> name(MxPattern pattern) {
    return switch (pattern) {
      case MxPattern.Host(DomainName name) -> Optional.of(name);
      case MxPattern.Wildcard(DomainName suffix) -> Optional.of(suffix);
      case MxPattern.Unmatchable nothing -> Optional.empty();
    };
  }
}
