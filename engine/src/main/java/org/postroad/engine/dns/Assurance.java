package org.postroad.engine.dns;

import org.postroad.engine.dns.dnssec.Upstream;
import org.postroad.engine.dns.dnssec.Validator;
import org.postroad.engine.dns.dnssec.Verdict;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer.Why;
import org.postroad.protocol.dns.Security;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/// Where the security of an answer comes from: what to ask for besides the records, and what the
/// message then says.
sealed interface Assurance {

  Query.Wanted wanted();

  /// What the message says about the query that it answers.
  Verdict judge(Query query, Message message, Deadline deadline);

  /// A fault, told apart further where somebody can be asked.
  default Reply.Fault explained(Query query, Reply.Fault fault, Deadline deadline) {
    return fault;
  }

  /// No bit of a message is believed and none is validated.
  record None() implements Assurance {
    @Override
    public Query.Wanted wanted() {
      return Query.Wanted.RECORDS;
    }

    @Override
    public Verdict judge(Query query, Message message, Deadline deadline) {
      return new Verdict.Counts(message, Security.INSECURE, AnswerReader.POSITIVE_MAX);
    }
  }

  /// The resolvers validate; what they find bogus they refuse.
  record Believed(Servers servers) implements Assurance {
    @Override
    public Query.Wanted wanted() {
      return Query.Wanted.VERDICT;
    }

    @Override
    public Verdict judge(Query query, Message message, Deadline deadline) {
      Security security =
          message.getHeader().getFlag(Flags.AD) ? Security.SECURE : Security.INSECURE;
      return new Verdict.Counts(message, security, AnswerReader.POSITIVE_MAX);
    }

    /// Not every resolver says that an answer was bogus. One that has an answer for who does not
    /// want it checked (RFC 4035 §3.2.2) did not merely fail to get one.
    @Override
    public Reply.Fault explained(Query query, Reply.Fault fault, Deadline deadline) {
      if (fault.why() != Why.SERVER_FAILED) {
        return fault;
      }
      Query unchecked = new Query(query.name(), query.type(), Query.Wanted.UNCHECKED);
      return servers.ask(unchecked, deadline) instanceof Reply.Answered
          ? new Reply.Fault(Why.BOGUS, fault.detail() + ", but an answer if it is not to validate")
          : fault;
    }
  }

  /// We validate.
  record Validated(Validator validator) implements Assurance {
    @Override
    public Query.Wanted wanted() {
      return Query.Wanted.PROOF;
    }

    @Override
    public Verdict judge(Query query, Message message, Deadline deadline) {
      return validator.judge(query.name(), query.type(), message, deadline);
    }

    /// What the validator asks for on its own.
    static Upstream upstream(Servers servers) {
      return (name, type, deadline) ->
          switch (servers.ask(new Query(name, type, Query.Wanted.PROOF), deadline)) {
            case Reply.Answered(var message, int _) -> new Upstream.Asked.Answered(message);
            case Reply.Fault(Why why, String detail) -> new Upstream.Asked.Unanswered(why, detail);
            case Reply.Incomplete(String detail) ->
                new Upstream.Asked.Unanswered(Why.MALFORMED, detail);
            case Reply.Misunderstood(String detail) ->
                new Upstream.Asked.Unanswered(Why.SERVER_FAILED, detail);
          };
    }
  }
}
