package org.postroad.protocol.socketmap;

import java.nio.charset.StandardCharsets;

/// A question: which map, and which key in it. On the wire `postfix example.com`, in a netstring.
///
/// The key may hold blanks, be UTF-8, or be empty; what is wrong with it is for the map to say.
/// Bytes that are no UTF-8 become U+FFFD, which no map has a key with.
///
/// @param map 1 to [#MAP_MAX] printable ASCII characters without blanks
public record SocketmapRequest(String map, String key) {

  /// The longest request in bytes, without the netstring around it.
  public static final int BYTES_MAX = 10_000;

  private static final int MAP_MAX = 100; // ours: names are short words

  public SocketmapRequest {
    if (!isMapName(map)) {
      throw new IllegalArgumentException("map name");
    }
  }

  /// A request, or why the bytes are none.
  public sealed interface Parsed {
    record Valid(SocketmapRequest request) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Reads the payload of a netstring.
  public static Parsed parse(byte[] bytes, int offset, int length) {
    if (length > BYTES_MAX) {
      return new Parsed.Invalid("request of " + length + " bytes, at most " + BYTES_MAX);
    }
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    int blank = text.indexOf(' ');
    if (blank < 0) {
      return new Parsed.Invalid("no blank between map name and key");
    }
    String map = text.substring(0, blank);
    return isMapName(map)
        ? new Parsed.Valid(new SocketmapRequest(map, text.substring(blank + 1)))
        : new Parsed.Invalid("map name is not 1 to " + MAP_MAX + " printable characters");
  }

  /// As on the wire, without the netstring: `postfix example.com`.
  public String text() {
    return map + " " + key;
  }

  /// The netstring that asks this.
  public byte[] encode() {
    return Netstring.encode(text().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isMapName(String map) {
    return !map.isEmpty()
        && map.length() <= MAP_MAX
        && map.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }
}
