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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postroad.app.labs.Expected;
import org.postroad.app.labs.LabRow;
import org.postroad.app.labs.Play;
import org.postroad.app.labs.Tested;
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
                plan.attack().equals(PostfixRows.NEW_MX)
                    ? newMx(plan, net, domain, tested)
                    : Play.run(plan, net, domain, tested));
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
