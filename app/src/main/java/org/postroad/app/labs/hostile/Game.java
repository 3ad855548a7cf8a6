package org.postroad.app.labs.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.engine.deliver.DeliveryReport;
import org.postroad.engine.deliver.Reason;
import org.postroad.engine.deliver.RecipientOutcome;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.smtp.EnhancedStatus;
import org.postroad.protocol.tlsrpt.Channel;
import org.postroad.protocol.tlsrpt.SessionOutcome;

/// One script, played from its first step until the network is honest again and the queue is empty.
final class Game {

  private static final Duration ENDURED =
      Duration.ofDays(40); // longer than any max_age, on a clock set back
  private static final Duration BETWEEN = Duration.ofMillis(1_500);
  private static final Duration REFRESHES_EVERY = Duration.ofHours(1);
  private static final int TEMPORARY = 4; // RFC 3463 §2
  private static final Set<String> NO_TLS = Set.of("5.7.10", "5.7.30"); // RFC 8689 §5
  private static final String NEEDS_8BIT = "5.6.3"; // RFC 6152 §3
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Script script;
  private final World world;
  private final Clock clock;
  private final Story story;
  private final Judge judge;
  private final Names names;
  private final PolicyHosts policyHosts;
  private final Roads roads;
  private final Mailroom mailroom;
  private final Known known;
  private final Transit transit;
  private final Sender sender;
  private final List<Message> queue = new ArrayList<>();
  private final Score score = new Score();
  private int messages;
  private long refreshAt;

  private Game(Script script, Papers papers, Story story, Transit.Layer layer) {
    this.script = script;
    this.story = story;
    this.world = new World(papers);
    this.clock = world.clock();
    this.judge = new Judge(clock, story);
    this.names = new Names(world, papers, story);
    this.policyHosts = new PolicyHosts(world, story);
    this.mailroom = new Mailroom(clock);
    this.roads = new Roads(world, papers, mailroom, judge, story);
    this.known = new Known(script.patient());
    this.transit = layer.lay(roads, clock);
    this.sender = new Sender(script, clock, names, policyHosts, transit, judge);
  }

  /// @param violations in the order of time; none if all went well
  record Outcome(List<Judge.Violation> violations, Score score) {
    Optional<Rule> broken() {
      return violations.stream().map(Judge.Violation::rule).findFirst();
    }
  }

  /// In memory.
  static Outcome play(Script script, Papers papers, Story story) {
    return play(script, papers, story, MemoryTransit::new);
  }

  static Outcome play(Script script, Papers papers, Story story, Transit.Layer layer) {
    Game game = new Game(script, papers, story, layer);
    try (Transit transit = game.transit;
        Sender sender = game.sender) {
      try {
        game.play();
      } catch (RuntimeException bug) {
        game.judge.accuse(Rule.THREW, thrown(bug));
      }
    }
    game.score.sessions(game.roads.sessions());
    return new Outcome(game.judge.violations(), game.score);
  }

  private void play() {
    for (Step step : script.steps()) {
      story.tell(() -> "### " + clock.text() + " " + step.text());
      switch (step) {
        case Step.Send send -> send(send);
        case Step.Pass(Duration time) -> pass(time, false);
        default -> world.change(step);
      }
    }
    end();
  }

  private void send(Step.Send step) {
    Message message = new Message(++messages, step);
    queue.add(message);
    attempt(message);
  }

  private void pass(Duration time, boolean untilEmpty) {
    long end = clock.nanos() + time.toNanos();
    while (clock.nanos() < end && !(untilEmpty && queue.isEmpty())) {
      Optional<Message> next = queue.stream().min(Comparator.comparingLong(Message::nextTry));
      long then = Math.min(end, next.map(Message::nextTry).orElse(end));
      clock.advanceTo(script.refreshes() ? Math.min(then, refreshAt) : then);
      if (script.refreshes() && clock.nanos() >= refreshAt) {
        refreshAt = clock.nanos() + REFRESHES_EVERY.toNanos();
        refresh();
      }
      if (next.isPresent() && next.get().nextTry() <= clock.nanos()) {
        attempt(next.get());
      }
    }
  }

  private void refresh() {
    aside(sender::refresh);
  }

  /// Work that nobody's question is the reason for teaches the sender something too.
  private void aside(Runnable work) {
    List<Told> told = names.listen();
    List<PolicyHosts.Fetch> brought = policyHosts.listen();
    work.run();
    known.learn(told, brought, clock.instant());
  }

  private void attempt(Message message) {
    clock.advance(BETWEEN);
    Asked asked = ask(message.site());
    List<Told> told = names.listen();
    boolean isKnown = !(asked.resolution() instanceof Resolution.TryLater);
    Duty duty = Duty.of(message, asked.due(), isKnown, script.dane(), told);
    roads.begin(duty);
    story.tell(() -> "delivering " + message.id() + " under " + asked.resolution());
    long start = clock.nanos();
    DeliveryReport report = sender.deliver(message, asked.resolution());
    long took = clock.nanos() - start - names.waited().toNanos();
    if (took > sender.patience().plus(GRACE).toNanos()) {
      judge.accuse(Rule.LATE, message.id() + " took " + Duration.ofNanos(took));
    }
    score.delivery(duty.isEnforced());
    report.recipients().forEach(outcome -> settle(message, duty, outcome));
    message.tried(clock.nanos());
    queue.removeIf(Message::isDone);
    if (report.doubtsPolicy()) {
      aside(() -> sender.doubt(message.site().domain()));
    }
  }

