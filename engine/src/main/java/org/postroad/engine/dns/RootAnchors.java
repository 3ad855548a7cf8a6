package org.postroad.engine.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postroad.protocol.text.Printable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The keys of the root that are trusted: where every validation begins (RFC 4035 §5).
public final class RootAnchors {

  /// What IANA publishes at https://data.iana.org/root-anchors/root-anchors.xml (RFC 9718): the key
  /// of 2017 and that of 2024, which takes over.
  private static final String IANA =
      """
      . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
      . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
      """;

  private static final int RECORDS_MAX = 20;

  private final List<DSRecord> records;

  private RootAnchors(List<DSRecord> records) {
    this.records = List.copyOf(records);
  }

  /// What a text came to.
  public sealed interface Parsed {
    record Valid(RootAnchors anchors) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// Those of the Internet.
  public static RootAnchors iana() {
    return switch (parse(IANA)) {
      case Parsed.Valid(RootAnchors anchors) -> anchors;
      case Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }

  /// DS and DNSKEY records of the root, one on a line as in a zone file; TTL and class may be left
  /// out, `;` begins a comment. So `unbound-anchor`, `ldns-key2ds` and dig write them.
  public static Parsed parse(String text) {
    List<DSRecord> records = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.replaceFirst(";.*", "").strip();
      if (content.isEmpty()) {
        continue;
      }
      try {
        records.add(record(content));
      } catch (IOException | IllegalArgumentException e) {
        String why = String.valueOf(e.getMessage()).replaceFirst("^<none>:\\d+: ", "");
        return new Parsed.Invalid("line " + number + ": " + Printable.of(why, 150));
      }
      if (records.size() > RECORDS_MAX) {
        return new Parsed.Invalid("line " + number + ": more than " + RECORDS_MAX + " records");
      }
    }
    return records.isEmpty()
        ? new Parsed.Invalid("no DS or DNSKEY record")
        : new Parsed.Valid(new RootAnchors(records));
  }

  /// `20326, 38696`: the tags of the keys.
  public String tags() {
    return records.stream()
        .map(ds -> String.valueOf(ds.getFootprint()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  List<Record> records() {
    return List.copyOf(records);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RootAnchors same && records.equals(same.records);
  }

  @Override
  public int hashCode() {
    return records.hashCode();
  }

  @Override
  public String toString() {
    return "root keys " + tags();
  }

  private static DSRecord record(String line) throws IOException {
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    String owner = words.removeFirst();
    if (!owner.equals(".")) {
      throw new IllegalArgumentException("not of the root (\".\"): " + owner);
    }
    while (!words.isEmpty() && (words.getFirst().matches("\\d+") || isClass(words.getFirst()))) {
      words.removeFirst();
    }
    String type = words.isEmpty() ? "nothing" : words.removeFirst().toUpperCase(Locale.ROOT);
    String data = String.join(" ", words);
    return switch (type) {
      case "DS" -> usable((DSRecord) read(Type.DS, data));
      case "DNSKEY" -> ofKey((DNSKEYRecord) read(Type.DNSKEY, data));
      default -> throw new IllegalArgumentException("neither DS nor DNSKEY: " + type);
    };
  }

  private static boolean isClass(String word) {
    return word.equalsIgnoreCase("IN");
  }

  private static Record read(int type, String data) throws IOException {
    return Record.fromString(Name.root, type, DClass.IN, 0, data, Name.root);
  }

  private static DSRecord ofKey(DNSKEYRecord key) {
    if ((key.getFlags() & DNSKEYRecord.Flags.ZONE_KEY) == 0
        || (key.getFlags() & DNSKEYRecord.Flags.REVOKE) != 0) {
      throw new IllegalArgumentException("no key of a zone, or revoked: flags " + key.getFlags());
    }
    return new DSRecord(Name.root, DClass.IN, 0, DNSSEC.Digest.SHA256, key);
  }

  private static DSRecord usable(DSRecord ds) {
    int length = DNSSEC.Digest.algLength(ds.getDigestID());
    boolean known =
        Stream.of(DNSSEC.Digest.SHA1, DNSSEC.Digest.SHA256, DNSSEC.Digest.SHA384)
            .anyMatch(digest -> digest == ds.getDigestID());
    if (!known || ds.getDigest().length != length) {
      throw new IllegalArgumentException(
          "digest type " + ds.getDigestID() + " with " + ds.getDigest().length + " octets");
    }
    return ds;
  }
}
