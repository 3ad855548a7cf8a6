package org.postroad.lab.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.lab.dns.Interferences.Met;
import org.postroad.lab.dnssec.SignedZone;
import org.postroad.lab.net.Gate;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/// One question, followed over all aliases to its end: what a recursive resolver would find, what
/// interfered, and what it would make of the signatures.
final class Lookup {

  private static final int ALIASES_MAX = 16;

  private final Interferences interferences;
  private final Chain chain;
  private final boolean signatures;
  private final List<Record> answer = new ArrayList<>();
  private final List<Record> authority = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private Tree tree;
  private Manner manner = Manner.PLAIN;
  private Standing standing = Standing.SECURE;

  private Lookup(Chain chain, boolean signatures) {
    this.chain = chain;
    this.tree = chain.tree();
    this.interferences = chain.interferences();
    this.signatures = signatures;
  }

  /// How the result is sent.
  enum Manner {
    PLAIN,
    SILENT,
    TRUNCATED,
    JUNK,
    WRONG_ID,
    WRONG_QUESTION,
    NOT_A_RESPONSE
  }

  /// @param authority the SOA of a negative answer, and proofs of what is not there
  /// @param standing what a validating resolver makes of it
  /// @param gates what to wait for before it is sent
  record Result(
      int rcode,
      List<Record> answer,
      List<Record> authority,
      Standing standing,
      Manner manner,
      List<Gate> gates) {

    /// The same from a resolver that does not validate.
    Result unjudged() {
      return new Result(rcode, answer, authority, Standing.INSECURE, manner, gates);
    }

    /// The same as from a resolver that has had it for so long that no more than that is left.
    Result atMost(long ttl) {
      return new Result(
          rcode, atMost(answer, ttl), atMost(authority, ttl), standing, manner, gates);
    }

    private static List<Record> atMost(List<Record> records, long ttl) {
      return records.stream().map(record -> atMost(record, ttl)).toList();
    }

    private static Record atMost(Record record, long ttl) {
      if (record instanceof BareTlsa bare) {
        return bare.lasting(Math.min(ttl, bare.getTTL()));
      }
      return record.getTTL() <= ttl
          ? record
          : Record.newRecord(
              record.getName(),
              record.getType(),
              record.getDClass(),
              ttl,
              record.rdataToWireCanonical());
    }

    /// What goes out instead where it must not.
    Result refused() {
      return new Result(Rcode.SERVFAIL, List.of(), List.of(), standing, manner, gates);
    }
  }

  /// @param signatures whether they are asked for (the DO bit)
  static Result of(Name name, int type, Chain chain, boolean signatures) {
    return new Lookup(chain, signatures).follow(name, type);
  }

  private Result follow(Name asked, int type) {
    Name name = asked;
    for (int i = 0; i <= ALIASES_MAX; i++) {
      Optional<Met> met = interferences.meet(name, type);
      Optional<Result> end =
          met.isPresent() ? interfered(met.get(), name, type) : truth(name, type, Optional.empty());
      if (end.isPresent()) {
        return end.get();
      }
      name = ((CNAMERecord) lastAlias()).getTarget();
    }
    answer.clear();
    authority.clear();
    return ended(Rcode.SERVFAIL); // a loop
  }

  /// The result, or nothing if an alias was added at which to go on.
  ///
  /// @param fault what is wrong with the signatures of this answer
  private Optional<Result> truth(Name name, int type, Optional<Fault> fault) {
    Zone zone = tree.zoneOf(name, type);
    Standing of = chain.of(zone, tree);
    standing = standing.and(of);
    if (fault.filter(Fault::breaksEverything).isPresent()) {
      standing = standing.and(of.forged());
    }
    Publication publication = new Publication(zone, name, fault);
    return switch (publication.content(type)) {
      case Zone.Content.Records(List<Record> records) -> {
        publication.add(records);
        yield Optional.of(ended(Rcode.NOERROR));
      }
      case Zone.Content.Alias(Record cname) -> {
        publication.add(List.of(cname));
        yield Optional.empty();
      }
      case Zone.Content.NoData() -> {
        publication.deny(Rcode.NOERROR);
        yield Optional.of(ended(Rcode.NOERROR));
      }
      case Zone.Content.NoSuchName() -> {
        publication.deny(Rcode.NXDOMAIN);
        yield Optional.of(ended(Rcode.NXDOMAIN));
      }
    };
  }

