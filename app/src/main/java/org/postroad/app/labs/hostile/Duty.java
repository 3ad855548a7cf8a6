package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.DomainName;

/// What one delivery owes to the domain, from what the sender had been told before it began (RFC
/// 8461 §4, §5).
final class Duty {

  private final DomainName domain;
  private final Optional<Terms> terms;
  private final List<Told> told;
  private final Set<InetAddress> tried = new HashSet<>();
  private final Set<String> refused = new HashSet<>();

  /// @param terms the policy that applies to the delivery
  /// @param told the answers of the DNS to its questions, as they come
  Duty(DomainName domain, Optional<Terms> terms, List<Told> told) {
    this.domain = domain;
    this.terms = terms;
    this.told = told;
  }

  DomainName domain() {
    return domain;
  }

  /// Whether nothing may leave before the host has proved itself.
  boolean isProtected() {
    return terms.filter(t -> t.mode() == Step.Mode.ENFORCE).isPresent();
  }

  /// Whether whoever answers at the address with that certificate may have the message: it proves
  /// to be an exchanger of the domain that the policy covers, and the DNS places it there.
  boolean allows(InetAddress address, Optional<Paper> paper) {
    return !isProtected() || (paper.isPresent() && proves(address, paper.get()));
  }

  /// Whether the certificate proves an exchanger that the policy covers, if there is one.
  boolean proves(InetAddress address, Paper paper) {
    return told.stream()
        .flatMap(Told::exchangers)
        .filter(host -> terms.filter(t -> !t.covers(host)).isEmpty())
        .filter(paper::proves)
        .anyMatch(host -> told.stream().anyMatch(answer -> answer.places(host, address)));
  }

  /// Whether the DNS said that the domain takes no mail.
  boolean toldOfNoMail() {
    return Told.noMail(told);
  }

  void tried(InetAddress address) {
    tried.add(address);
  }

  /// Whether STARTTLS was tried at the address before.
  boolean hasTried(InetAddress address) {
    return tried.contains(address);
  }

  /// Somebody who may say so refused the recipient for good.
  void refused(String recipient) {
    refused.add(recipient);
  }

  boolean wasRefused(String recipient) {
    return refused.contains(recipient);
  }
}
