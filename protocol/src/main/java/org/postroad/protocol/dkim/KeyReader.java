package org.postroad.protocol.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.postroad.protocol.certificate.RsaKeySize;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.TagList;
import org.postroad.protocol.text.TagList.Tag;

/// Reads key records by RFC 6376 §3.6.1.
///
/// What the RFC lets be ignored is a note and not a fault: tags, hashes, services and flags that
/// nobody knows. An `h` of which nothing is known allows nothing.
final class KeyReader {

  private static final Set<String> KNOWN = Set.of("v", "g", "h", "k", "n", "p", "s", "t");
  private static final Pattern WORD = Pattern.compile("[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?");
  private static final int ED25519_OCTETS = 32; // RFC 8463 §4.2

  private final TagList tags;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> notes = new ArrayList<>();
  private final int end;

  KeyReader(String text) {
    this.tags = TagList.parse(text);
    this.end = text.length() + 1;
  }

  KeyRecord.Parsed read() {
    faults.addAll(tags.faults());
    // §3.2: a name twice makes the whole list invalid
    tags.repeated().forEach(t -> faults.add(new Fault("a second " + t.name() + "=", t.at())));
    version();
    tags.tags().stream()
        .filter(tag -> !KNOWN.contains(tag.name()))
        .forEach(tag -> notes.add(new Fault("unknown tag " + tag.name(), tag.at())));
    tags.tag("g").ifPresent(g -> notes.add(new Fault("g= is of RFC 4871 and ignored", g.at())));
    List<String> hashes = words("h");
    List<String> flags = words("t");
    List<String> services = words("s");
    Optional<Tag> data = tags.tag("p");
    if (data.isEmpty()) {
      faults.add(new Fault("no p=", end));
      return new KeyRecord.Parsed.Invalid(faults);
    }
    String base64 = data.get().value().replaceAll("[ \t\r\n]", "");
    Optional<PublicKey> key = key(data.get(), base64);
    if (!faults.isEmpty() || key.isEmpty()) {
      return new KeyRecord.Parsed.Invalid(faults);
    }
    String people = tags.tag("n").map(Tag::value).orElse("");
    return new KeyRecord.Parsed.Valid(
        new KeyRecord(
            key.get(), base64, hashes, services.isEmpty() ? List.of("*") : services, flags, people),
        notes);
  }

  private void version() {
    Optional<Tag> version = tags.tag("v");
    if (version.isPresent() && !version.get().value().equals("DKIM1")) {
      faults.add(version.get().wrong("DKIM1"));
    } else if (version.isPresent() && !tags.tags().getFirst().name().equals("v")) {
      faults.add(new Fault("v= is not the first tag", version.get().at()));
    }
  }

  /// A list with colons; empty if the tag is not there.
  private List<String> words(String name) {
    Optional<Tag> tag = tags.tag(name);
    if (tag.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    for (String each : tag.get().value().split(":", -1)) {
      String word = each.strip().toLowerCase(Locale.ROOT);
      if (WORD.matcher(word).matches() || (name.equals("s") && word.equals("*"))) {
        words.add(word);
      } else {
        faults.add(tag.get().wrong("words with colons between"));
        return List.of();
      }
    }
    return words;
  }

  private Optional<PublicKey> key(Tag data, String base64) {
    String type = tags.tag("k").map(Tag::value).orElse("rsa").toLowerCase(Locale.ROOT);
    if (!WORD.matcher(type).matches()) {
      tags.tag("k").ifPresent(k -> faults.add(k.wrong("rsa or ed25519")));
      return Optional.empty();
    }
    if (base64.isEmpty()) {
      return Optional.of(new PublicKey.Revoked());
    }
    Optional<byte[]> octets = octets(base64);
    if (octets.isEmpty()) {
      faults.add(new Fault("p: not base64", data.valueAt()));
      return Optional.empty();
    }
    return switch (type) {
      case "rsa" -> rsa(octets.get(), data);
      case "ed25519" -> ed25519(octets.get(), data);
      default -> Optional.of(new PublicKey.OfUnknownType(type));
    };
  }

  private Optional<PublicKey> rsa(byte[] octets, Tag data) {
    OptionalInt bits = RsaKeySize.bits(octets);
    if (bits.isEmpty()) {
      String hint = octets.length == ED25519_OCTETS ? "; 32 octets are a key for k=ed25519" : "";
      faults.add(new Fault("p: not an RSA key" + hint, data.valueAt()));
      return Optional.empty();
    }
    return Optional.of(new PublicKey.Rsa(bits.getAsInt()));
  }

  private Optional<PublicKey> ed25519(byte[] octets, Tag data) {
    if (octets.length != ED25519_OCTETS) {
      String seen = "p: " + octets.length + " octets, an Ed25519 key has " + ED25519_OCTETS;
      faults.add(new Fault(seen, data.valueAt()));
      return Optional.empty();
    }
    return Optional.of(new PublicKey.Ed25519());
  }

  /// Padding may be missing, as it sometimes is.
  private static Optional<byte[]> octets(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
