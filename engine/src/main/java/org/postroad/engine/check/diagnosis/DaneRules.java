package org.postroad.engine.check.diagnosis;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tls;
import org.postroad.protocol.dane.DaneVerdict;
import org.postroad.protocol.dane.HostTlsa;
import org.postroad.protocol.dane.TlsaSet;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// TLSA records of the exchangers against the chains that they show, and against the next change of
/// keys (RFC 7672, RFC 7671).
final class DaneRules {

  private static final int SMTP_PORT = 25;
  private static final int DANE_TA = 2;
  private static final int DANE_EE = 3;

  /// A certificate that is younger than that, and a record that does not know it: the record was
  /// not published in time.
  private static final Duration NEW = Duration.ofDays(30);

  private DaneRules() {}

  static List<Finding> of(DomainView view) {
    List<Finding> found = new ArrayList<>();
    boolean holds = false;
    for (DomainName host : view.mxHosts()) {
      if (!view.asked(host, RecordType.A) && !view.asked(host, RecordType.AAAA)) {
        continue;
      }
      switch (HostTlsa.of(host, SMTP_PORT, view.facts().dns())) {
        case HostTlsa.Usable usable -> {
          holds = true;
          found.addAll(usable(view, usable));
        }
        case HostTlsa.Unusable unusable -> {
          holds = true;
          found.add(unusable(unusable));
        }
        case HostTlsa.TlsaFailed failed -> failed(failed).ifPresent(found::add);
        case HostTlsa.None none -> insecure(view, host).ifPresent(found::add);
        case HostTlsa.NoAddress none -> {}
        case HostTlsa.AddressFailed none -> {}
      }
    }
    if (holds) {
      unsignedMx(view).ifPresent(found::add);
    }
    return found;
  }

  /// Whether TLSA records vouch for a chain that the host showed.
  static boolean vouches(DomainView view, DomainName host, Tls.Established tls) {
    return isSigned(view)
        && HostTlsa.of(host, SMTP_PORT, view.facts().dns()) instanceof HostTlsa.Usable usable
        && verdict(view, usable, tls.chain()) instanceof DaneVerdict.Matched;
  }

  /// Whether DANE protects mail to the domain: MX records signed, and every host with TLSA records.
  static boolean protects(DomainView view) {
    return isSigned(view)
        && !view.mxHosts().isEmpty()
        && view.mxHosts().stream()
            .allMatch(
                host ->
                    HostTlsa.of(host, SMTP_PORT, view.facts().dns()) instanceof HostTlsa.Usable);
  }

  private static boolean isSigned(DomainView view) {
    return view.lookup(view.domain(), RecordType.MX) instanceof Answer.Found found
        && found.security() == Security.SECURE;
  }

  private static DaneVerdict verdict(
      DomainView view, HostTlsa.Usable usable, List<X509Certificate> chain) {
    // RFC 7672 §3.2.2: under DANE-TA the base domain, the host, and the next hop
    List<DomainName> names =
        List.of(usable.base().name(), usable.host(), view.domain()).stream().distinct().toList();
    return DaneVerdict.of(usable.records(), chain, names, view.now());
  }

  private static List<Finding> usable(DomainView view, HostTlsa.Usable usable) {
    List<Finding> found = new ArrayList<>();
    for (TlsaSet.Ignored ignored : usable.records().ignored()) {
      found.add(
          Finding.of(
                  FindingCode.DANE_RECORD_IGNORED,
                  usable.base(),
                  ignored.record().text() + ": " + ignored.why(),
                  "Of the TLSA records beside others that count, this one does not.",
                  "Remove it, or write it anew: 3 1 1 and the SHA-256 of the server's public key.")
              .as(ignored.why().contains("stronger digest") ? Severity.INFO : Severity.WARNING));
    }
    if (!view.reachesPort25()) {
      return found;
    }
    List<Finding> mismatches = new ArrayList<>();
    boolean matched = false;
    for (SmtpVisit visit : visits(view, usable.host())) {
      if (visit.tls() instanceof Tls.Established tls) {
        switch (verdict(view, usable, tls.chain())) {
          case DaneVerdict.Refused refused ->
              mismatches.add(mismatch(view, usable, visit, tls, refused));
          case DaneVerdict.Matched(TlsaRecord by) -> {
            matched = true;
            found.addAll(holds(usable, tls, by));
          }
        }
      }
    }
    found.addAll(mismatches);
    List<Finding> kept = Merged.of(found);
    return matched ? kept : kept.stream().filter(f -> f.code() != FindingCode.DANE_GOOD).toList();
  }

