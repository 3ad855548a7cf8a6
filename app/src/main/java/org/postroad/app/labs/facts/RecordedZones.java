package org.postroad.app.labs.facts;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postroad.app.labs.facts.Told.Owner;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.SigningAlgorithm;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.DnskeyRecord;
import org.postroad.protocol.dns.DnsRecord.DsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;

/// Serves the answers of [Told] in the zones of a [ZonePlan].
final class RecordedZones {

  private final LabDns dns;
  private final Told told;
  private final ZonePlan plan;
  private final TlsaLikenesses tlsa;
  private final Instant now;
  private final Notes notes;
  private final Map<DomainName, StringBuilder> texts = new HashMap<>();
  private final Map<DomainName, TlsaRecord[]> bare = new HashMap<>();

  RecordedZones(
      LabDns dns, Told told, ZonePlan plan, TlsaLikenesses tlsa, Instant now, Notes notes) {
    this.dns = dns;
    this.told = told;
    this.plan = plan;
    this.tlsa = tlsa;
    this.now = now;
    this.notes = notes;
  }

  /// @throws IllegalArgumentException if a record cannot be in a zone, with the zone and the reason
  void serve() {
    plan.zones().keySet().forEach(origin -> texts.put(origin, new StringBuilder()));
    told.owners().forEach(this::write);
    Set<DomainName> topLevel = new HashSet<>(plan.optedOut());
    plan.zones()
        .values()
        .forEach(
            zone -> {
              dns.zone(signed(zone));
              topLevel.remove(zone.origin());
            });
    topLevel.forEach(
        origin -> dns.zone(Zone.of(RecordText.name(origin), "").signed(Signing.usual().optOut())));
    bare.forEach((name, records) -> dns.tlsa(RecordText.name(name), records));
    told.failed().forEach(this::fail);
  }

  private void write(DomainName name, Owner owner) {
    Optional<ZonePlan.Zone> home = plan.home(name);
    if (home.isEmpty() || name.text().startsWith("\\042")) { // a wildcard would answer for others
      if (!owner.records.isEmpty() || owner.alias.isPresent()) {
        notes.add(name + ": its records are not served: it is in no zone of the lab");
      }
      return;
    }
    StringBuilder text = texts.getOrDefault(home.get().origin(), new StringBuilder());
    boolean apex = home.get().origin().equals(name);
    if (owner.alias.isPresent()) {
      alias(name, owner, owner.alias.get(), apex, text);
      return;
    }
    if (owner.absent && owner.exists()) {
      notes.add(name + ": was there and was not there; it is there");
    }
    owner.records.forEach((type, set) -> records(name, type, set, apex, text));
    if (owner.empty && owner.records.isEmpty() && !apex) {
      text.append(RecordText.placeholder(name));
    }
  }

  private void alias(
      DomainName name, Owner owner, DomainName target, boolean apex, StringBuilder text) {
    if (!owner.records.isEmpty()) {
      notes.add(name + ": an alias with records of its own, which are not served");
    }
    if (apex) { // where a zone begins there can be none, so it only seems to be there
      Mounted _ =
          dns.interfereAt(
              RecordText.name(name),
              new Interference.ForgedAlias(owner.aliasTtl, RecordText.name(target)));
    } else {
      text.append(
          RecordText.line(
              name,
              owner.aliasTtl.toSeconds(),
              RecordType.CNAME,
              new DnsRecord.CnameRecord(target)));
    }
  }

  private void records(
      DomainName name, RecordType type, Told.RecordSet set, boolean apex, StringBuilder text) {
    if (type == RecordType.SOA && !apex) {
      return; // it began a zone of its own that is not there: the last labels were one
    }
    if (type == RecordType.TLSA) {
      bare.put(
          name,
          set.records().stream()
              .map(TlsaRecord.class::cast)
              .map(tlsa::like)
              .toArray(TlsaRecord[]::new));
      return;
    }
    Set<DnsRecord> once = new HashSet<>();
    for (DnsRecord record : set.records()) {
      if (once.add(record) && !(type == RecordType.SOA && once.size() > 1)) {
        text.append(RecordText.line(name, set.ttl().toSeconds(), type, record));
      }
    }
  }

