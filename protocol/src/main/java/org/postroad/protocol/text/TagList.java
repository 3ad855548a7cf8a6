package org.postroad.protocol.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A list of `tag=value` pairs with semicolons between, as DKIM has it for keys and signatures (RFC
/// 6376 §3.2) and DMARC and BIMI for their records: `v=DKIM1; k=rsa; p=MIIB…`.
///
/// Names keep their case and so count as different in another. What cannot be read is a [Fault],
/// and the pairs around it stay.
///
/// @param tags in their order, each name once: the first of several
/// @param repeated names that stand there more than once, in the order of their repetition
public record TagList(List<Tag> tags, List<Tag> repeated, List<Fault> faults) {

  private static final int TAGS_MAX =
      100; // a TXT record has room for more; nobody for reading them
  private static final int SHOWN_MAX = 60;

  public TagList {
    tags = List.copyOf(tags);
    repeated = List.copyOf(repeated);
    faults = List.copyOf(faults);
  }

  /// A pair.
  ///
  /// @param value without the blanks around it
  /// @param at where the name begins, counted from 1
  /// @param valueAt where the value begins
  public record Tag(String name, String value, int at, int valueAt) {

    /// A fault at the value.
    public Fault wrong(String expected) {
      return new Fault(
          name + ": expected " + expected + ", not \"" + Printable.of(value, SHOWN_MAX) + "\"",
          valueAt);
    }
  }

  /// Reads a list.
  public static TagList parse(String text) {
    return new Reader(text).read();
  }

  /// The pair of a name.
  public Optional<Tag> tag(String name) {
    return tags.stream().filter(tag -> tag.name().equals(name)).findFirst();
  }

  /// Whether a character is one of those that stand around names and values without meaning.
  public static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static final class Reader {
    private final String text;
    private final List<Tag> tags = new ArrayList<>();
    private final List<Tag> repeated = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    Reader(String text) {
      this.text = text;
    }

    TagList read() {
      int from = 0;
      while (from <= text.length()) {
        int semicolon = text.indexOf(';', from);
        int end = semicolon < 0 ? text.length() : semicolon;
        if (tags.size() + faults.size() + repeated.size() >= TAGS_MAX) {
          faults.add(new Fault("more than " + TAGS_MAX + " tags", from + 1));
          break;
        }
        pair(from, end, semicolon < 0);
        from = end + 1;
      }
      return new TagList(tags, repeated, faults);
    }

    /// @param last whether no semicolon follows, behind which nothing needs to stand
    private void pair(int from, int to, boolean last) {
      int start = skip(from, to);
      if (start == to) {
        if (!last) {
          faults.add(new Fault("nothing before the semicolon", start + 1));
        }
        return;
      }
      int equals = text.indexOf('=', start);
      if (equals < 0 || equals >= to) {
        String shown = Printable.of(text.substring(start, trim(start, to)), SHOWN_MAX);
        faults.add(new Fault("no = in \"" + shown + "\"", start + 1));
        return;
      }
      String name = text.substring(start, trim(start, equals));
      if (!isName(name)) {
        faults.add(new Fault("not a tag: \"" + Printable.of(name, SHOWN_MAX) + "\"", start + 1));
        return;
      }
      int value = skip(equals + 1, to);
      Tag tag = new Tag(name, text.substring(value, trim(value, to)), start + 1, value + 1);
      for (int i = 0; i < tag.value().length(); i++) {
        char c = tag.value().charAt(i);
        if ((c < 0x20 || c > 0x7e) && !isBlank(c)) {
          String shown = Printable.of(String.valueOf(c), 8);
          faults.add(new Fault("character not allowed: \"" + shown + "\"", value + i + 1));
          return;
        }
      }
      (names.add(name) ? tags : repeated).add(tag);
    }

    private int skip(int from, int to) {
      int at = from;
      while (at < to && isBlank(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private int trim(int from, int to) {
      int at = to;
      while (at > from && isBlank(text.charAt(at - 1))) {
        at--;
      }
      return at;
    }

    private static boolean isName(String name) {
      return !name.isEmpty()
          && isLetter(name.charAt(0))
          && name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_');
    }

    private static boolean isLetter(int c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
  }
}
