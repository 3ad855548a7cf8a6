package org.postroad.engine.check.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.engine.check.Circumstances;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.Omission;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tcp;

/// What the check itself could not do.
final class CircumstanceRules {

  private CircumstanceRules() {}

  static List<Finding> of(DomainView view) {
    Circumstances circumstances = view.facts().circumstances();
    if (circumstances.complete()) {
      return List.of();
    }
    List<String> tooMany = tooMany(view);
    return List.of(
        tooMany.isEmpty()
            ? Finding.of(
                FindingCode.CHECK_INCOMPLETE,
                view.domain(),
                "it took "
                    + circumstances.took().toSeconds()
                    + " s of the "
                    + circumstances.deadline().toSeconds()
                    + " s that it had, and left something out",
                "Time was up, or there was more to ask than a check asks. What was not looked at is"
                    + " neither good nor bad.",
                "Check again with a longer --deadline.")
            : Finding.of(
                FindingCode.CHECK_INCOMPLETE,
                view.domain(),
                "not visited: " + Words.list(tooMany),
                "There are more hosts or addresses than a check visits. What was not looked at is"
                    + " neither good nor bad.",
                "Look at the others by themselves: openssl s_client -starttls smtp -connect"
                    + " ADDRESS:25"));
  }

  /// What was over a limit, a text for each host.
  private static List<String> tooMany(DomainView view) {
    DomainFacts facts = view.facts();
    List<String> over = new ArrayList<>();
    int hosts = view.mxHosts().size() - facts.exchangers().size();
    if (hosts > 0 && !facts.exchangers().isEmpty()) {
      over.add(hosts + " of " + view.mxHosts().size() + " exchangers");
    }
    for (Exchanger exchanger : facts.exchangers()) {
      add(over, exchanger.host(), exchanger.visits().stream().map(SmtpVisit::tcp));
    }
    add(over, view.policyHost(), facts.policyVisits().stream().map(PolicyVisit::tcp));
    return over;
  }

  private static void add(List<String> over, Object host, Stream<Tcp> visits) {
    List<Tcp> all = visits.toList();
    long left = all.stream().filter(CircumstanceRules::isOverLimit).count();
    if (left > 0) {
      over.add(left + " of " + all.size() + " addresses of " + host);
    }
  }

  private static boolean isOverLimit(Tcp tcp) {
    return tcp instanceof Tcp.NotTried(Omission because, String detail)
        && because == Omission.LIMIT;
  }
}