  private Zone signed(ZonePlan.Zone planned) {
    Zone zone =
        Zone.of(
            RecordText.name(planned.origin()),
            texts.getOrDefault(planned.origin(), new StringBuilder()).toString());
    return planned.signed() ? zone.signed(signing(planned)) : zone;
  }

  private Signing signing(ZonePlan.Zone zone) {
    List<SignatureSeen> seen = plan.signaturesOf(zone.origin());
    Signing signing = Signing.usual();
    if (plan.optedOut().contains(zone.origin())) {
      signing = signing.optOut();
    } else if (seen.stream().anyMatch(one -> one.covers().equals("NSEC3"))) {
      signing = signing.nsec3();
    }
    signing = signing.algorithm(algorithm(zone, seen));
    if (!seen.isEmpty()) {
      SignatureSeen first = seen.getFirst();
      if (!Limits.isUsable(first.inception()) || !Limits.isUsable(first.expiration())) {
        throw new IllegalArgumentException(
            "signatures: of " + zone.origin() + ": at a time that no signature can have");
      }
      signing = signing.dates(first.inception(), first.expiration());
    }
    if (!zone.secure()) {
      return insecure(zone, signing);
    }
    return zone.bogus() ? bogus(seen, signing) : signing;
  }

  private Signing bogus(List<SignatureSeen> seen, Signing signing) {
    if (seen.isEmpty()) {
      return signing.fault(Fault.MISSING_SIGNATURES);
    }
    SignatureSeen first = seen.getFirst();
    boolean holds = !now.isBefore(first.inception()) && !now.isAfter(first.expiration());
    return holds ? signing.fault(Fault.BOGUS_SIGNATURES) : signing;
  }

  /// Signed, and nobody above says so; or so that nobody knows what to do with it.
  private Signing insecure(ZonePlan.Zone zone, Signing signing) {
    if (told.answer(zone.origin(), RecordType.DS).orElse(null) instanceof Answer.Found found) {
      boolean digests = found.only(DsRecord.class).stream().anyMatch(ds -> ds.digestType() == 2);
      return digests
          ? signing.algorithm(SigningAlgorithm.UNKNOWN)
          : signing.digest(Signing.Digest.UNKNOWN);
    }
    return signing.withoutDs();
  }

  private SigningAlgorithm algorithm(ZonePlan.Zone zone, List<SignatureSeen> seen) {
    int number =
        seen.stream()
            .map(SignatureSeen::algorithm)
            .findFirst()
            .or(
                () ->
                    told.answer(zone.origin(), RecordType.DNSKEY).orElse(null)
                            instanceof Answer.Found found
                        ? found.only(DnskeyRecord.class).stream()
                            .map(DnskeyRecord::algorithm)
                            .findFirst()
                        : Optional.empty())
            .orElse(SigningAlgorithm.ECDSAP256SHA256.number());
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      if (algorithm.number() == number) {
        return algorithm;
      }
    }
    notes.add(zone.origin() + ": is signed with ECDSA P-256, not with algorithm " + number);
    return SigningAlgorithm.ECDSAP256SHA256;
  }

  private void fail(DnsQuestion question, Answer.Failed bad) {
    Optional<ZonePlan.Zone> home = plan.home(question.name());
    Interference instead =
        switch (bad.why()) {
          case TIMED_OUT -> Interference.silent();
          case SERVER_FAILED -> Failures.code(bad.detail());
          case MALFORMED -> new Interference.Garbled(Interference.How.JUNK);
          case UNREACHABLE, OVER_LIMIT -> {
            notes.add(question + ": was not answered (" + bad.detail() + "), and gets SERVFAIL");
            yield Interference.servfail();
          }
          case BOGUS -> {
            if (home.isPresent() && home.get().bogus()) {
              notes.add(
                  home.get().origin()
                      + ": nothing in it was valid, so its records are not known, and it has none");
              yield new Interference.Honest();
            }
            if (home.isEmpty() || !home.get().secure()) {
              notes.add(question + ": not valid in a zone that is not signed: gets SERVFAIL");
              yield Interference.servfail();
            }
            yield new Interference.Tampered(
                plan.hadExpired(question, now) ? Fault.EXPIRED : Fault.BOGUS_SIGNATURES);
          }
          case NOT_ASKED -> new Interference.Honest();
        };
    if (!(instead instanceof Interference.Honest)) {
      Mounted _ = dns.interfere(RecordText.name(question.name()), question.type(), instead);
    }
  }
}
