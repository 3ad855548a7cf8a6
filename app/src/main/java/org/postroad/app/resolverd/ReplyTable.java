package org.postroad.app.resolverd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Prebuilt replies by domain, each until an instant of its own: a hash table with open addressing
/// that is read without locks and without allocation.
///
/// An entry is one array, since a look-up at random costs what it fetches from memory: 8 bytes of
/// expiry, 1 of length, the domain in lower case, the reply. With the usual 70 bytes of reply that
/// makes 130 bytes, slots included; a `ConcurrentHashMap` takes twice that. Over its bound it drops
/// what has expired and, if that is not enough, every other entry: who asks again has it put back.
final class ReplyTable {

  /// The longest key in bytes.
  static final int KEY_MAX = 255;

  private static final int SLOTS_MIN = 1 << 10;
  private static final int KEY = 9; // behind expiry and length
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVERY_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /// Where an entry was: a search goes on behind it. No domain has an empty key.
  private static final byte[] GONE = new byte[KEY];

  private final int max;
  private final long seed;
  private final long secret;
  private volatile AtomicReferenceArray<byte[]> slots = new AtomicReferenceArray<>(SLOTS_MIN);

  // Guarded by this, as is every change of the slots.
  private int used; // slots that hold an entry or GONE
  private int live;

  ReplyTable(int max, long seed) {
    if (max < 1) {
      throw new IllegalArgumentException("table of at most " + max);
    }
    this.max = max;
    this.seed = seed;
    this.secret = (seed * 0x9E3779B97F4A7C15L) | 1;
  }

  /// Puts the reply for the domain that stands in `bytes`, in whatever case, into `out`.
  ///
  /// @return whether there is one at `now`, in milliseconds of the epoch
  boolean get(byte[] bytes, int from, int to, long now, ByteBuffer out) {
    AtomicReferenceArray<byte[]> table = slots;
    int mask = table.length() - 1;
    int slot = (int) hash(bytes, from, to) & mask;
    while (true) {
      byte[] entry = table.getAcquire(slot);
      if (entry == null) {
        return false;
      }
      if (isKey(entry, bytes, from, to)) {
        int reply = KEY + (to - from);
        boolean counts = now < expires(entry);
        if (counts) {
          out.put(entry, reply, entry.length - reply);
        }
        return counts;
      }
      slot = (slot + 1) & mask;
    }
  }

  /// @param key the domain in lower case, 1 to [#KEY_MAX] bytes
  /// @param expires the first millisecond of the epoch at which the reply no longer counts
  synchronized void put(byte[] key, byte[] reply, long expires, long now) {
    if (expires <= now) {
      remove(key);
      return;
    }
    if (2 * (used + 1) > slots.length() || live >= max) {
      rebuild(now);
    }
    AtomicReferenceArray<byte[]> table = slots;
    byte[] entry = entry(key, reply, expires);
    int free = -1;
    int slot = (int) hash(key, 0, key.length) & (table.length() - 1);
    for (byte[] held; (held = table.getPlain(slot)) != null; ) {
      if (isKey(held, key, 0, key.length)) {
        table.setRelease(slot, entry);
        return;
      }
      free = free < 0 && length(held) == 0 ? slot : free;
      slot = (slot + 1) & (table.length() - 1);
    }
    used += free < 0 ? 1 : 0;
    live++;
    table.setRelease(free < 0 ? slot : free, entry);
  }

  synchronized void remove(byte[] key) {
    AtomicReferenceArray<byte[]> table = slots;
    int slot = (int) hash(key, 0, key.length) & (table.length() - 1);
    for (byte[] held; (held = table.getPlain(slot)) != null; ) {
      if (isKey(held, key, 0, key.length)) {
        table.setRelease(slot, GONE);
        live--;
        return;
      }
      slot = (slot + 1) & (table.length() - 1);
    }
  }

  synchronized void clear() {
    slots = new AtomicReferenceArray<>(SLOTS_MIN);
    used = 0;
    live = 0;
  }

  /// How many entries are held, expired ones among them.
  synchronized int size() {
    return live;
  }

  /// A new table without what has expired, a quarter to a half full.
  private void rebuild(long now) {
    AtomicReferenceArray<byte[]> old = slots;
    int kept = 0;
    for (int i = 0; i < old.length(); i++) {
      kept += counts(old.getPlain(i), now) ? 1 : 0;
    }
    boolean thin = kept >= max;
    int wanted = Math.max(SLOTS_MIN, Integer.highestOneBit(thin ? kept / 2 : kept) << 2);
    AtomicReferenceArray<byte[]> fresh = new AtomicReferenceArray<>(wanted);
    live = 0;
    boolean drop = false; // by turns: the slot would tell what earlier rounds have left
    for (int i = 0; i < old.length(); i++) {
      byte[] entry = old.getPlain(i);
      if (!counts(entry, now)) {
        continue;
      }
      drop = thin && !drop;
      if (drop) {
        continue;
      }
      int slot = (int) hash(entry, KEY, KEY + length(entry)) & (wanted - 1);
      while (fresh.getPlain(slot) != null) {
        slot = (slot + 1) & (wanted - 1);
      }
      fresh.setPlain(slot, entry);
      live++;
    }
    used = live;
    slots = fresh;
  }

  private static byte[] entry(byte[] key, byte[] reply, long expires) {
    byte[] entry = Arrays.copyOf(GONE, KEY + key.length + reply.length);
    LONG.set(entry, 0, expires);
    entry[KEY - 1] = (byte) key.length;
    System.arraycopy(key, 0, entry, KEY, key.length);
    System.arraycopy(reply, 0, entry, KEY + key.length, reply.length);
    return entry;
  }

  private static long expires(byte[] entry) {
    return (long) LONG.get(entry, 0);
  }

  private static int length(byte[] entry) {
    return entry[KEY - 1] & 0xff;
  }

  private static boolean counts(byte @Nullable [] entry, long now) {
    return entry != null && expires(entry) > now;
  }

  /// Eight bytes at a time, folded with a secret, so that nobody can choose domains that collide.
  private long hash(byte[] bytes, int from, int to) {
    long hash = seed ^ (to - from);
    int at = from;
    for (; at + 8 <= to; at += 8) {
      hash = mixed(hash ^ lowerCase((long) LONG.get(bytes, at)));
    }
    long tail = 0;
    for (; at < to; at++) {
      tail = (tail << 8) | (bytes[at] & 0xff);
    }
    return mixed(mixed(hash ^ lowerCase(tail)));
  }

  private long mixed(long word) {
    return (word * secret) ^ Math.unsignedMultiplyHigh(word, secret);
  }

  /// `A` to `Z` become `a` to `z` in each of the eight bytes, and nothing else changes.
  private static long lowerCase(long word) {
    long low = word & ~HIGH_BITS;
    long fromA = low + (0x80 - 'A') * EVERY_BYTE;
    long beyondZ = low + (0x7f - 'Z') * EVERY_BYTE;
    return word | (((fromA ^ beyondZ) & ~word & HIGH_BITS) >>> 2);
  }

  private static boolean isKey(byte[] entry, byte[] bytes, int from, int to) {
    int length = length(entry);
    if (length != to - from) {
      return false;
    }
    if (Arrays.equals(entry, KEY, KEY + length, bytes, from, to)) {
      return true;
    }
    for (int i = 0; i < length; i++) {
      byte b = bytes[from + i];
      if (entry[KEY + i] != (b >= 'A' && b <= 'Z' ? b + 0x20 : b)) {
        return false;
      }
    }
    return true;
  }
}