  /// @param due what applies, by the RFC
  private record Asked(Resolution resolution, Optional<Terms> due) {}

  private Asked ask(Site site) {
    Optional<Terms> before = known.policy(site, clock.instant());
    List<Told> told = names.listen();
    List<PolicyHosts.Fetch> brought = policyHosts.listen();
    Resolution resolution = sender.resolve(site.domain());
    Known.Verdict verdict = known.judge(site, before, resolution, told, brought, clock.instant());
    verdict.fault().ifPresent(fault -> judge.accuse(Rule.POLICY, site.domain() + ": " + fault));
    return new Asked(resolution, verdict.due());
  }

  private void settle(Message message, Duty duty, RecipientOutcome outcome) {
    String to = outcome.to().text();
    story.tell(() -> to + ": " + outcome);
    switch (outcome) {
      case RecipientOutcome.Deferred(var mailbox, Reason reason) -> {
        if (reason.status().kind() != TEMPORARY) {
          judge.accuse(Rule.BOUNCED, message.id() + " for " + to + ": " + words(reason));
        }
        score.deferred();
      }
      case RecipientOutcome.Delivered delivered -> {
        if (!mailroom.hasTaken(message.id(), to) && !isClear(delivered.session().outcome())) {
          judge.accuse(Rule.LOST, message.id() + " for " + to);
        }
        if (delivered.session().outcome() instanceof SessionOutcome.Verified
            && !mailroom.isProven(message.id(), to)) {
          judge.accuse(Rule.BOASTED, message.id() + " for " + to + ": " + delivered.session());
        }
        score.delivered();
        message.settle(outcome.to());
      }
      case RecipientOutcome.Failed(var mailbox, Reason reason) -> {
        if (!mayFail(duty, to, reason)) {
          judge.accuse(Rule.BOUNCED, message.id() + " for " + to + ": " + words(reason));
        }
        score.failed();
        message.settle(mailbox);
      }
    }
  }

  /// In clear, where that is allowed at all, anybody on the road can say anything.
  private static boolean isClear(SessionOutcome outcome) {
    return outcome instanceof SessionOutcome.Unverified(Channel channel, var noted)
        && channel instanceof Channel.Clear;
  }

  /// Whether somebody who may say so said no for good: a server that may have the message, or the
  /// DNS.
  private static boolean mayFail(Duty duty, String to, Reason reason) {
    return switch (reason) {
      case Reason.ByServer said when duty.isConfused() -> true;
      case Reason.Ours ours when duty.isConfused() -> true;
      case Reason.ByServer said -> duty.wasRefused(to) || isClear(said.session().outcome());
      case Reason.Ours(EnhancedStatus status, String text) ->
          duty.toldOfNoMail()
              || (duty.wasToldOfNoExtensions() && status.text().equals(NEEDS_8BIT))
              || (duty.requiresTls() && NO_TLS.contains(status.text()) && !duty.isOpen());
    };
  }

  /// The network is honest again: all mail gets through, and what the owners publish is known.
  private void end() {
    story.tell(() -> "### " + clock.text() + " the network is honest");
    world.becomeHonest();
    pass(ENDURED, true);
    for (Message message : queue) {
      judge.accuse(Rule.STUCK, message.id() + " for " + message.site().domain());
    }
    queue.clear();
    for (Site site : Site.values()) {
      catchUp(site);
    }
  }

  /// Two questions after an hour: the first may be answered from the cache and looks aside (§3.1,
  /// §3.3), the second knows.
  private void catchUp(Site site) {
    pass(Duration.ofMinutes(70), false);
    var _ = ask(site);
    clock.advance(BETWEEN);
    Resolution resolution = ask(site).resolution();
    Owner owner = world.owner(site);
    boolean knows =
        owner.hidesChange()
            || owner.policy().isEmpty()
            || (resolution instanceof Resolution.Applies(var cached, var source)
                && cached.policy().lines().equals(owner.policy().get().text().lines().toList()));
    if (!knows) {
      judge.accuse(
          Rule.POLICY, site.domain() + " publishes " + owner.policy() + ", known: " + resolution);
    }
  }

  private static String words(Reason reason) {
    return reason.status().text() + " " + reason.text();
  }

  private static String thrown(RuntimeException bug) {
    StringBuilder text = new StringBuilder(bug.toString());
    for (StackTraceElement frame : bug.getStackTrace()) {
      if (text.length() < 1_000) {
        text.append(" < ").append(frame);
      }
    }
    return text.toString();
  }
}
