package org.postroad.lab.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.lab.dnssec.SignedZone;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/// What a zone says of one name, with signatures and proofs where they are asked for.
final class Publication {
  private final Gathered gathered;
  private final Chain chain;
  private final Tree tree;
  private final Zone zone;
  private final Name name;
  private final Optional<Fault> fault;

  /// @param gathered takes what is published
  /// @param tree that the zone is from
  /// @param fault of this answer, instead of the zone's
  Publication(
      Gathered gathered, Chain chain, Tree tree, Zone zone, Name name, Optional<Fault> fault) {
    this.gathered = gathered;
    this.chain = chain;
    this.tree = tree;
    this.zone = zone;
    this.name = name;
    this.fault = fault;
  }

  Zone.Content content(int type) {
    boolean apex = name.equals(zone.origin());
    if (type == Type.DS && !apex && tree.zoneOf(name).origin().equals(name)) {
      List<Record> ds = added(type);
      return ds.isEmpty() ? new Zone.Content.NoData() : new Zone.Content.Records(ds);
    }
    if (tree.hasZonesBelow(name) && !zone.owners().contains(name)) {
      return new Zone.Content.NoData(); // the name lies between two zones
    }
    Zone.Content content = zone.content(name, type);
    if (content instanceof Zone.Content.NoData) {
      List<Record> added = added(type);
      if (!added.isEmpty()) {
        return new Zone.Content.Records(added);
      }
      if (type == Type.NS && apex && zone.signing().isPresent()) {
        return new Zone.Content.Records(List.of(nameServer()));
      }
    }
    return content;
  }

  void add(List<Record> records) {
    add(records, true);
  }

  void add(List<Record> records, boolean signed) {
    gathered.answer(records);
    if (!signed || zone.signing().isEmpty()) {
      return;
    }
    Optional<Name> wildcard = wildcard(records.getFirst());
    published()
        .ifPresent(
            zone -> {
              for (List<Record> rrset : byType(records)) {
                gathered.answer(zone.signatures(rrset, wildcard, fault, tree.time()));
              }
              if (wildcard.isPresent()) {
                gathered.authority(zone.proofOfExpansion(name, fault, tree.time()));
              }
            });
    if (wildcard.isPresent()) {
      proved(true);
    }
  }

  /// An absence that is not true, with the SOA that the forger gives it.
  void denyFalsely(Duration ttl) {
    gathered.authority(List.of(soa(zone.soa(), Optional.of(ttl))));
  }

  void deny(int rcode) {
    SOARecord soa = soa(zone.soa(), Optional.empty());
    gathered.authority(List.of(soa));
    published()
        .ifPresent(
            signed -> {
              gathered.authority(
                  signed.signatures(List.of(soa), Optional.empty(), fault, tree.time()));
              gathered.authority(
                  rcode == Rcode.NXDOMAIN
                      ? signed.proofOfNoName(name, fault, tree.time())
                      : signed.proofOfNoData(name, fault, tree.time()));
            });
    proved(rcode == Rcode.NXDOMAIN || isLeftOut() || zone.wildcard(name).isPresent());
  }

  /// An unsigned delegation, where those need not be in the proof.
  private boolean isLeftOut() {
    return tree.zoneOf(name).origin().equals(name) && !name.equals(zone.origin());
  }

  /// @param covered whether it is proved that there is no such name
  private void proved(boolean covered) {
    Optional<Signing> signing = zone.signing();
    if (fault.isPresent() || signing.flatMap(Signing::fault).isPresent()) {
      gathered.stands(chain.of(zone, tree).forged());
    }
    if (covered && signing.filter(Signing::optsOut).isPresent()) {
      gathered.stands(Standing.INSECURE); // RFC 5155 §9.2
    }
  }

  private List<Record> added(int type) {
    return tree.published(zone).map(signed -> signed.added(name, type)).orElse(List.of());
  }

  private Optional<SignedZone> published() {
    return gathered.signatures() ? tree.published(zone) : Optional.empty();
  }

  private Optional<Name> wildcard(Record record) {
    return record.getType() == Type.DS || zone.owners().contains(name)
        ? Optional.empty()
        : zone.wildcard(name);
  }

  private Record nameServer() {
    return Zone.record(name, Type.NS, LabDns.NAME_SERVER + ".");
  }

  private static List<List<Record>> byType(List<Record> records) {
    Map<Integer, List<Record>> types = new LinkedHashMap<>();
    records.forEach(
        record -> types.computeIfAbsent(record.getType(), t -> new ArrayList<>()).add(record));
    return List.copyOf(types.values());
  }

  /// The SOA of a negative answer; its TTL is the smaller of its own and its minimum (RFC 2308 §5).
  private static SOARecord soa(SOARecord soa, Optional<Duration> forged) {
    long ttl = forged.map(Duration::toSeconds).orElse(Math.min(soa.getTTL(), soa.getMinimum()));
    return new SOARecord(
        soa.getName(),
        soa.getDClass(),
        ttl,
        soa.getHost(),
        soa.getAdmin(),
        soa.getSerial(),
        soa.getRefresh(),
        soa.getRetry(),
        soa.getExpire(),
        forged.isPresent() ? ttl : soa.getMinimum());
  }
}
