package org.postroad.engine.check.diagnosis;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.CaaRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// Whether the CAA records of a host let the authority that issued its certificate issue the next
/// one (RFC 8659 §3, §4).
final class CaaRules {

  /// The domains by which large authorities are named in CAA records, by the organization in the
  /// issuer's name; of others nothing is said.
  private static final Map<String, List<String>> DOMAINS =
      Map.of(
          "let's encrypt", List.of("letsencrypt.org"),
          "google trust services", List.of("pki.goog", "google.com"),
          "digicert", List.of("digicert.com", "geotrust.com", "rapidssl.com", "thawte.com"),
          "sectigo", List.of("sectigo.com", "comodoca.com", "comodo.com", "usertrust.com"),
          "zerossl", List.of("sectigo.com", "comodoca.com", "zerossl.com"),
          "globalsign", List.of("globalsign.com"),
          "buypass", List.of("buypass.com"),
          "amazon", List.of("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"),
          "microsoft", List.of("microsoft.com", "digicert.com"),
          "entrust", List.of("entrust.net"));

  private CaaRules() {}

  static Optional<Finding> finding(DomainView view, DomainName host, X509Certificate server) {
    Optional<Map.Entry<String, List<String>>> authority =
        DOMAINS.entrySet().stream()
            .filter(entry -> organization(server).contains(entry.getKey()))
            .findFirst();
    Optional<Relevant> relevant = relevant(view, host);
    if (authority.isEmpty() || relevant.isEmpty() || relevant.get().issuers().isEmpty()) {
      return Optional.empty();
    }
    List<String> allowed = relevant.get().issuers();
    return allowed.stream().anyMatch(authority.get().getValue()::contains)
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.POLICY_HOST_CAA_FORBIDS,
                host,
                "the certificate is of "
                    + Words.issuer(server)
                    + "; the CAA records at "
                    + relevant.get().at()
                    + " allow "
                    + (allowed.stream().allMatch(String::isEmpty)
                        ? "nobody"
                        : Words.list(allowed.stream().map(Words::quoted).toList())),
                "The authority that issued this certificate may not issue the next one: the"
                    + " renewal will fail, and senders get no policy when this one ends.",
                "Add a record to those at "
                    + relevant.get().at()
                    + ": CAA 0 issue \""
                    + authority.get().getValue().getFirst()
                    + "\", or get the certificate from an authority that they name."));
  }

  /// The records that count for a name: those at the name, else at the nearest parent that has any
  /// (RFC 8659 §3).
  ///
  /// @param issuers the domains that may issue; of `issue ";"` an empty text
  private record Relevant(DomainName at, List<String> issuers) {}

  private static Optional<Relevant> relevant(DomainView view, DomainName host) {
    Optional<DomainName> at = Optional.of(host);
    while (at.isPresent() && !at.get().isRoot()) {
      if (view.lookup(at.get(), RecordType.CAA) instanceof Answer.Found found) {
        List<String> issuers =
            found.only(CaaRecord.class).stream()
                .filter(record -> record.tag().equalsIgnoreCase("issue"))
                .map(record -> record.value().split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .toList();
        return Optional.of(new Relevant(at.get(), issuers));
      }
      if (view.lookup(at.get(), RecordType.CAA) instanceof Answer.Failed) {
        return Optional.empty(); // what was not answered allows and forbids nothing
      }
      at = at.get().parent();
    }
    return Optional.empty();
  }

  private static String organization(X509Certificate server) {
    return server.getIssuerX500Principal().getName().toLowerCase(Locale.ROOT);
  }
}
