package org.postroad.protocol.spf;

import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// What one check has asked so far, held against the limits. Includes and redirects share it.
final class Spending {

  private final Dns dns;
  private int lookups;
  private int voidLookups;
  private int questions;

  Spending(Dns dns) {
    this.dns = dns;
  }

  /// Counts a term that will ask; false if it is one too many.
  boolean lookup() {
    return ++lookups <= SpfLimits.LOOKUPS_MAX;
  }

  /// Asks what a term is about, and counts it where there is nothing; [#tooManyVoid] says whether
  /// that is once too often.
  Answer first(DomainName name, RecordType type) {
    Answer answer = ask(name, type);
    if (answer instanceof Answer.NoSuchName || answer instanceof Answer.NoData) {
      voidLookups++;
    }
    return answer;
  }

  boolean tooManyVoid() {
    return voidLookups > SpfLimits.VOID_LOOKUPS_MAX;
  }

  Answer ask(DomainName name, RecordType type) {
    if (questions == SpfLimits.QUESTIONS_MAX) {
      String detail = "more than " + SpfLimits.QUESTIONS_MAX + " questions in one check";
      return new Answer.Failed(Answer.Why.OVER_LIMIT, detail);
    }
    questions++;
    return dns.lookup(name, type);
  }

  SpfOutcome outcome(SpfResult result) {
    return new SpfOutcome(result, lookups, voidLookups, questions);
  }
}