  private static List<SmtpVisit> visits(DomainView view, DomainName host) {
    return view.facts().exchangers().stream()
        .filter(one -> one.host().equals(host))
        .map(Exchanger::visits)
        .flatMap(List::stream)
        .toList();
  }

  private static List<Finding> holds(HostTlsa.Usable usable, Tls.Established tls, TlsaRecord by) {
    Finding good =
        Finding.of(
            FindingCode.DANE_GOOD,
            usable.base(),
            by.text() + " vouches for " + CertificateFault.described(tls.chain().getFirst()),
            "Senders with DANE deliver to this key and to no other.",
            "Nothing to do; before the next change of keys publish the new record first.");
    boolean onlyCurrent = usable.records().usable().size() == 1 && by.usage() == DANE_EE;
    return onlyCurrent
        ? List.of(
            good,
            Finding.of(
                FindingCode.DANE_NEXT_ROLLOVER,
                usable.base(),
                "one record, " + by.text() + ", and it is that of the current key",
                "A certificate with a new key will not match it. Seven of ten operators publish the"
                    + " new record too late, and senders with DANE stop delivering until their"
                    + " caches forget the old one.",
                "Keep the key when renewing (certbot: --reuse-key), or publish a record of the next"
                    + " key at least two TTLs before using it; or add 2 1 1 of the issuing"
                    + " authority."))
        : List.of(good);
  }

  private static Finding mismatch(
      DomainView view,
      HostTlsa.Usable usable,
      SmtpVisit visit,
      Tls.Established tls,
      DaneVerdict.Refused refused) {
    String subject = usable.base() + " against " + SmtpRules.subject(usable.host(), visit);
    List<TlsaRecord> records = usable.records().usable();
    String published = Words.list(records.stream().map(TlsaRecord::text).toList());
    String seen = Words.reason(refused.why()) + "; published: " + published;
    if (tls.chain().isEmpty() || refused.fault() != DaneVerdict.Fault.NO_MATCH) {
      return other(subject, seen);
    }
    X509Certificate server = tls.chain().getFirst();
    if (records.stream().allMatch(record -> record.usage() == DANE_TA)) {
      return Finding.of(
          FindingCode.DANE_TA_CHANGED,
          subject,
          seen
              + "; the server sent "
              + Words.list(tls.chain().stream().map(Words::subject).toList()),
          "The records name an authority that is not in the chain. Authorities change their"
              + " intermediates without asking, as one did for millions in October 2020; or the"
              + " server stopped sending the intermediate. Senders with DANE hold the mail back.",
          "Publish 2 1 1 of the intermediate that is sent now (and of its successors that the"
              + " authority names), or better 3 1 1 of your own key. Fix the chain if it is short.");
    }
    Instant from = server.getNotBefore().toInstant();
    boolean fresh = from.plus(NEW).isAfter(view.now());
    return fresh
        ? Finding.of(
                FindingCode.DANE_TLSA_LATE,
                subject,
                seen + "; the certificate is new, valid from " + Words.time(from),
                "The server changed to a new key, and the records still speak of the old one. It"
                    + " should have been the other way round. Senders with DANE hold the mail back.",
                "Now: publish 3 1 1 of the new key at once, or go back to the old key until the"
                    + " record's TTL has passed. Next time publish first, wait two TTLs, then"
                    + " change the key; or keep the key (certbot: --reuse-key).")
            .since(from)
        : other(subject, seen);
  }

