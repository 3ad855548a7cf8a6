package org.postroad.protocol.mtasts;

import java.time.Instant;

/// What to do next about a question, and the state to remember until then.
public sealed interface PolicyStep {

  DomainState state();

  /// Say this.
  record Answer(Resolution resolution, DomainState state) implements PolicyStep {}

  /// Look at the record, then call [PolicyRules#afterRecord].
  record LookUp(DomainState state) implements PolicyStep {}

  /// Fetch the policy, then call [PolicyRules#afterFetch].
  ///
  /// @param id what to remember as the id of the policy
  /// @param counted whether the attempt counts against the hourly limit
  record Fetch(String id, boolean counted, DomainState state) implements PolicyStep {}

  /// Ask again at that time, which is at most a second away; questions meanwhile wait with it.
  record Wait(Instant until, DomainState state) implements PolicyStep {}
}
