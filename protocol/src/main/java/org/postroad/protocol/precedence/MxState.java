package org.postroad.protocol.precedence;

import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;

/// How a next hop leads to its hosts, and what that is worth (RFC 7672 §2.2.1, §2.2.2).
public sealed interface MxState {

  /// By MX records that are signed: the hosts are those that the domain's owner names.
  ///
  /// @param expanded the next hop after all CNAMEs were followed, itself where there are none
  record Secure(DomainName expanded) implements MxState {}

  /// By MX records that are not signed: anybody on the path may have written them.
  record Insecure() implements MxState {}

  /// Not by MX records: the next hop is its own host, since it has none (RFC 5321 §5.1), or since
  /// the operator configured a host. It was not found by asking anybody, so there is nothing that
  /// could have been forged: what its addresses and TLSA records say of their security is enough
  /// (RFC 7672 §2.2.2).
  record Itself() implements MxState {}

  /// There is none: a null MX (RFC 7505), or no such domain.
  record Nowhere(String why) implements MxState {}

  /// The DNS did not say.
  record Failed(Answer.Why cause, String why) implements MxState {}

  /// The state by the answer to the MX question about `nextHop`.
  static MxState of(DomainName nextHop, Answer mx) {
    return switch (mx) {
      case Answer.Found found when MxRecord.isNull(found.only(MxRecord.class)) ->
          new Nowhere(nextHop + " takes no mail (null MX)");
      case Answer.Found found ->
          found.security() == Security.SECURE ? new Secure(found.canonicalName()) : new Insecure();
      case Answer.NoData none -> new Itself();
      case Answer.NoSuchName none -> new Nowhere("no such domain: " + nextHop);
      case Answer.Failed(Answer.Why cause, String detail) ->
          new Failed(cause, "MX records of " + nextHop + " unknown: " + detail);
    };
  }
}
