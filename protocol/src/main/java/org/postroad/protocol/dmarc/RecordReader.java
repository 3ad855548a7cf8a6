package org.postroad.protocol.dmarc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dmarc.DmarcRecord.Psd;
import org.postroad.protocol.dmarc.DmarcRecord.Wish;
import org.postroad.protocol.text.Fault;
import org.postroad.protocol.text.ReportUri;
import org.postroad.protocol.text.TagList;
import org.postroad.protocol.text.TagList.Tag;

/// Reads what follows the version by RFC 9989 §4.7 and §4.8: a tag that cannot be read leaves its
/// default, and of a repeated one the first counts.
///
/// Values are read in any case, as the ABNF has it; names in lower case alone, as RFC 6376 §3.2 has
/// them, whose syntax this is.
final class RecordReader {

  private static final Set<String> KNOWN =
      Set.of("v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "fo", "rua", "ruf");
  private static final Set<String> REMOVED = Set.of("pct", "rf", "ri"); // RFC 9989 §9

  private final TagList tags;
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> notes = new ArrayList<>();

  RecordReader(String text) {
    this.tags = TagList.parse(text);
  }

  DmarcRecord.Parsed read() {
    faults.addAll(tags.faults());
    tags.repeated()
        .forEach(t -> faults.add(new Fault("a second " + t.name() + "=, ignored", t.at())));
    tags.tags().forEach(this::note);
    DmarcRecord record =
        new DmarcRecord(
            wish("p"),
            wish("sp"),
            wish("np"),
            psd(),
            flag("t", "n", "y"),
            flag("adkim", "r", "s"),
            flag("aspf", "r", "s"),
            failures(),
            uris("rua"),
            uris("ruf"));
    if (tags.tag("fo").isPresent() && tags.tag("ruf").isEmpty()) {
      tags.tag("fo")
          .ifPresent(fo -> notes.add(new Fault("fo= without ruf= says nothing", fo.at())));
    }
    return new DmarcRecord.Parsed.Valid(record, faults, notes);
  }

  private void note(Tag tag) {
    String name = tag.name();
    String lower = name.toLowerCase(Locale.ROOT);
    if (REMOVED.contains(name)) {
      notes.add(new Fault(name + "= was removed by RFC 9989 and is ignored", tag.at()));
    } else if (!KNOWN.contains(name) && KNOWN.contains(lower) && !lower.equals("v")) {
      faults.add(new Fault(name + "= is not known; " + lower + "= is meant", tag.at()));
    } else if (!KNOWN.contains(lower)) {
      notes.add(new Fault("unknown tag " + name, tag.at()));
    }
  }

  private Wish wish(String name) {
    Optional<Tag> tag = tags.tag(name);
    if (tag.isEmpty()) {
      return new Wish.Unstated();
    }
    Optional<DmarcPolicy> policy = DmarcPolicy.of(tag.get().value());
    if (policy.isEmpty()) {
      faults.add(tag.get().wrong("none, quarantine or reject"));
      return new Wish.Unreadable(tag.get().value());
    }
    return new Wish.Stated(policy.get());
  }

  private Psd psd() {
    Optional<Tag> tag = tags.tag("psd");
    return switch (tag.map(t -> t.value().toLowerCase(Locale.ROOT)).orElse("u")) {
      case "y" -> Psd.YES;
      case "n" -> Psd.NO;
      case "u" -> Psd.UNKNOWN;
      default -> {
        tag.ifPresent(t -> faults.add(t.wrong("y, n or u")));
        yield Psd.UNKNOWN;
      }
    };
  }

  /// Whether a tag has the value that is not its default.
  private boolean flag(String name, String usual, String other) {
    Optional<Tag> tag = tags.tag(name);
    if (tag.isEmpty() || tag.get().value().equalsIgnoreCase(usual)) {
      return false;
    }
    if (tag.get().value().equalsIgnoreCase(other)) {
      return true;
    }
    faults.add(tag.get().wrong(usual + " or " + other));
    return false;
  }

  /// §4.8, dmarc-fo: `d` and `s` at most once each, and one of `0` and `1`.
  private Set<String> failures() {
    Optional<Tag> tag = tags.tag("fo");
    if (tag.isEmpty()) {
      return Set.of("0");
    }
    List<String> words =
        Arrays.stream(tag.get().value().split(":", -1))
            .map(word -> word.strip().toLowerCase(Locale.ROOT))
            .toList();
    Set<String> known = new HashSet<>(words);
    boolean sound =
        Set.of("0", "1", "d", "s").containsAll(known)
            && known.size() == words.size()
            && !known.containsAll(List.of("0", "1"));
    if (!sound) {
      faults.add(tag.get().wrong("0 or 1, d and s with colons between"));
      return Set.of("0");
    }
    return known;
  }

  private List<ReportUri> uris(String name) {
    Optional<Tag> tag = tags.tag(name);
    if (tag.isEmpty()) {
      return List.of();
    }
    ReportUri.Listed listed = ReportUri.list(tag.get().value(), tag.get().valueAt(), true);
    listed.faults().stream()
        .map(fault -> new Fault(name + ": " + fault.why(), fault.at()))
        .forEach(faults::add);
    return listed.uris();
  }
}
