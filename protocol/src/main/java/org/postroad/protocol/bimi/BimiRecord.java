package org.postroad.protocol.bimi;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.TagList;
import org.postroad.protocol.text.TagList.Tag;

/// The assertion record at `SELECTOR._bimi.DOMAIN`, the selector mostly `default`: `v=BIMI1;
/// l=https://example.com/logo.svg; a=https://example.com/mark.pem`.
///
/// A record whose `l` and `a` are empty says that the domain takes no part.
///
/// @param location `l`, where the logo is; empty if none
/// @param authority `a`, where the certificate of the mark is; empty if none
/// @param preference `avp`: `brand`, which is usual, or `personal`
public record BimiRecord(String location, String authority, String preference) {

  private static final Set<String> KNOWN = Set.of("v", "l", "a", "avp", "lps");
  private static final String BRAND = "brand";

  /// A record, or all that keeps it from being one.
  public sealed interface Parsed {
    /// @param notes tags that nobody knows, and values that are ignored
    record Valid(BimiRecord record, List<Fault> notes) implements Parsed {
      public Valid {
        notes = List.copyOf(notes);
      }
    }

    record Invalid(List<Fault> faults) implements Parsed {
      public Invalid {
        faults = List.copyOf(faults);
      }
    }
  }

  /// Whether the domain says that it takes no part.
  public boolean isDeclined() {
    return location.isEmpty() && authority.isEmpty();
  }

  /// Whether a TXT record is one of BIMI at all: the version comes first.
  public static boolean counts(String text) {
    return text.matches("(?s)v[ \\t]*=[ \\t]*BIMI1[ \\t]*(;.*)?");
  }

  /// Where the record is; empty for a domain that is too long, or a selector that is none.
  public static Optional<DomainName> name(String selector, DomainName domain) {
    return DomainName.parse(selector + "._bimi." + domain.text())
            instanceof DomainName.Parsed.Valid(DomainName name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /// Reads one record, its strings joined.
  public static Parsed parse(String text) {
    if (!counts(text)) {
      return new Parsed.Invalid(List.of(new Fault("does not begin with v=BIMI1", 1)));
    }
    TagList tags = TagList.parse(text);
    List<Fault> faults = new ArrayList<>(tags.faults());
    List<Fault> notes = new ArrayList<>();
    tags.repeated().forEach(t -> faults.add(new Fault("a second " + t.name() + "=", t.at())));
    tags.tags().stream()
        .filter(tag -> !KNOWN.contains(tag.name()))
        .forEach(tag -> notes.add(new Fault("unknown tag " + tag.name(), tag.at())));
    if (tags.tag("l").isEmpty()) {
      faults.add(new Fault("no l=", text.length() + 1));
    }
    String location = url(tags.tag("l"), ".svg", faults, notes);
    String authority = url(tags.tag("a"), ".pem", faults, notes);
    String preference = preference(tags.tag("avp"), notes);
    return faults.isEmpty()
        ? new Parsed.Valid(new BimiRecord(location, authority, preference), notes)
        : new Parsed.Invalid(faults);
  }

  /// The record as it is published.
  public String text() {
    return "v=BIMI1; l="
        + location
        + (authority.isEmpty() ? "" : "; a=" + authority)
        + (preference.equals(BRAND) ? "" : "; avp=" + preference);
  }

  private static String url(
      Optional<Tag> tag, String ending, List<Fault> faults, List<Fault> notes) {
    if (tag.isEmpty() || tag.get().value().isEmpty()) {
      return "";
    }
    String value = tag.get().value();
    try {
      URI uri = new URI(value);
      if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
        faults.add(tag.get().wrong("an https: URI"));
      } else if (!uri.getPath().toLowerCase(Locale.ROOT).endsWith(ending)) {
        notes.add(new Fault(tag.get().name() + ": not a " + ending + " file", tag.get().valueAt()));
      }
    } catch (URISyntaxException e) {
      faults.add(tag.get().wrong("an https: URI"));
    }
    return value;
  }

  private static String preference(Optional<Tag> tag, List<Fault> notes) {
    String value = tag.map(t -> t.value().toLowerCase(Locale.ROOT)).orElse(BRAND);
    if (value.equals(BRAND) || value.equals("personal")) {
      return value;
    }
    tag.ifPresent(t -> notes.add(t.wrong("brand or personal")));
    return BRAND;
  }
}
