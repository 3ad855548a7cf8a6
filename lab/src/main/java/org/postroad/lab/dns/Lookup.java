package org.postroad.lab.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.postroad.lab.dns.Interferences.Met;
import org.postroad.lab.net.Gate;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/// One question, followed over all aliases to its end: what a recursive resolver would find, and
/// what interfered.
final class Lookup {

  private static final int ALIASES_MAX = 16;
  private static final Zone ROOT = Zone.of(".", "");

  private final Interferences interferences;
  private final List<Record> answer = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private NavigableMap<Name, Zone> zones;
  private Manner manner = Manner.PLAIN;
  private boolean secure = true;

  private Lookup(NavigableMap<Name, Zone> zones, Interferences interferences) {
    this.zones = zones;
    this.interferences = interferences;
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

  /// @param authority the SOA of a negative answer
  /// @param gates what to wait for before it is sent
  /// @param secure whether the resolver would set AD
  record Result(
      int rcode,
      List<Record> answer,
      List<Record> authority,
      boolean secure,
      Manner manner,
      List<Gate> gates) {}

  static Result of(
      Name name, int type, NavigableMap<Name, Zone> zones, Interferences interferences) {
    return new Lookup(zones, interferences).follow(name, type);
  }

  private Result follow(Name asked, int type) {
    Name name = asked;
    for (int i = 0; i <= ALIASES_MAX; i++) {
      Zone zone = zoneOf(name);
      Optional<Met> met = interferences.meet(name, type);
      Optional<Result> end =
          met.isPresent() ? interfered(met.get(), name, type) : truth(zone, name, type);
      if (end.isPresent()) {
        return end.get();
      }
      name = ((CNAMERecord) answer.getLast()).getTarget();
    }
    answer.clear();
    return negative(Rcode.SERVFAIL, List.of()); // a loop
  }

  /// The result, or nothing if an alias was added at which to go on.
  private Optional<Result> truth(Zone zone, Name name, int type) {
    secure &= zone.isSigned();
    return switch (content(zone, name, type)) {
      case Zone.Content.Records(List<Record> records) -> found(records);
      case Zone.Content.Alias(Record cname) -> alias(cname);
      case Zone.Content.NoData() ->
          Optional.of(negative(Rcode.NOERROR, soa(zone.soa(), Optional.empty())));
      case Zone.Content.NoSuchName() ->
          Optional.of(negative(Rcode.NXDOMAIN, soa(zone.soa(), Optional.empty())));
    };
  }

  private Optional<Result> interfered(Met met, Name name, int type) {
    return switch (met.interference()) {
      case Interference.Honest() -> truth(zoneOf(name), name, type);
      case Interference.Stale() -> {
        zones = met.past();
        yield truth(zoneOf(name), name, type);
      }
      case Interference.Truncated() -> {
        manner = Manner.TRUNCATED;
        yield truth(zoneOf(name), name, type);
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
        yield truth(zoneOf(name), name, type);
      }
      case Interference.Silent() -> {
        manner = Manner.SILENT;
        yield Optional.of(negative(Rcode.SERVFAIL, List.of()));
      }
      case Interference.Fails(Interference.Code code) -> {
        answer.clear();
        yield Optional.of(negative(Rcode.value(code.name()), List.of()));
      }
      case Interference.Forged(Duration ttl, List<String> data) -> {
        secure = false;
        yield found(data.stream().map(d -> Zone.record(name, type, ttl.toSeconds(), d)).toList());
      }
      case Interference.ForgedAlias(Duration ttl, String target) -> {
        secure = false;
        yield alias(Zone.record(name, Type.CNAME, ttl.toSeconds(), target));
      }
      case Interference.ForgedNoSuchName(Duration ttl) -> {
        secure = false;
        yield Optional.of(negative(Rcode.NXDOMAIN, soa(zoneOf(name).soa(), Optional.of(ttl))));
      }
      case Interference.ForgedNoData(Duration ttl) -> {
        secure = false;
        yield Optional.of(negative(Rcode.NOERROR, soa(zoneOf(name).soa(), Optional.of(ttl))));
      }
    };
  }

  private Optional<Result> found(List<Record> records) {
    answer.addAll(records);
    return Optional.of(negative(Rcode.NOERROR, List.of()));
  }

  private Optional<Result> alias(Record cname) {
    answer.add(cname);
    return Optional.empty();
  }

  private Result negative(int rcode, List<Record> authority) {
    return new Result(rcode, answer, authority, secure, manner, gates);
  }

  /// The SOA of a negative answer; its TTL is the smaller of its own and its minimum (RFC 2308 §5).
  private static List<Record> soa(SOARecord soa, Optional<Duration> forged) {
    long ttl = forged.map(Duration::toSeconds).orElse(Math.min(soa.getTTL(), soa.getMinimum()));
    return List.of(
        new SOARecord(
            soa.getName(),
            soa.getDClass(),
            ttl,
            soa.getHost(),
            soa.getAdmin(),
            soa.getSerial(),
            soa.getRefresh(),
            soa.getRetry(),
            soa.getExpire(),
            forged.isPresent() ? ttl : soa.getMinimum()));
  }

  /// The deepest zone above the name; the root, in which there is nothing, if there is none.
  private Zone zoneOf(Name name) {
    for (int i = 0; i < name.labels(); i++) {
      Zone zone = zones.get(new Name(name, i));
      if (zone != null) {
        return zone;
      }
    }
    return ROOT;
  }

  private Zone.Content content(Zone zone, Name name, int type) {
    Zone.Content content = zone.content(name, type);
    if (content instanceof Zone.Content.NoSuchName) {
      Name next = zones.higherKey(name);
      if (next != null && next.subdomain(name)) {
        return new Zone.Content.NoData(); // the name lies between two zones
      }
    }
    return content;
  }
}
