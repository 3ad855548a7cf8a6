package org.postroad.app.labs.audit.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Group;
import org.postroad.app.labs.audit.Result;
import org.postroad.app.labs.audit.Result.Verdict;

/// Cases, and what they came to with each sender.
///
/// @param at when
/// @param version of this program
public record Audit(List<AuditCase> cases, List<Column> columns, Instant at, String version) {

  /// One sender's results.
  ///
  /// @param sender its key: `postfix@3.10`
  /// @param version `3.10.13`
  /// @param about how it was set up, in one sentence
  /// @param results of every case, by id
  public record Column(String sender, String version, String about, Map<String, Result> results) {

    public Column {
      results = Map.copyOf(results);
    }

    public Result of(AuditCase one) {
      Result result = results.get(one.id());
      return result == null ? Result.notApplicable("not played") : result;
    }
  }

  public Audit {
    cases = List.copyOf(cases);
    columns = List.copyOf(columns);
  }

  /// How many cases came out like that with a sender.
  public long count(Column column, Verdict verdict) {
    return cases.stream().filter(one -> column.of(one).verdict() == verdict).count();
  }

  /// The cases by group, without the groups that have none.
  public Map<Group, List<AuditCase>> groups() {
    Map<Group, List<AuditCase>> groups = new LinkedHashMap<>();
    for (Group group : Group.values()) {
      List<AuditCase> its = cases.stream().filter(one -> one.group() == group).toList();
      if (!its.isEmpty()) {
        groups.put(group, its);
      }
    }
    return groups;
  }
}
