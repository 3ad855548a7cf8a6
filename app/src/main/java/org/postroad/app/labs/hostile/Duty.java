package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;

/// What one delivery owes to the domain, from what the sender has been told: RFC 8461 §4 and §5,
/// RFC 7672 §2.2, written apart from the client under test.
final class Duty {

  private static final String EVERYBODY = "everybody";

  private final DomainName domain;
  private final Optional<Terms> terms;
  private final boolean known;
  private final boolean dane;
  private final boolean requiresTls;
  private final List<Told> told;
  private final Set<InetAddress> tried = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> taken = new HashSet<>();
  private boolean withoutExtensions;
  private boolean confused;

  /// @param told the answers of the DNS to the sender's questions, as they come
  private Duty(
      DomainName domain,
      Optional<Terms> terms,
      boolean known,
      boolean dane,
      boolean requiresTls,
      List<Told> told) {
    this.domain = domain;
    this.terms = terms;
    this.known = known;
    this.dane = dane;
    this.requiresTls = requiresTls;
    this.told = told;
  }

  /// What is owed to one message.
  ///
  /// @param terms the policy that applies to its domain
  /// @param known whether it could be known if one does
  /// @param dane whether the sender asks for TLSA records
  static Duty of(
      Message message, Optional<Terms> terms, boolean known, boolean dane, List<Told> told) {
    DomainName domain = message.site().domain();
    return message.tag() == Step.Tag.TLS_NOT_REQUIRED
        ? new Duty(domain, Optional.empty(), true, false, false, told) // RFC 8689 §4.2.2
        : new Duty(domain, terms, known, dane, message.tag().requiresTls(), told);
  }

  DomainName domain() {
    return domain;
  }

  /// Whether the policy forbids everything that is not verified.
  boolean isEnforced() {
    return terms.filter(t -> t.mode() == Step.Mode.ENFORCE).isPresent();
  }

  /// Whether whoever answers at the address, with that certificate or in clear, may have the
  /// message.
  boolean allows(InetAddress address, Optional<Paper> paper) {
    return told.stream()
        .flatMap(Told::exchangers)
        .filter(host -> told.stream().anyMatch(answer -> answer.places(host, address)))
        .anyMatch(host -> mayHaveIt(host, paper));
  }

  /// Whether it can be said that the server proved to be one of the domain's: by TLSA records that
  /// secure MX records lead to, or by the policy, be it enforced or tested.
  boolean isProven(InetAddress address, Optional<Paper> paper) {
    return paper.isPresent()
        && told.stream()
            .flatMap(Told::exchangers)
            .filter(host -> told.stream().anyMatch(answer -> answer.places(host, address)))
            .anyMatch(host -> isProven(host, paper.get()));
  }

  private boolean isProven(String host, Paper paper) {
    return (requiresTls && mayHaveIt(host, Optional.of(paper)))
        || (daneOf(host) instanceof Dane.Keys(var records)
            && Tlsa.satisfied(records, paper, host, domain.text()))
        || (terms.filter(t -> t.mode() != Step.Mode.NONE && t.covers(host)).isPresent()
            && paper.proves(host));
  }

  private boolean mayHaveIt(String host, Optional<Paper> paper) {
    return switch (daneOf(host)) {
      case Dane.Keys(var records) ->
          paper.filter(shown -> Tlsa.satisfied(records, shown, host, domain.text())).isPresent();
      case Dane.Unknown() -> false; // RFC 7672 §2.1.2: as if it were unreachable
      case Dane.Encrypted() -> paper.isPresent() && byPolicy(host, paper);
      case Dane.No() -> byPolicy(host, paper);
    };
  }

  private boolean byPolicy(String host, Optional<Paper> paper) {
    if (!known) {
      return false; // silence is not absence
    }
    if (requiresTls && !isEnforced()) { // RFC 8689 §4.2.1
      return told.stream().anyMatch(answer -> leadsTo(answer, host))
          && paper.filter(shown -> shown.proves(host)).isPresent();
    }
    return !isEnforced()
        || (terms.filter(t -> t.covers(host)).isPresent()
            && paper.filter(shown -> shown.proves(host)).isPresent());
  }

