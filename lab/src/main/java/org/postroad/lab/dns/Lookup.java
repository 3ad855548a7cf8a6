package org.postroad.lab.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.lab.dns.Interferences.Met;
import org.postroad.lab.net.Gate;
import org.postroad.lab.zone.Fault;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// One question, followed over all aliases to its end: what a recursive resolver would find, what
/// interfered, and what it would make of the signatures.
final class Lookup {

  private static final int ALIASES_MAX = 16;

  private final Interferences interferences;
  private final Chain chain;
  private final Gathered gathered;
  private final List<Gate> gates = new ArrayList<>();
  private Tree tree;
  private Manner manner = Manner.PLAIN;

  private Lookup(Chain chain, boolean signatures) {
    this.chain = chain;
    this.tree = chain.tree();
    this.interferences = chain.interferences();
    this.gathered = new Gathered(signatures);
  }

  /// How the result is sent.
  enum Manner {
    PLAIN,
    SILENT,
    TRUNCATED,
    LAME,
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
    gathered.clear();
    return ended(Rcode.SERVFAIL); // a loop
  }

  /// The result, or nothing if an alias was added at which to go on.
  ///
  /// @param fault what is wrong with the signatures of this answer
  private Optional<Result> truth(Name name, int type, Optional<Fault> fault) {
    Zone zone = tree.zoneOf(name, type);
    Standing of = chain.of(zone, tree);
    gathered.stands(of);
    if (fault.filter(Fault::breaksEverything).isPresent()) {
      gathered.stands(of.forged());
    }
    Publication publication = new Publication(gathered, chain, tree, zone, name, fault);
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
      case Interference.Lame() -> {
        manner = Manner.LAME;
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
        gathered.clear();
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
        forged(name, type).denyFalsely(ttl);
        yield Optional.of(ended(Rcode.NXDOMAIN));
      }
      case Interference.ForgedNoData(Duration ttl) -> {
        forged(name, type).denyFalsely(ttl);
        yield Optional.of(ended(Rcode.NOERROR));
      }
    };
  }

  private Publication forged(Name name, int type) {
    Zone zone = tree.zoneOf(name, type);
    gathered.stands(chain.of(zone, tree).forged());
    return new Publication(gathered, chain, tree, zone, name, Optional.of(Fault.STRANGERS_KEY));
  }

  private Result ended(int rcode) {
    return new Result(
        rcode, gathered.answer(), gathered.authority(), gathered.standing(), manner, gates);
  }

  private Record lastAlias() {
    return gathered.answer().reversed().stream()
        .filter(record -> record.getType() == Type.CNAME)
        .findFirst()
        .orElseThrow();
  }
}
