package org.postroad.lab.scenario;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;
import org.postroad.lab.tls.ServerTls;

/// A domain's record and its policy host.
///
/// @param text of the policy; `{domain}` in it stands for the domain
/// @param reply what the host makes of the good reply with that text
/// @param conduct what the host does instead
/// @param certificate what it makes of a good one
/// @param versions of TLS that the host speaks
/// @param record the TXT records at `_mta-sts`, each whole and without quotes; nothing for a good
///   one whose id is new whenever the policy is
/// @param lookup what stands between the question for the record and its answer
record PolicySetting(
    String text,
    UnaryOperator<HttpReply> reply,
    Optional<Conduct> conduct,
    UnaryOperator<Leaf> certificate,
    List<String> versions,
    AddressState address,
    Optional<List<String>> record,
    Optional<Interference> lookup) {

  static PolicySetting of(String text) {
    return new PolicySetting(
        text,
        UnaryOperator.identity(),
        Optional.empty(),
        UnaryOperator.identity(),
        ServerTls.VERSIONS,
        AddressState.V4,
        Optional.empty(),
        Optional.empty());
  }

  PolicySetting text(String other) {
    return new PolicySetting(other, reply, conduct, certificate, versions, address, record, lookup);
  }

  PolicySetting reply(UnaryOperator<HttpReply> other) {
    return new PolicySetting(text, other, conduct, certificate, versions, address, record, lookup);
  }

  PolicySetting conduct(Conduct other) {
    return new PolicySetting(
        text, reply, Optional.of(other), certificate, versions, address, record, lookup);
  }

  PolicySetting certificate(UnaryOperator<Leaf> other) {
    return new PolicySetting(text, reply, conduct, other, versions, address, record, lookup);
  }

  PolicySetting versions(List<String> other) {
    return new PolicySetting(text, reply, conduct, certificate, other, address, record, lookup);
  }

  PolicySetting address(AddressState other) {
    return new PolicySetting(text, reply, conduct, certificate, versions, other, record, lookup);
  }

  PolicySetting record(List<String> other) {
    return new PolicySetting(
        text, reply, conduct, certificate, versions, address, Optional.of(other), lookup);
  }

  PolicySetting lookup(Interference other) {
    return new PolicySetting(
        text, reply, conduct, certificate, versions, address, record, Optional.of(other));
  }

  /// What the policy host of that domain does.
  Conduct conductFor(String domain) {
    return conduct.orElseGet(
        () -> new Conduct.Replies(reply.apply(HttpReply.policy(textFor(domain)))));
  }

  String textFor(String domain) {
    return text.replace("{domain}", domain);
  }
}
