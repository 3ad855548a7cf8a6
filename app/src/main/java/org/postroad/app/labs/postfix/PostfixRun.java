package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postroad.app.labs.Expected;
import org.postroad.app.labs.LabRow;
import org.postroad.app.labs.Play;
import org.postroad.app.labs.Tested;
import org.postroad.engine.net.Deadline;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender.Outcome;
import org.postroad.lab.Sender.Seen;
import org.postroad.lab.dns.Unbound;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.net.Placing;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Plays [PostfixRows] with the real Postfix of each suite, inside a [Namespace]: one private
/// Internet at real addresses and ports per suite, one domain per row.
///
/// What Postfix and our resolver know of the DNS comes through unbound, which validates from the
/// private root.
public final class PostfixRun {

  private static final Duration LOGGED_WITHIN = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final List<PostfixRoot> roots;
  private final PolicyDaemon.Starter starter;

  /// @param roots as [PostfixLab#roots] found them
  public PostfixRun(List<PostfixRoot> roots, PolicyDaemon.Starter starter) {
    this.roots = List.copyOf(roots);
    this.starter = starter;
  }

  /// What a run came to.
  ///
  /// @param resolver that Postfix asked: `unbound 1.17.1`
  /// @param compared what our resolver's own validation and unbound's say of the same answers
  public record Played(List<LabRow> rows, String resolver, PolicyDaemon.Compared compared) {
    public Played {
      rows = List.copyOf(rows);
    }
  }

  /// Plays the rows whose attack is named, or all if none is.
  ///
  /// @param done hears of each row as it is done
  public Played play(Set<String> attacks, Consumer<LabRow> done)
      throws IOException, InterruptedException {
    List<LabRow> rows = new ArrayList<>();
    Set<String> resolvers = new LinkedHashSet<>();
    PolicyDaemon.Compared compared = PolicyDaemon.Compared.NOTHING;
    for (PostfixRoot root : roots) {
      List<Expected> plans = PostfixRows.of(root.suite(), attacks);
      if (!plans.isEmpty()) {
        compared = compared.and(play(root, plans, resolvers::add, done.andThen(rows::add)));
      }
    }
    return new Played(rows, String.join(", ", resolvers), compared);
  }

  private PolicyDaemon.Compared play(
      PostfixRoot root, List<Expected> plans, Consumer<String> resolver, Consumer<LabRow> done)
      throws IOException, InterruptedException {
    try (PostfixLab lab = PostfixLab.open(List.of(root));
        LabInternet net = LabInternet.start(Placing.loopback(PostfixLab.DNS_BEHIND));
        Unbound unbound = Unbound.start(net.dns(), resolver(root, net))) {
      resolver.accept("unbound " + unbound.version());
      Path ca = lab.folder().resolve("ca.pem");
      net.ca().writeRoot(ca);
      try (PolicyDaemon daemon = starter.start(net, unbound.address(), ca, lab.endpoints())) {
        Map<String, PostfixSender> senders =
            lab.start(ca).stream()
                .collect(Collectors.toMap(PostfixSender::name, Function.identity()));
        int number = 0;
        for (Expected plan : plans) {
          PostfixSender sender = senders.get(plan.sender());
          if (sender == null) {
            throw new IllegalStateException("no sender " + plan.sender());
          }
          Optional<PolicyDaemon> leader =
              plan.sender().equals("postfix") ? Optional.of(daemon) : Optional.empty();
          String domain = "victim" + ++number + ".example";
          try (Tested tested = new TestedPostfix(sender, net, unbound, leader)) {
            done.accept(
                switch (plan.attack()) {
                  case PostfixRows.NEW_MX -> newMx(plan, net, domain, tested);
                  case PostfixRows.RESOLVER_BLIND ->
                      blind(plan, net.domain(domain).dane(), unbound, daemon, tested);
                  default -> Play.run(plan, net, domain, tested);
                });
          }
        }
        return daemon.compared();
      }
    }
  }

  private static Unbound.Options resolver(PostfixRoot root, LabInternet net) {
    Unbound.Options options = Unbound.Options.usual().at(PostfixLab.resolver()).by(net.clock());
    return Unbound.isInstalled() ? options : options.in(root.dir());
  }

  /// To Postfix nothing is secure any more, so the mail of a domain with DANE waits. Our resolver
  /// validates by itself, and says in its log what the other does not see.
  private static LabRow blind(
      Expected plan, LabDomain domain, Unbound unbound, PolicyDaemon daemon, Tested sender)
      throws IOException, InterruptedException {
    unbound.anchored(false);
    try {
      Seen seen = sender.send(LabMessage.of("with a blind resolver"), domain.name());
      sender.settle();
      boolean delivered = !domain.mx().messages().entries().isEmpty();
      String line = domain.name() + " MX: secure records, the other way insecure records";
      boolean ok = !delivered && seen.outcome() == Outcome.DEFERRED && isLogged(line, daemon);
      return new LabRow(
          plan,
          sender.name(),
          sender.version(),
          delivered ? "mx" : "nobody",
          false,
          false,
          seen.words(),
          ok);
    } finally {
      unbound.anchored(true);
    }
  }

  /// Nobody waits for a comparison, so its line may come late.
  private static boolean isLogged(String line, PolicyDaemon daemon)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(LOGGED_WITHIN);
    while (daemon.compared().differences().stream().noneMatch(each -> each.endsWith(line))) {
      if (deadline.passed()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }

  /// The domain moves to a host that the policy covers too: an exact `match=` of before must not
  /// keep its mail from it for longer than an MX answer counts.
  private static LabRow newMx(Expected plan, LabInternet net, String name, Tested sender) {
    LabDomain domain = net.domain(name);
    domain.publish(domain.policy(PolicyMode.ENFORCE, "*." + name));
    sender.warm(name);
    Seen before = sender.send(LabMessage.of("before the move"), name);
    LabMx moved = net.mx("mx2." + name);
    net.dns().set(name, RecordType.MX, "10 " + moved.hostName());
    net.clock().advance(Duration.ofHours(2));
    Seen after = sender.send(LabMessage.of("after the move"), name);
    sender.settle();
    boolean arrived =
        moved.messages().entries().size() == 1 && domain.mx().messages().entries().size() == 1;
    boolean inClear =
        moved.messages().entries().stream().anyMatch(mail -> mail.inClear())
            || domain.mx().messages().entries().stream().anyMatch(mail -> mail.inClear());
    boolean ok =
        arrived
            && !inClear
            && before.outcome() == Outcome.DELIVERED
            && after.outcome() == Outcome.DELIVERED;
    return new LabRow(
        plan,
        sender.name(),
        sender.version(),
        arrived ? "mx" : "nobody",
        inClear,
        false,
        after.words(),
        ok);
  }
}