  private static Finding other(String subject, String seen) {
    return Finding.of(
        FindingCode.DANE_MISMATCH,
        subject,
        seen,
        "The TLSA records vouch for another key than the server's, so to senders with DANE it is an"
            + " impostor: they hold the mail back, then return it.",
        "Publish a record of the key in use: 3 1 1 and the SHA-256 of its public key (openssl x509"
            + " -in cert.pem -pubkey -noout | openssl pkey -pubin -outform DER | sha256sum).");
  }

  private static Finding unusable(HostTlsa.Unusable unusable) {
    String seen =
        Words.list(
            unusable.records().ignored().stream()
                .map(ignored -> ignored.record().text() + " (" + ignored.why() + ")")
                .toList());
    return Finding.of(
        FindingCode.DANE_UNUSABLE,
        unusable.base(),
        seen,
        "There are signed TLSA records and none that counts for mail: senders demand TLS and cannot"
            + " verify anybody. For mail only usages 2 and 3 count.",
        "Replace them by 3 1 1 and the SHA-256 of the server's public key.");
  }

  private static Optional<Finding> failed(HostTlsa.TlsaFailed failed) {
    if (failed.cause() == Answer.Why.NOT_ASKED) {
      return Optional.empty();
    }
    boolean silent =
        failed.cause() == Answer.Why.TIMED_OUT || failed.cause() == Answer.Why.UNREACHABLE;
    Finding finding =
        Finding.of(
            FindingCode.DANE_LOOKUP_FAILED,
            failed.host(),
            Words.reason(failed.why()),
            "In a signed zone a sender with DANE must know whether there are TLSA records. While"
                + " the question fails it delivers nothing to this host, even if there are none.",
            "Let the zone's name servers answer TLSA questions (firewalls and old load balancers"
                + " drop them), and mend the zone's signatures.");
    return Optional.of(silent ? finding.as(Severity.UNKNOWN) : finding);
  }

  /// Records that are there and not signed, which nobody uses.
  private static Optional<Finding> insecure(DomainView view, DomainName host) {
    if (!view.facts().circumstances().tellsSecure()) {
      return Optional.empty();
    }
    return DomainView.tlsaName(host)
        .filter(
            name ->
                view.lookup(name, RecordType.TLSA) instanceof Answer.Found found
                    && found.security() == Security.INSECURE)
        .map(
            name ->
                Finding.of(
                    FindingCode.DANE_INSECURE_ZONE,
                    name,
                    "TLSA records that DNSSEC does not secure",
                    "Without a chain of signatures up to the root the records prove nothing, and no"
                        + " sender uses them. Usually the zone is signed and its DS record was"
                        + " never given to the registrar: a third of all TLSA records are lost that"
                        + " way.",
                    "Give the DS record of the zone to the registrar (dig "
                        + Words.registered(name)
                        + " DNSKEY | dnssec-dsfromkey -f - "
                        + Words.registered(name)
                        + "), or remove the records."));
  }

  private static Optional<Finding> unsignedMx(DomainView view) {
    return view.lookup(view.domain(), RecordType.MX) instanceof Answer.Found found
            && found.security() == Security.INSECURE
        ? Optional.of(
            Finding.of(
                FindingCode.DANE_MX_UNSIGNED,
                view.domain(),
                "the exchangers have signed TLSA records, the MX records are not signed",
                "Whoever forges the MX records leads mail around DANE, and senders are free not to"
                    + " look at TLSA records behind unsigned MX records.",
                "Sign the zone of "
                    + view.domain()
                    + " and give its DS record to the registrar; until then MTA-STS protects it."))
        : Optional.empty();
  }
}
