package org.postroad.app.labs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender.Outcome;
import org.postroad.lab.Sender.Seen;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.mx.ReceivedMail;

/// Plays one row: stages the domain, lets the sender get to know it if the row says so, mounts the
/// attack, sends, and judges by what the exchangers received.
public final class Play {

  private Play() {}

  /// @param net where; the domain must not be there yet
  public static LabRow run(Expected plan, LabInternet net, String domainName, Tested sender) {
    LabAttack attack = LabAttack.of(plan.attack()).orElseThrow();
    LabDomain domain = attack.stage(net, domainName, plan.policy());
    boolean warm = plan.cache().equals("warm");
    if (warm) {
      sender.warm(domainName);
    }
    List<Seen> seen = new ArrayList<>();
    Optional<Attack> mounted = attack.attacker(domain).map((Attacker a) -> a.mount(net));
    try {
      if (warm) {
        sender.timePasses(domainName);
      }
      // What goes on aside because of the first message must not change what becomes of the second.
      for (int i = 0; i < (warm ? 2 : 1); i++) {
        LabMessage message = LabMessage.of("a letter to " + domainName);
        seen.add(
            attack.wantsRequireTls()
                ? sender.sendRequiringTls(message, domainName)
                : sender.send(message, domainName));
        sender.settle();
      }
    } finally {
      mounted.ifPresent(Attack::close);
    }
    List<ReceivedMail> loot = mounted.map(m -> m.loot().entries()).orElse(List.of());
    return judge(plan, sender, seen, loot, domain.mx().messages().entries());
  }

  private static LabRow judge(
      Expected plan,
      Tested sender,
      List<Seen> seen,
      List<ReceivedMail> loot,
      List<ReceivedMail> received) {
    String deliveredTo = !loot.isEmpty() ? "attacker" : !received.isEmpty() ? "mx" : "nobody";
    boolean inClear =
        Stream.concat(loot.stream(), received.stream()).anyMatch(ReceivedMail::inClear);
    boolean requiresTls =
        Stream.concat(loot.stream(), received.stream()).anyMatch(ReceivedMail::requiresTls);
    boolean ok =
        deliveredTo.equals(plan.deliveredTo())
            && inClear == plan.inClear()
            && requiresTls == plan.requiresTls()
            && seen.stream().allMatch(each -> rightly(each, plan));
    return new LabRow(
        plan,
        sender.name(),
        sender.version(),
        deliveredTo,
        inClear,
        requiresTls,
        seen.getLast().words(),
        ok);
  }

  /// What nobody got must be delayed and not refused for good (RFC 8461 §5), but for what
  /// REQUIRETLS sends back with its status (RFC 8689 §4.2.1); what is delivered counts as
  /// delivered.
  private static boolean rightly(Seen seen, Expected plan) {
    Outcome right =
        !plan.deliveredTo().equals("nobody")
            ? Outcome.DELIVERED
            : plan.status().isPresent() ? Outcome.FAILED : Outcome.DEFERRED;
    boolean noted = !plan.mustNote() || seen.words().contains(PostroadSender.NOTED);
    boolean said = plan.status().stream().allMatch(code -> seen.words().startsWith(code + " "));
    return seen.outcome() == right && noted && said;
  }
}
