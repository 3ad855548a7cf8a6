package org.postroad.app.resolverd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Destination;
import org.postroad.protocol.postfix.Dialect;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.text.Printable;

/// The replies that are at hand, as bytes: most questions end here.
///
/// They are kept by dialect and [Destination#key], each until an instant of its own: the TLSA
/// records, and so the reply, may differ with the port, and a smart host in brackets has no MX. A
/// key that is written otherwise (a U-label, a service name) is never found here and takes the
/// longer way. Forgetting a domain forgets every reply about it, whatever the port.
///
/// What needs no look-up is answered as well: a key without a name (a parent, an address literal,
/// junk) is `NOTFOUND`, since an error there would defer the mail of every domain without a policy,
/// and an unknown map name is `PERM` with the known ones.
///
/// All methods may be called from any thread; [#ready] never waits.
public final class WarmReplies {

  private static final byte[] NOT_FOUND = new SocketmapReply.NotFound().encode();
  private static final int STRIPES = 1 << 12;
  private static final int KEY_MAX = 1_100; // a name of 253 characters, brackets and a port
  private static final int OTHER_KEYS_MAX = 10_000;

  private final Map<Dialect, ReplyTable> tables = new EnumMap<>(Dialect.class);
  private final OtherKeys otherKeys = new OtherKeys(OTHER_KEYS_MAX);
  private final List<MapName> maps;
  private final String knownMaps;
  private final InstantSource clock;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLongArray forgotten = new AtomicLongArray(STRIPES);
  private volatile long cleared;
  private volatile long now;

  /// A name by which a map is asked for; an alias shares the table of its dialect.
  private static final class MapName {
    final byte[] name;
    final Optional<ReplyTable> table; // empty for a map that somebody else answers

    MapName(String name, Optional<ReplyTable> table) {
      this.name = ascii(name);
      this.table = table;
    }

    boolean is(byte[] bytes, int from, int to) {
      if (name.length != to - from) {
        return false;
      }
      for (int i = 0; i < name.length; i++) {
        if (name[i] != bytes[from + i]) {
          return false;
        }
      }
      return true;
    }
  }

  /// @param otherMaps the names of maps besides the dialects', left to whoever answers them
  /// @param max how many replies are kept at the most, for each dialect
  /// @param seed secret, and another one each time: who knows it can choose domains that collide
  public WarmReplies(List<String> otherMaps, int max, InstantSource clock, long seed) {
    EnumSet.allOf(Dialect.class).forEach(d -> tables.put(d, new ReplyTable(max, seed)));
    this.maps =
        Stream.concat(Dialect.names().stream(), otherMaps.stream())
            .map(name -> new MapName(name, Dialect.of(name).map(tables::get)))
            .toList();
    this.knownMaps =
        String.join(", ", Stream.concat(Dialect.mapNames().stream(), otherMaps.stream()).toList());
    this.clock = clock;
    this.now = clock.millis();
  }

  /// As [Replies#tick]: what has expired by now is no longer at hand.
  public void tick() {
    now = clock.millis();
  }

  /// As [Replies#ready], at the time of the last [#tick].
  public boolean ready(byte[] request, int offset, int length, ByteBuffer out) {
    int end = offset + length;
    int blank = offset;
    while (blank < end && request[blank] != ' ') {
      blank++;
    }
    if (blank == end) {
      return false; // malformed, which the server says
    }
    for (int i = 0; i < maps.size(); i++) {
      MapName map = maps.get(i);
      if (map.is(request, offset, blank)) {
        return map.table.isPresent() && ready(map.table.get(), request, blank + 1, end, out);
      }
    }
    String seen = new String(request, offset, blank - offset, StandardCharsets.UTF_8);
    SocketmapReply unknown =
        new SocketmapReply.Perm(
            "unknown map \"" + Printable.of(seen, 60) + "\", known are " + knownMaps);
    out.put(unknown.encode());
    return true;
  }

  /// A mark to take before a reply is worked out, see [#put].
  public long mark() {
    return changes.get();
  }

  /// Keeps a reply until `expires`, unless the domain was forgotten after `mark`: then it may have
  /// been made from what no longer holds.
  public void put(
      long mark, Dialect dialect, Destination to, SocketmapReply reply, Instant expires) {
    ReplyTable table = table(dialect);
    byte[] key = ascii(to.key());
    if (key.length > ReplyTable.KEY_MAX || isStale(mark, to.name())) {
      return;
    }
    if (!to.isPlain()) {
      otherKeys.add(to.name(), to.key()).forEach(this::remove); // before the reply: see forget
    }
    byte[] bytes = reply instanceof SocketmapReply.NotFound ? NOT_FOUND : reply.encode();
    table.put(key, bytes, expires.toEpochMilli(), clock.millis());
    boolean noted = to.isPlain() || otherKeys.has(to.name(), to.key());
    if (!noted || isStale(mark, to.name())) {
      table.remove(key); // forgotten while it was put
    }
  }

  /// Drops the replies about a domain: its policy, its MX or its override changed.
  public void forget(DomainName domain) {
    forgotten.set(stripe(domain), changes.incrementAndGet());
    remove(domain.text());
    otherKeys.take(domain).forEach(this::remove);
  }

  /// Drops all replies: the configuration changed.
  public void clear() {
    cleared = changes.incrementAndGet();
    otherKeys.takeAll();
    tables.values().forEach(ReplyTable::clear);
  }

  /// How many replies are kept, some of them expired.
  public int size() {
    return tables.values().stream().mapToInt(ReplyTable::size).sum();
  }

  private boolean ready(ReplyTable table, byte[] request, int from, int end, ByteBuffer out) {
    // Postfix asks for every parent of a domain without a policy.
    boolean parent = from < end && request[from] == '.';
    if (!parent && table.get(request, from, end, now, out)) {
      return true;
    }
    boolean none = parent || namesNothing(request, from, end);
    if (none) {
      out.put(NOT_FOUND);
    }
    return none;
  }

  /// Off the warm path. A key that is not ASCII is left to a thread that may load tables for it.
  private static boolean namesNothing(byte[] request, int from, int end) {
    if (end - from > KEY_MAX) {
      return true;
    }
    for (int i = from; i < end; i++) {
      if (request[i] < 0) {
        return false;
      }
    }
    String key = new String(request, from, end - from, StandardCharsets.US_ASCII);
    return Destination.parse(key) instanceof Destination.Parsed.None;
  }

  private void remove(String key) {
    byte[] bytes = ascii(key);
    tables.values().forEach(table -> table.remove(bytes));
  }

  private boolean isStale(long mark, DomainName domain) {
    return cleared > mark || forgotten.get(stripe(domain)) > mark;
  }

  private static int stripe(DomainName domain) {
    return domain.hashCode() & (STRIPES - 1);
  }

  private ReplyTable table(Dialect dialect) {
    ReplyTable table = tables.get(dialect);
    if (table == null) {
      throw new IllegalArgumentException("dialect " + dialect);
    }
    return table;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
