package org.postroad.app.labs.hostile;

import java.util.List;
import java.util.Optional;
import org.postroad.app.labs.hostile.Step.Condition;

/// What the honest owner of a domain has published, now and before the last change.
final class Owner {

  private final Site site;
  private List<Host> exchangers;
  private List<Host> exchangersBefore;
  private Optional<Terms> policy = Optional.empty();
  private Optional<String> record = Optional.empty();
  private Optional<String> recordBefore = Optional.empty();
  private Condition policyHost = Condition.UP;
  private int ids;
  private boolean wildcards;
  private boolean hidesChange;

  Owner(Site site) {
    this.site = site;
    this.exchangers = site.homes().getFirst();
    this.exchangersBefore = exchangers;
  }

  List<Host> exchangers() {
    return exchangers;
  }

  /// Those before the last move.
  List<Host> exchangersBefore() {
    return exchangersBefore;
  }

  Optional<Terms> policy() {
    return policy;
  }

  /// The text of the record at `_mta-sts`.
  Optional<String> record() {
    return record;
  }

  Optional<String> recordBefore() {
    return recordBefore;
  }

  Condition policyHost() {
    return policyHost;
  }

  void publish(Step.Publish step) {
    wildcards = step.wildcards();
    Terms terms = new Terms(step.mode(), patterns(), step.maxAge());
    publish(terms, step.sameId() && record.isPresent());
  }

  void withdraw() {
    recordBefore = record;
    record = Optional.empty();
    policy = Optional.empty();
  }

  void move(Step.Move step) {
    exchangersBefore = exchangers;
    exchangers = site.homes().get(step.home() % site.homes().size());
    if (step.announced()) {
      announce();
    }
  }

  void runPolicyHost(Condition condition) {
    policyHost = condition;
  }

  /// Puts right what was neglected: the policy names the exchangers again.
  void putRight() {
    policyHost = Condition.UP;
    if (!policy.map(Terms::patterns).orElse(patterns()).equals(patterns())) {
      announce();
    }
  }

  /// Whether the policy has changed and the id has not, so that nobody can know.
  boolean hidesChange() {
    return hidesChange;
  }

  private void announce() {
    policy.ifPresent(old -> publish(new Terms(old.mode(), patterns(), old.maxAge()), false));
  }

  private void publish(Terms terms, boolean sameId) {
    policy = Optional.of(terms);
    hidesChange = sameId;
    if (!sameId) {
      ids++;
      recordBefore = record;
      record = Optional.of("v=STSv1; id=" + site.name() + ids + ";");
    }
  }

  private List<String> patterns() {
    return exchangers.stream()
        .map(host -> wildcards ? "*." + host.parent() : host.text())
        .distinct()
        .toList();
  }
}
