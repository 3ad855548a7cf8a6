package org.postroad.lab.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.lab.zone.Signing;
import org.postroad.lab.zone.Zone;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.TlsaRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The resolver of the private Internet, over UDP and TCP on one port. It answers as a recursive
/// one does: RA set, aliases followed over all its zones, "no such name" and "no such record" told
/// apart with a SOA, and what is too long for UDP truncated. Names outside its zones do not exist.
///
/// The root and the top-level domains are signed, zones are where `Zone.signed(…)` says so, and the
/// resolver knows which answers are secure ([Validation]); who asks for signatures (the DO bit)
/// gets what a validator needs, from [#anchor()] down.
///
/// While it runs, records can be changed and [Interference]s put on and taken off; of several on
/// one question the last one counts. It keeps count of what it was asked.
public final class LabDns implements AutoCloseable {

  /// The name server of every signed zone that names none of its own.
  public static final String NAME_SERVER = "ns.name-servers.example";

  private static final int JOURNAL_MAX = 10_000;
  private static final int COUNTED_MAX = 200_000;

  private final Tree tree;
  private final Interferences interferences = new Interferences();
  private final Journal<Question> questions = new Journal<>(JOURNAL_MAX);
  private final ConcurrentMap<Counted, LongAdder> counts = new ConcurrentHashMap<>();
  private final DnsServer server;

  private record Counted(String name, String type) {}

  private volatile Validation validation = Validation.ON;
  private volatile long ttlMax = Integer.MAX_VALUE; // RFC 2181 §8

  private LabDns(InetSocketAddress place, InstantSource clock) throws IOException {
    tree = new Tree(clock);
    server = DnsServer.start(place, this::answer);
  }

