package org.postroad.protocol.dane;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.Security;

/// Which names to ask for TLSA records of a host, by what its address look-ups said (RFC 7672
/// §2.2.2). The same for a host of an MX record, for a domain that is its own host because it has
/// no MX records, and for a host that the operator configured.
public sealed interface BaseDomains {

  /// Ask these in turn; the first with a secure TLSA RRset is the base domain (§2.2.3).
  record Ask(List<DomainName> names) implements BaseDomains {
    public Ask {
      names = List.copyOf(names);
    }
  }

  /// Ask the host for its CNAME first, and only then know ([#afterCname]): the addresses are
  /// insecure, and an answer does not say which of its parts is (§2.1.3).
  record AskCname() implements BaseDomains {}

  /// DANE does not apply to the host.
  record None(String why) implements BaseDomains {}

  /// It cannot be known, so the host counts as unreachable (§2.1.2).
  record Unknown(Answer.Why cause, String why) implements BaseDomains {}

  /// The rule after the address look-ups, of which at least one must have found something.
  ///
  /// A family that failed, or has no address, says nothing: only its addresses are lost. §2.1.2
  /// gives a host up where a failure prevents "network address resolution", which it did not, and
  /// §2.2.2 asks for "any A and/or AAAA", so that a client of one family would never have known. It
  /// widens nothing, since what is asked next hangs on the zone and not on the type. Where the
  /// families differ, the secure one counts: it is the stricter.
  static BaseDomains of(DomainName host, Answer v4, Answer v6) {
    List<Answer.Found> found =
        Stream.of(v4, v6)
            .filter(Answer.Found.class::isInstance)
            .map(Answer.Found.class::cast)
            .filter(answer -> !answer.only(AddressRecord.class).isEmpty())
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("TLSA records are asked for after addresses were found");
    }
    Optional<Answer.Found> secure =
        found.stream().filter(answer -> answer.security() == Security.SECURE).findFirst();
    if (secure.isPresent()) {
      DomainName expanded = secure.get().canonicalName();
      return new Ask(expanded.equals(host) ? List.of(host) : List.of(expanded, host));
    }
    return found.stream().allMatch(answer -> answer.canonicalName().equals(host))
        ? new None("addresses of " + host + " are not signed")
        : new AskCname();
  }

  /// The rule after [AskCname]: the customer of a provider whose zone is not signed may have signed
  /// its own, and then its own name is the only candidate (§2.2.2 "Insecure CNAME", §2.2.3).
  static BaseDomains afterCname(DomainName host, Answer cname) {
    return switch (cname) {
      case Answer.Found found when found.security() == Security.SECURE -> new Ask(List.of(host));
      case Answer.Found found -> new None("the alias " + host + " is not signed");
      case Answer.NoData none -> new None("addresses of " + host + " are not signed");
      case Answer.NoSuchName none -> new None("addresses of " + host + " are not signed");
      case Answer.Failed(Answer.Why cause, String detail) ->
          new Unknown(cause, "CNAME of " + host + " unknown: " + detail);
    };
  }
}
