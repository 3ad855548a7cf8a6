package org.postroad.engine.check.diagnosis;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.net.Endpoint;
import org.postroad.engine.net.ReverseName;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.PtrRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;

/// The names of the exchangers' addresses, and the blocklists that the operator asked for.
final class ReputationRules {

  private static final int ZONE_TEXT_MAX = 180; // leaves room for a reversed IPv6 address

  private ReputationRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    for (Exchanger exchanger : view.facts().exchangers()) {
      for (SmtpVisit visit : exchanger.visits()) {
        String subject = SmtpRules.subject(exchanger.host(), visit);
        reverse(view, subject, visit.address()).ifPresent(found::add);
        for (DomainName zone : view.facts().circumstances().blocklists()) {
          if (!zone.isRoot() && zone.text().length() <= ZONE_TEXT_MAX) {
            listed(view, subject, visit.address(), zone).ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  private static Optional<Finding> reverse(DomainView view, String subject, InetAddress address) {
    return switch (view.lookup(ReverseName.of(address), RecordType.PTR)) {
      case Answer.Failed failed -> Optional.empty();
      case Answer.Found found ->
          leadsBack(view, found, address)
              ? Optional.empty()
              : Optional.of(
                  Finding.of(
                      FindingCode.PTR_MISMATCH,
                      subject,
                      "the address is called "
                          + Words.list(
                              found.only(PtrRecord.class).stream().map(PtrRecord::target).toList())
                          + ", and that name does not lead back to "
                          + Endpoint.text(address),
                      "If the host sends mail too, many receivers distrust it: a name that does not"
                          + " lead back proves nothing.",
                      "Give that name an address record with this address, or have whoever owns the"
                          + " address change its PTR record."));
      case Answer.NoData none -> Optional.of(nameless(subject, address));
      case Answer.NoSuchName none -> Optional.of(nameless(subject, address));
    };
  }

  /// A name whose addresses were not answered for is given the benefit of the doubt.
  private static boolean leadsBack(DomainView view, Answer.Found found, InetAddress address) {
    RecordType type = address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    return found.only(PtrRecord.class).stream()
        .map(record -> view.lookup(record.target(), type))
        .anyMatch(
            answer ->
                answer instanceof Answer.Failed
                    || (answer instanceof Answer.Found forward
                        && forward.only(AddressRecord.class).stream()
                            .anyMatch(record -> record.address().equals(address))));
  }

  private static Finding nameless(String subject, InetAddress address) {
    return Finding.of(
        FindingCode.PTR_MISSING,
        subject,
        "no PTR record at " + ReverseName.of(address),
        "If the host sends mail too, many receivers refuse it: hosts without a name are mostly"
            + " hijacked ones.",
        "Have whoever owns the address publish a PTR record to the host's name.");
  }

  /// RFC 5782 §2.1: the list may say why in a TXT record.
  private static String reason(DomainView view, DomainName name) {
    List<String> texts = view.texts(name).stream().map(Words::quoted).toList();
    return texts.isEmpty() ? "" : ": " + Words.list(texts);
  }

  /// RFC 5782 §2.1: listed means an address of 127.0.0.0/8. §2.3 and the lists' own manuals: those
  /// in 127.255.255.0/24 are errors, a resolver that they do not serve for instance.
  private static Optional<Finding> listed(
      DomainView view, String subject, InetAddress address, DomainName zone) {
    DomainName name = ReverseName.in(zone, address);
    return switch (view.lookup(name, RecordType.A)) {
      case Answer.NoData _, Answer.NoSuchName _ -> Optional.empty();
      case Answer.Failed(Answer.Why why, String detail) ->
          why == Answer.Why.NOT_ASKED
              ? Optional.empty()
              : Optional.of(unanswered(subject, zone + " did not answer: " + detail));
      case Answer.Found found -> {
        List<InetAddress> codes =
            found.only(AddressRecord.class).stream().map(AddressRecord::address).toList();
        List<InetAddress> listings = codes.stream().filter(ReputationRules::isListing).toList();
        yield Optional.of(
            listings.isEmpty()
                ? unanswered(
                    subject,
                    zone + " says " + text(codes) + reason(view, name) + ", which is no listing")
                : Finding.of(
                    FindingCode.BLOCKLISTED,
                    subject,
                    zone + " says " + text(listings) + reason(view, name),
                    "Receivers that ask this list refuse mail from the address. It says nothing of"
                        + " mail to the domain.",
                    "Ask the list why (its web site has a form), stop what it saw, then ask to be"
                        + " taken off."));
      }
    };
  }

  private static String text(List<InetAddress> codes) {
    return Words.list(codes.stream().map(Endpoint::text).toList());
  }

  private static Finding unanswered(String subject, String seen) {
    return Finding.of(
        FindingCode.BLOCKLIST_UNANSWERED,
        subject,
        seen,
        "Whether the address is on the list could not be found out. Large lists answer neither"
            + " public resolvers nor heavy users, and one that was closed may answer anything.",
        "Ask through a resolver of your own (--dns), or look the address up on the list's web"
            + " site.");
  }

  private static boolean isListing(InetAddress code) {
    byte[] octets = code.getAddress();
    return octets.length == 4
        && octets[0] == 127
        && !(octets[1] == (byte) 255 && octets[2] == (byte) 255);
  }
}