  /// One on a free port of the loopback interface.
  public static LabDns start() {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /// One at that address; port 0 is any that is free for both UDP and TCP.
  ///
  /// @throws UncheckedIOException if it cannot listen there
  public static LabDns start(InetSocketAddress place) {
    return start(place, InstantSource.system());
  }

  /// One at that address whose signatures follow that clock.
  ///
  /// @throws UncheckedIOException if it cannot listen there
  public static LabDns start(InetSocketAddress place, InstantSource clock) {
    try {
      return new LabDns(place, clock);
    } catch (IOException e) {
      throw new UncheckedIOException("no DNS at " + place + ": " + e.getMessage(), e);
    }
  }

  /// Where it really listens.
  public InetSocketAddress address() {
    return server.address();
  }

  /// Serves this zone, in the place of one with the same origin.
  public void zone(Zone zone) {
    tree.put(zone);
  }

  /// Serves `Zone.of(origin, text)`.
  public void zone(String origin, String text) {
    zone(Zone.of(origin, text));
  }

  /// Stops serving the zone of that origin.
  public void removeZone(String origin) {
    tree.remove(Zone.absolute(origin));
  }

  /// Replaces the records of one name and type, in the zone that it lies in:
  /// `dns.set("example.org", MX, "10 mx1.example.org", "20 mx2.example.org")`. Without data they
  /// are removed.
  ///
  /// @throws IllegalArgumentException if no zone holds the name, or the data is none of that type
  public void set(String name, RecordType type, String... data) {
    Name owner = Zone.absolute(name);
    int code = code(type);
    replace(owner, code, Arrays.stream(data).map(text -> Zone.record(owner, code, text)).toList());
  }

  /// Replaces the TLSA records of one name, malformed ones too.
  ///
  /// @throws IllegalArgumentException if no zone holds the name
  public void tlsa(String name, TlsaRecord... records) {
    Name owner = Zone.absolute(name);
    replace(
        owner,
        Type.TLSA,
        Arrays.stream(records).map(record -> BareTlsa.of(owner, record)).toList());
  }

  /// Signs the zone of that origin, or signs it otherwise than before.
  ///
  /// @throws IllegalArgumentException if there is no such zone
  public void sign(String origin, Signing how) {
    tree.sign(existing(origin), zone -> zone.signed(how));
  }

  /// Takes the signatures of the zone of that origin away, and its DS record with them.
  ///
  /// @throws IllegalArgumentException if there is no such zone
  public void unsign(String origin) {
    tree.sign(existing(origin), Zone::unsigned);
  }

  /// The private root's key, which a validator must be told to trust.
  public Anchor anchor() {
    return new Anchor(tree.keys().of(Name.root, tree.rootSigning().algorithm()));
  }

  /// Changes what the resolver makes of signatures.
  public void validation(Validation other) {
    validation = other;
  }

  /// From now on no answer may be kept for longer, so that what changes is seen at once.
  public void ttlMax(Duration most) {
    ttlMax = most.toSeconds();
  }

  /// Removes the records of one name and type.
  public void remove(String name, RecordType type) {
    set(name, type);
  }

  /// Whether one of the zones holds the name.
  public boolean holds(String name) {
    return tree.holder(Zone.absolute(name)).isPresent();
  }

  /// Whether one of the zones begins there.
  public boolean isOrigin(String name) {
    Name origin = Zone.absolute(name);
    return tree.holder(origin).filter(origin::equals).isPresent();
  }

  /// The data of the true records of one name and type, as text, as they are asked for now; aliases
  /// are followed, interferences are not met.
  public List<String> truth(String name, RecordType type) {
    int code = code(type);
    Lookup.Result result = Lookup.of(Zone.absolute(name), code, chain(new Interferences()), false);
    return result.answer().stream()
        .filter(record -> record.getType() == code)
        .map(Record::rdataToString)
        .toList();
  }

  /// Puts it between questions for that name and type and their answers.
  public Mounted interfere(String name, RecordType type, Interference interference) {
    return mount(
        new Interferences.Target(Zone.absolute(name), OptionalInt.of(code(type)), false),
        interference);
  }

  /// Puts it between questions for that name and type, a mnemonic as `DS`, and their answers.
  public Mounted interfere(String name, String type, Interference interference) {
    int code = Type.value(type);
    if (code < 0) {
      throw new IllegalArgumentException("no record type: " + type);
    }
    return mount(
        new Interferences.Target(Zone.absolute(name), OptionalInt.of(code), false), interference);
  }

  /// Puts it before every question for that name but DS and DNSKEY.
  public Mounted interfereAt(String name, Interference interference) {
    return mount(
        new Interferences.Target(Zone.absolute(name), OptionalInt.empty(), false), interference);
  }

  /// Puts it before every question for that name and all names below it, but DS and DNSKEY.
  public Mounted interfereBelow(String name, Interference interference) {
    return mount(
        new Interferences.Target(Zone.absolute(name), OptionalInt.empty(), true), interference);
  }

  /// How often that was asked, over UDP and TCP.
  public long asked(String name, RecordType type) {
    String plain = DnsServer.plain(Zone.absolute(name));
    LongAdder count = counts.get(new Counted(plain, type.name()));
    return count == null ? 0 : count.sum();
  }

  /// What was asked, newest last.
  public Journal<Question> questions() {
    return questions;
  }

  /// How many threads are at work: 0 after closing.
  public int atWork() {
    return server.atWork();
  }

  @Override
  public void close() {
    server.close();
  }

  private Lookup.Result answer(Question question, Name name, int type) {
    questions.add(question);
    if (counts.size() < COUNTED_MAX) {
      counts
          .computeIfAbsent(new Counted(question.name(), question.type()), q -> new LongAdder())
          .increment();
    }
    Lookup.Result result =
        Lookup.of(name, type, chain(interferences), question.dnssec()).atMost(ttlMax);
    if (validation == Validation.OFF) {
      return result.unjudged();
    }
    boolean withheld = result.standing() == Standing.BOGUS && !question.checkingDisabled();
    return withheld ? result.refused() : result;
  }

  private Mounted mount(Interferences.Target target, Interference interference) {
    check(target, interference);
    return interferences.mount(target, interference, remembers(interference) ? tree.kept() : tree);
  }

  /// Bad data shall be seen by who mounts it, not by who asks.
  private static void check(Interferences.Target target, Interference interference) {
    switch (interference) {
      case Interference.Forged(var ttl, List<String> data, var _) -> {
        int type =
            target
                .type()
                .orElseThrow(() -> new IllegalArgumentException("forged data needs a type"));
        data.forEach(text -> Zone.record(target.name(), type, ttl.toSeconds(), text));
      }
      case Interference.ForgedAlias(var _, String alias) -> Zone.absolute(alias);
      case Interference.InTurn(List<Interference> steps) -> {
        for (Interference step : steps) {
          if (step instanceof Interference.InTurn) {
            throw new IllegalArgumentException("turns within turns");
          }
          check(target, step);
        }
      }
      case Interference.Held(var _, Interference then) -> check(target, then);
      case Interference.ForgedNoSuchName _,
          Interference.ForgedNoData _,
          Interference.Fails _,
          Interference.Silent _,
          Interference.Truncated _,
          Interference.Lame _,
          Interference.Garbled _,
          Interference.Tampered _,
          Interference.Stale _,
          Interference.Honest _ -> {}
    }
  }

  private static boolean remembers(Interference interference) {
    return switch (interference) {
      case Interference.Stale _ -> true;
      case Interference.InTurn(List<Interference> steps) ->
          steps.stream().anyMatch(LabDns::remembers);
      case Interference.Held(var _, Interference then) -> remembers(then);
      case Interference.Forged _,
          Interference.ForgedAlias _,
          Interference.ForgedNoSuchName _,
          Interference.ForgedNoData _,
          Interference.Fails _,
          Interference.Silent _,
          Interference.Truncated _,
          Interference.Lame _,
          Interference.Garbled _,
          Interference.Tampered _,
          Interference.Honest _ ->
          false;
    };
  }

  private void replace(Name owner, int type, List<Record> rrset) {
    Name origin =
        tree.holder(owner)
            .orElseThrow(() -> new IllegalArgumentException("no zone holds " + owner));
    tree.change(origin, zone -> zone.with(owner, type, rrset));
  }

  private Chain chain(Interferences met) {
    return new Chain(tree, met, validation == Validation.ON_WITH_SHA1);
  }

  private Name existing(String origin) {
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException("no zone " + origin);
    }
    return Zone.absolute(origin);
  }

  private static int code(RecordType type) {
    return Type.value(type.name());
  }
}