  /// What DANE demands of a host.
  private sealed interface Dane {
    record No() implements Dane {}

    record Keys(List<TlsaRecord> records) implements Dane {}

    /// Only unusable records: TLS, with whatever certificate (RFC 7672 §2.2).
    record Encrypted() implements Dane {}

    /// The records could not be looked up, or never were.
    record Unknown() implements Dane {}
  }

  private Dane daneOf(String host) {
    boolean applies =
        dane
            && told.stream().anyMatch(answer -> leadsTo(answer, host))
            && told.stream()
                .filter(answer -> answer.isAddressOf(host))
                .filter(answer -> answer.answer() instanceof Answer.Found)
                .allMatch(Told::isSecure);
    if (!applies) {
      return new Dane.No();
    }
    Optional<Told> records =
        told.stream()
            .filter(answer -> answer.type() == RecordType.TLSA)
            .filter(answer -> answer.name().text().equals("_25._tcp." + host))
            .findFirst();
    if (records.isEmpty() || records.get().answer() instanceof Answer.Failed) {
      return new Dane.Unknown();
    }
    if (!(records.get().answer() instanceof Answer.Found found && records.get().isSecure())) {
      return new Dane.No();
    }
    List<TlsaRecord> usable = Tlsa.usable(found.only(TlsaRecord.class));
    return usable.isEmpty() ? new Dane.Encrypted() : new Dane.Keys(usable);
  }

  /// Whether it leads to the host in a way that nobody can have forged (RFC 7672 §2.2.1); a domain
  /// that is its own host was not looked up in any.
  private boolean leadsTo(Told answer, String host) {
    return answer.exchangers().anyMatch(host::equals)
        && (answer.isSecure() || host.equals(domain.text()));
  }

  boolean requiresTls() {
    return requiresTls;
  }

  /// Whether the DNS left a question open that matters; then a message that requires TLS is not
  /// given up. Whether there is a policy does not matter to a host that DANE decides about.
  boolean isOpen() {
    return told.stream().anyMatch(answer -> answer.answer() instanceof Answer.Failed)
        || (!known
            && told.stream()
                .flatMap(Told::exchangers)
                .anyMatch(host -> !(daneOf(host) instanceof Dane.Keys)));
  }

  /// Whether the DNS said that the domain takes no mail, and may be believed: under a policy that
  /// names hosts only if it was signed.
  boolean toldOfNoMail() {
    boolean nowhere = told.stream().anyMatch(answer -> answer.isNowhere() && isCredible(answer));
    boolean without =
        told.stream().anyMatch(a -> a.type() == RecordType.MX && a.isNothing() && isCredible(a))
            && told.stream()
                .filter(answer -> answer.isAddressOf(domain.text()))
                .allMatch(Told::isNothing);
    return nowhere || without;
  }

  private boolean isCredible(Told answer) {
    return answer.isSecure() || !isEnforced();
  }

  void tried(InetAddress address) {
    tried.add(address);
  }

  /// A server took the message for them.
  ///
  /// @return those for whom one had taken it before
  List<String> took(List<String> recipients) {
    return recipients.stream().filter(recipient -> !taken.add(recipient)).toList();
  }

  /// Whether STARTTLS was tried at the address before.
  boolean hasTried(InetAddress address) {
    return tried.contains(address);
  }

  /// A server that may have the message refused the recipient for good.
  void refused(String recipient) {
    refused.add(recipient);
  }

  /// In clear, where that is allowed, somebody took the extensions out of the answer to EHLO.
  void toldOfNoExtensions() {
    withoutExtensions = true;
  }

  boolean wasToldOfNoExtensions() {
    return withoutExtensions;
  }

  /// A careless server answered under TLS what the attacker had put in before it, and he ended the
  /// session before the client could see that the answers were out of step: nobody can know then.
  void confused() {
    confused = true;
  }

  boolean isConfused() {
    return confused;
  }

  /// A server that may have the message refused it for good.
  void refusedToAll() {
    refused.add(EVERYBODY);
  }

  boolean wasRefused(String recipient) {
    return refused.contains(recipient) || refused.contains(EVERYBODY);
  }
}
