package org.postroad.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The table of the commands: to add one, add a line here, its class, and its man page.
final class Commands {

  /// A command: its name, what it does in one line, and how to make it. Only the one that is asked
  /// for is made, since each costs start-up time.
  record Entry(String name, String summary, Supplier<?> make) {}

  static final List<Entry> TABLE =
      List.of(
          new Entry("resolver", "run the policy daemon that MTAs ask", ResolverCommand::new),
          new Entry("lab", "mount the attacks in a private Internet", LabCommand::new),
          new Entry(
              "audit", "play scenarios with senders, and say who did right", AuditCommand::new),
          new Entry("resolve", "what an MTA would be told of a domain", ResolveCommand::new),
          new Entry("explain", "why, step by step", ExplainCommand::new),
          new Entry("check", "what is wrong with a domain, why, and the cure", CheckCommand::new),
          new Entry(
              "survey", "check domains by the thousands, and add them up", SurveyCommand::new),
          new Entry("send", "deliver a message under the decision", SendCommand::new),
          new Entry("cache", "look into the cache of the running daemon", CacheCommand::new),
          new Entry(
              "config", "check the configuration, or show what is in force", ConfigCommand::new));

  private Commands() {}

  static Optional<Entry> named(String name) {
    return TABLE.stream().filter(entry -> entry.name.equals(name)).findFirst();
  }

  static List<String> names() {
    return TABLE.stream().map(Entry::name).toList();
  }
}
