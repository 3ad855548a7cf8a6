package org.postroad.engine.check.diagnosis;

import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.RecordLookup;

/// Whether the policy host has an address (RFC 8461 §3.3). What is there is for [PolicyHostRules].
final class PolicyHostDnsRules {

  private PolicyHostDnsRules() {}

  static List<Finding> of(DomainView view) {
    return isAbsent(view) || view.hasAddress(view.policyHost())
        ? List.of() // one family is enough to serve a policy
        : unanswered(view).or(() -> noAddress(view)).stream().toList();
  }

  /// A domain without any record is not asked for a policy: a host of that name may be there for
  /// reasons of its own. With a broken record the rest is worth knowing. Where nobody said whether
  /// there is a record, a policy tells that there should be one, and nothing else does.
  static boolean isMeant(DomainView view) {
    return view.record() instanceof RecordLookup.Unanswered
        ? view.policy().isPresent()
        : !isAbsent(view);
  }

  private static boolean isAbsent(DomainView view) {
    return view.record()
            instanceof RecordLookup.Absent(RecordLookup.Reason reason, String detail, var ttl)
        && reason == RecordLookup.Reason.NO_RECORD
        && view.texts(view.recordName()).stream().noneMatch(RecordRules::wasMeant)
        && view.alias(view.recordName()).isEmpty();
  }

  private static Optional<Finding> noAddress(DomainView view) {
    DomainName host = view.policyHost();
    Answer v4 = view.lookup(host, RecordType.A);
    Answer v6 = view.lookup(host, RecordType.AAAA);
    if (v4 instanceof Answer.Failed || v6 instanceof Answer.Failed) {
      return Optional.empty(); // not asked
    }
    Optional<DomainName> alias = view.alias(host);
    if (alias.isPresent()) {
      return Optional.of(dangling(host, alias.get()));
    }
    if (view.record() instanceof RecordLookup.Unanswered) {
      return Optional.empty(); // there may be no record, and then nobody misses the host
    }
    boolean exists = v4 instanceof Answer.NoData || v6 instanceof Answer.NoData;
    return Optional.of(
        Finding.of(
            exists ? FindingCode.POLICY_HOST_NO_ADDRESS : FindingCode.POLICY_HOST_NO_SUCH_NAME,
            host,
            exists ? "the name has neither A nor AAAA records" : "no such name (NXDOMAIN)",
            "The record announces a policy, and the host that serves it cannot be found. It was"
                + " never set up, or was taken away before the record.",
            "Point "
                + host
                + " to a web server with a certificate for that name, or, to give MTA-STS up,"
                + " serve a policy of mode none until the longest max_age has passed, and only"
                + " then remove host and record."));
  }

  private static Optional<Finding> unanswered(DomainView view) {
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      if (view.lookup(view.policyHost(), type)
              instanceof Answer.Failed(Answer.Why why, String detail)
          && why != Answer.Why.NOT_ASKED) {
        return Optional.of(
            Finding.of(
                FindingCode.POLICY_HOST_DNS_FAILED,
                view.policyHost(),
                "the question for its address got no answer that counts: " + Words.reason(detail),
                "Whether the host has an address could not be found out. Senders that cannot"
                    + " either get no policy.",
                "Look at the name servers of the zone; then check again."));
      }
    }
    return Optional.empty();
  }

  private static Finding dangling(DomainName host, DomainName target) {
    return Finding.of(
        FindingCode.POLICY_HOST_DANGLING_ALIAS,
        host,
        "a CNAME to " + target + ", which has no address",
        "The policy was hosted at "
            + Words.registered(target)
            + " and is not any more: the"
            + " contract ended, or the provider removed the name. Senders with a cached policy"
            + " still keep to the old one. Whoever registers the target can serve a policy in"
            + " your name.",
        "Point the host to whoever serves your policy now. To give MTA-STS up: serve mode none"
            + " until the longest max_age has passed, then remove record and alias.");
  }
}
