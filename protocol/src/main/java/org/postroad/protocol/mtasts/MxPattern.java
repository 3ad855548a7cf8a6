package org.postroad.protocol.mtasts;

import java.util.Optional;
import java.util.regex.Pattern;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Printable;

/// An `mx` line of a policy (RFC 8461 §3.2, §4.1): which MX hosts may receive the domain's mail.
public sealed interface MxPattern {

  /// Whether a host of this name, taken from the MX record, may receive the mail.
  boolean matches(DomainName mxHost);

  /// As it stands in the policy, in lower case: `*.example.net`.
  String text();

  /// One host by name.
  record Host(DomainName name) implements MxPattern {
    @Override
    public boolean matches(DomainName mxHost) {
      return name.equals(mxHost);
    }

    @Override
    public String text() {
      return name.text();
    }
  }

  /// `*.example.net`: one whole leftmost label, no more and no fewer (§4.1).
  record Wildcard(DomainName suffix) implements MxPattern {
    @Override
    public boolean matches(DomainName mxHost) {
      return mxHost.parent().filter(suffix::equals).isPresent();
    }

    @Override
    public String text() {
      return "*." + suffix.text();
    }
  }

  /// A line that satisfies the grammar but that no MX host can have: an IPv4 address (`mx:
  /// 192.0.2.1` is a Domain of RFC 5321 §4.1.2), or a name longer than DNS allows. The policy stays
  /// valid, since dropping it would drop its protection; the line matches nothing and is never
  /// passed on.
  record Unmatchable(String text, String why) implements MxPattern {
    @Override
    public boolean matches(DomainName mxHost) {
      return false;
    }
  }

  /// A pattern, or why the text is none.
  sealed interface Parsed {
    record Valid(MxPattern pattern) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  /// `["*."] Domain`, the Domain as in RFC 5321 §4.1.2: labels of letters, digits and inner
  /// hyphens.
  static Parsed parse(String text) {
    boolean wildcard = text.startsWith("*.");
    String domain = wildcard ? text.substring(2) : text;
    return Grammar.fault(domain)
        .<Parsed>map(why -> new Parsed.Invalid(why + ": \"" + Printable.of(text, 80) + "\""))
        .orElseGet(() -> new Parsed.Valid(Grammar.pattern(domain, wildcard)));
  }

  /// The grammar of RFC 5321 §4.1.2, which knows no lengths.
  final class Grammar {
    private static final Pattern SUB_DOMAIN =
        Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");

    private Grammar() {}

    static Optional<String> fault(String domain) {
      if (domain.isEmpty()) {
        return Optional.of("empty mx");
      }
      if (domain.chars().anyMatch(c -> c >= 0x80)) {
        return Optional.of("mx is not an A-label name");
      }
      if (domain.endsWith(".")) {
        return Optional.of("mx ends in a dot");
      }
      for (String label : domain.split("\\.", -1)) {
        if (!SUB_DOMAIN.matcher(label).matches()) {
          return Optional.of("mx is not a domain");
        }
      }
      return Optional.empty();
    }

    static MxPattern pattern(String domain, boolean wildcard) {
      String text = (wildcard ? "*." : "") + domain;
      return switch (DomainName.parse(domain)) {
        case DomainName.Parsed.Invalid(String why) -> new Unmatchable(text, why);
        case DomainName.Parsed.Valid(DomainName name) when name.endsInNumber() ->
            new Unmatchable(text, "an address");
        case DomainName.Parsed.Valid(DomainName name) ->
            wildcard ? new Wildcard(name) : new Host(name);
      };
    }
  }
}
