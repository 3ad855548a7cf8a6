package org.postroad.protocol.spf;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// What macros come to in one check (RFC 7208 §7), and the explanation that is made of them (§6.2).
final class Expansion {

  /// As much as one reply line holds (RFC 5321 §4.5.3.1.5: 512 octets with code and CRLF), less
  /// room for who explains it.
  private static final int EXPLANATION_MAX = 450;

  private final SpfQuery query;
  private final Spending spending;
  private final ClientNames names;

  Expansion(SpfQuery query, Spending spending, ClientNames names) {
    this.query = query;
    this.spending = spending;
    this.names = names;
  }

  /// The target of a term in the record of a domain; empty if it is no name.
  Optional<DomainName> name(DomainSpec spec, DomainName domain) {
    return spec.isCurrent()
        ? Optional.of(domain)
        : spec.macros().expand(letter -> value(letter, domain)).flatMap(DomainSpec::name);
  }

  /// The domain's words about a fail; empty where there are none or they cannot be used, which is
  /// never an error.
  String explanation(SpfRecord record, DomainName domain) {
    return record
        .explanation()
        .flatMap(explanation -> name(explanation.target(), domain))
        .flatMap(this::text)
        .flatMap(text -> expanded(text, domain))
        .filter(text -> text.chars().allMatch(c -> c >= 0x20 && c < 0x7f))
        .map(text -> text.substring(0, Math.min(text.length(), EXPLANATION_MAX)))
        .orElse("");
  }

  private Optional<String> text(DomainName name) {
    List<TxtRecord> texts =
        spending.ask(name, RecordType.TXT) instanceof Answer.Found found
            ? found.only(TxtRecord.class)
            : List.of();
    return texts.size() == 1 ? Optional.of(texts.getFirst().joined()) : Optional.empty();
  }

  private Optional<String> expanded(String text, DomainName domain) {
    return MacroReader.explanation(text) instanceof MacroReader.Reading.Read(MacroString macros)
        ? macros.expand(letter -> value(letter, domain))
        : Optional.empty();
  }

  /// §7.2.
  private String value(char letter, DomainName domain) {
    return switch (letter) {
      case 's' -> query.sender();
      case 'l' -> query.localPart();
      case 'o' -> query.senderDomain();
      case 'd' -> domain.octets();
      case 'i' -> AddressText.dotted(query.ip());
      case 'p' -> names.best(domain);
      case 'v' -> query.ip() instanceof Inet4Address ? "in-addr" : "ip6";
      case 'h' -> query.helo();
      case 'c' -> AddressText.readable(query.ip());
      case 'r' -> query.receiver();
      case 't' -> String.valueOf(query.at().getEpochSecond());
      default -> throw new IllegalArgumentException("macro letter " + letter);
    };
  }
}
