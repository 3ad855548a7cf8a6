package org.postroad.engine.check;

import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// Everything that one check of one domain saw.
///
/// What the DNS said is in `dns` and nowhere else: records, aliases, TLSA, SPF, DMARC, DKIM keys,
/// reverse names and blocklists are found by asking it as one would ask the network. The lists hold
/// what was seen at addresses.
///
/// @param policyVisits one for each address of `mta-sts.DOMAIN`, IPv6 and IPv4 alike
/// @param exchangers in the order of the MX records; the domain itself where it has addresses and
///   no MX records (RFC 5321 §5.1); none if it takes no mail
/// @param nameServers one for each address of each name server of the domain's zone
/// @param signatures that stand with the records that matter, as the resolver handed them out
/// @param services that the domain announces for its users' clients (RFC 6186, RFC 8314)
public record DomainFacts(
    DomainName domain,
    Circumstances circumstances,
    RecordedDns dns,
    List<PolicyVisit> policyVisits,
    List<Exchanger> exchangers,
    List<NameServer> nameServers,
    List<SignatureSeen> signatures,
    List<ClientService> services) {

  public DomainFacts {
    policyVisits = List.copyOf(policyVisits);
    exchangers = List.copyOf(exchangers);
    nameServers = List.copyOf(nameServers);
    signatures = List.copyOf(signatures);
    services = List.copyOf(services);
  }
}
