package org.postroad.protocol.spf;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postroad.protocol.text.Fault;

/// The TXT record of a domain that says who sends for it (RFC 7208 §4.5, §4.6).
///
/// `v=spf1 mx include:_spf.example.net -all`
///
/// @param terms in the order of the record; at most one `redirect` and one `exp`
public record SpfRecord(List<Term> terms) {

  private static final String VERSION = "v=spf1";

  public SpfRecord {
    terms = List.copyOf(terms);
  }

  /// A record, or everything that is wrong with the text: one fault makes it count as an error
  /// whatever the rest says (§4.6).
  public sealed interface Parsed {
    record Valid(SpfRecord record) implements Parsed {}

    record Invalid(List<Fault> faults) implements Parsed {
      public Invalid {
        faults = List.copyOf(faults);
      }
    }
  }

  /// Whether a TXT record is one of SPF at all: `v=spf1` in any case, then a blank or the end.
  public static boolean counts(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  /// Reads one record, its strings joined.
  public static Parsed parse(String text) {
    return counts(text)
        ? new RecordReader(text, VERSION.length()).read()
        : new Parsed.Invalid(List.of(new Fault("does not begin with v=spf1 and a blank", 1)));
  }

  /// The directives in their order.
  public List<Directive> directives() {
    return terms.stream().filter(Directive.class::isInstance).map(Directive.class::cast).toList();
  }

  /// Where the record of another domain decides: nowhere as soon as there is an `all` (§5.1).
  public Optional<Modifier.Redirect> redirect() {
    return hasAll() ? Optional.empty() : first(Modifier.Redirect.class);
  }

  public Optional<Modifier.Explanation> explanation() {
    return first(Modifier.Explanation.class);
  }

  public boolean hasAll() {
    return directives().stream().anyMatch(d -> d.mechanism() instanceof Mechanism.All);
  }

  /// The record as it is published.
  public String text() {
    return VERSION + terms.stream().map(t -> " " + t.text()).collect(Collectors.joining());
  }

  private <T extends Term> Optional<T> first(Class<T> kind) {
    return terms.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
