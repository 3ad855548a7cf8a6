package org.postroad.protocol.mtasts;

import org.postroad.protocol.text.Printable;

/// The TXT record at `_mta-sts.DOMAIN` (RFC 8461 §3.1): a domain has a policy, and this is its id.
///
/// `v=STSv1; id=20160831085700Z;`
///
/// @param id 1 to 32 letters and digits, compared and never ordered
public record StsRecord(String id) {

  private static final String VERSION = "v=STSv1";
  private static final int ID_MAX = 32; // RFC 8461 §3.1, sts-id
  private static final int NAME_MAX = 32; // RFC 8461 §3.1, sts-ext-name

  public StsRecord {
    if (!isId(id)) {
      throw new IllegalArgumentException("id \"" + id + "\"");
    }
  }

  /// A record, or why the text is none and where (1-based character).
  public sealed interface Parsed {
    record Valid(StsRecord record) implements Parsed {}

    record Invalid(String why, int at) implements Parsed {}
  }

  /// Whether a TXT record counts as an MTA-STS record at all, valid or not: `v=STSv1`, blanks, `;`.
  ///
  /// RFC 8461 §3.1 discards what does not begin with `v=STSv1;`, its ABNF allows blanks before the
  /// semicolon (erratum 6285, not verified, would forbid them). Without the semicolon `v=STSv10`
  /// would count as a second record, and two records mean no policy.
  public static boolean counts(String text) {
    return text.startsWith(VERSION)
        && skipBlanks(text, VERSION.length()) < text.length()
        && text.charAt(skipBlanks(text, VERSION.length())) == ';';
  }

  /// Reads one record, its strings joined. The whole text must satisfy the ABNF of §3.1; of several
  /// `id` fields the first counts, unknown fields are ignored.
  public static Parsed parse(String text) {
    if (!counts(text)) {
      return new Parsed.Invalid("does not begin with v=STSv1;", 1);
    }
    return new Reader(text).read();
  }

  /// The record as it is published.
  public String text() {
    return VERSION + "; id=" + id + ";";
  }

  static boolean isId(String value) {
    return !value.isEmpty()
        && value.length() <= ID_MAX
        && value.chars().allMatch(StsRecord::isAlphanumeric);
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNameCharacter(int c) {
    return isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
  }

  private static boolean isValueCharacter(int c) {
    return c >= 0x21 && c <= 0x7e && c != '=' && c != ';';
  }

  /// One pass over the fields behind the version.
  private static final class Reader {
    private final String text;
    private int at = VERSION.length();
    private String id = "";

    Reader(String text) {
      this.text = text;
    }

    Parsed read() {
      while (true) {
        at = skipBlanks(text, at);
        if (at == text.length()) {
          // Blanks may stand around a semicolon only; "id=a " has them around none.
          return endsInBlank() && !endsInDelimiter() ? invalid("blank at the end", at) : finished();
        }
        if (text.charAt(at) != ';') {
          return invalid("expected a semicolon", at + 1);
        }
        at = skipBlanks(text, at + 1);
        if (at == text.length()) {
          return finished();
        }
        if (field() instanceof Parsed.Invalid fault) {
          return fault;
        }
      }
    }

    /// Reads `name=value`; the result is only looked at for a fault.
    private Parsed field() {
      int start = at;
      while (at < text.length() && isNameCharacter(text.charAt(at))) {
        at++;
      }
      String name = text.substring(start, at);
      if (name.isEmpty() || !isAlphanumeric(name.charAt(0))) {
        return invalid("expected a field name", start + 1);
      }
      if (name.length() > NAME_MAX) {
        return invalid("field name of " + name.length() + " characters, at most 32", start + 1);
      }
      if (at == text.length() || text.charAt(at) != '=') {
        return invalid("field \"" + name + "\" has no value", start + 1);
      }
      int value = ++at;
      while (at < text.length() && isValueCharacter(text.charAt(at))) {
        at++;
      }
      if (at == value) {
        return invalid("field \"" + name + "\" has an empty value", value + 1);
      }
      return name.equals("id") && id.isEmpty() ? id(text.substring(value, at), value) : NO_FAULT;
    }

    private Parsed id(String value, int from) {
      if (!isId(value)) {
        String seen = Printable.of(value, 64);
        return invalid("id is not 1 to 32 letters and digits: \"" + seen + "\"", from + 1);
      }
      id = value;
      return NO_FAULT;
    }

    private Parsed finished() {
      return id.isEmpty()
          ? invalid("no id", text.length() + 1)
          : new Parsed.Valid(new StsRecord(id));
    }

    private boolean endsInBlank() {
      char last = text.charAt(text.length() - 1);
      return last == ' ' || last == '\t';
    }

    private boolean endsInDelimiter() {
      return text.stripTrailing().endsWith(";");
    }

    private static Parsed invalid(String why, int at) {
      return new Parsed.Invalid(why, at);
    }

    private static final Parsed NO_FAULT = new Parsed.Valid(new StsRecord("0"));
  }
}