  private Optional<Result> interfered(Met met, Name name, int type) {
    return switch (met.interference()) {
      case Interference.Honest() -> truth(name, type, Optional.empty());
      case Interference.Tampered(Fault fault) -> truth(name, type, Optional.of(fault));
      case Interference.Stale() -> {
        tree = met.past();
        yield truth(name, type, Optional.empty());
      }
      case Interference.Truncated() -> {
        manner = Manner.TRUNCATED;
        yield truth(name, type, Optional.empty());
      }
      case Interference.Held(Gate gate, Interference then) -> {
        gates.add(gate);
        yield interfered(new Met(then, met.past()), name, type);
      }
      case Interference.InTurn(List<Interference> steps) ->
          interfered(new Met(steps.getFirst(), met.past()), name, type);
      case Interference.Garbled(Interference.How how) -> {
        manner =
            switch (how) {
              case JUNK -> Manner.JUNK;
              case WRONG_ID -> Manner.WRONG_ID;
              case WRONG_QUESTION -> Manner.WRONG_QUESTION;
              case NOT_A_RESPONSE -> Manner.NOT_A_RESPONSE;
            };
        yield truth(name, type, Optional.empty());
      }
      case Interference.Silent() -> {
        manner = Manner.SILENT;
        yield Optional.of(ended(Rcode.SERVFAIL));
      }
      case Interference.Fails(Interference.Code code) -> {
        answer.clear();
        authority.clear();
        yield Optional.of(ended(Rcode.value(code.name())));
      }
      case Interference.Forged(Duration ttl, List<String> data, boolean signed) -> {
        List<Record> records =
            data.stream().map(d -> Zone.record(name, type, ttl.toSeconds(), d)).toList();
        forged(name, type).add(records, signed);
        yield Optional.of(ended(Rcode.NOERROR));
      }
      case Interference.ForgedAlias(Duration ttl, String target) -> {
        Record cname = Zone.record(name, Type.CNAME, ttl.toSeconds(), target);
        forged(name, type).add(List.of(cname), false);
        yield Optional.empty();
      }
      case Interference.ForgedNoSuchName(Duration ttl) -> {
        authority.add(soa(forged(name, type).zone.soa(), Optional.of(ttl)));
        yield Optional.of(ended(Rcode.NXDOMAIN));
      }
      case Interference.ForgedNoData(Duration ttl) -> {
        authority.add(soa(forged(name, type).zone.soa(), Optional.of(ttl)));
        yield Optional.of(ended(Rcode.NOERROR));
      }
    };
  }

  private Publication forged(Name name, int type) {
    Zone zone = tree.zoneOf(name, type);
    standing = standing.and(chain.of(zone, tree).forged());
    return new Publication(zone, name, Optional.of(Fault.STRANGERS_KEY));
  }

  private Result ended(int rcode) {
    return new Result(rcode, answer, authority, standing, manner, gates);
  }

  private Record lastAlias() {
    return answer.reversed().stream()
        .filter(record -> record.getType() == Type.CNAME)
        .findFirst()
        .orElseThrow();
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

  /// What a zone says of one name, with signatures and proofs where they are asked for.
  private final class Publication {
    private final Zone zone;
    private final Name name;
    private final Optional<Fault> fault;

    Publication(Zone zone, Name name, Optional<Fault> fault) {
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
      answer.addAll(records);
      if (!signed || zone.signing().isEmpty()) {
        return;
      }
      Optional<Name> wildcard = wildcard(records.getFirst());
      published()
          .ifPresent(
              zone -> {
                for (List<Record> rrset : byType(records)) {
                  answer.addAll(zone.signatures(rrset, wildcard, fault, tree.time()));
                }
                if (wildcard.isPresent()) {
                  authority.addAll(zone.proofOfExpansion(name, fault, tree.time()));
                }
              });
      if (wildcard.isPresent()) {
        proved(true);
      }
    }

    void deny(int rcode) {
      SOARecord soa = soa(zone.soa(), Optional.empty());
      authority.add(soa);
      published()
          .ifPresent(
              signed -> {
                authority.addAll(
                    signed.signatures(List.of(soa), Optional.empty(), fault, tree.time()));
                authority.addAll(
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
        standing = standing.and(chain.of(zone, tree).forged());
      }
      if (covered && signing.filter(Signing::optsOut).isPresent()) {
        standing = standing.and(Standing.INSECURE); // RFC 5155 §9.2
      }
    }

    private List<Record> added(int type) {
      return tree.published(zone).map(signed -> signed.added(name, type)).orElse(List.of());
    }

    private Optional<SignedZone> published() {
      return signatures ? tree.published(zone) : Optional.empty();
    }

    private Optional<Name> wildcard(Record record) {
      return record.getType() == Type.DS || zone.owners().contains(name)
          ? Optional.empty()
          : zone.wildcard(name);
    }

    private Record nameServer() {
      return Zone.record(name, Type.NS, "ns" + (name.equals(Name.root) ? "." : "." + name));
    }

    private static List<List<Record>> byType(List<Record> records) {
      Map<Integer, List<Record>> types = new LinkedHashMap<>();
      records.forEach(
          record -> types.computeIfAbsent(record.getType(), t -> new ArrayList<>()).add(record));
      return List.copyOf(types.values());
    }
  }
}
