package org.postroad.protocol.mtasts;

import java.time.Duration;
import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// A policy as a domain serves it at `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` (RFC 8461
/// §3.2).
///
/// ```
/// version: STSv1
/// mode: enforce
/// mx: mail.example.com
/// mx: *.example.net
/// max_age: 604800
/// ```
///
/// @param mx in the order of the text; at least one unless the mode is `none`
/// @param maxAge 0 to [#MAX_AGE_MAX], counted from the fetch and from nothing else
/// @param lines the text as it was served, line by line without terminators and trailing blanks
/// @param notes what a reader should know though the policy is valid, for instance a capped max_age
public record Policy(
    PolicyMode mode, List<MxPattern> mx, Duration maxAge, List<String> lines, List<String> notes) {

  /// The longest life of a policy, a leap year and a quarter of a day.
  public static final Duration MAX_AGE_MAX = Duration.ofHours(8766); // 31,557,600 s, RFC 8461 §3.2

  /// The largest text that is read.
  public static final int BYTES_MAX = 64 * 1024; // RFC 8461 §3.3 suggests 64 KB

  public Policy {
    mx = List.copyOf(mx);
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
    if (mx.isEmpty() && mode != PolicyMode.NONE) {
      throw new IllegalArgumentException("no mx in a policy of mode " + mode.text());
    }
    if (maxAge.isNegative() || maxAge.compareTo(MAX_AGE_MAX) > 0) {
      throw new IllegalArgumentException("max_age " + maxAge.toSeconds());
    }
  }

  /// A policy, or why the text is none and in which line (1-based; 0 for the whole).
  public sealed interface Parsed {
    record Valid(Policy policy) implements Parsed {}

    record Invalid(String why, int line) implements Parsed {
      /// `line 3: mx ends in a dot: "mail.example.com."`
      public String text() {
        return line == 0 ? why : "line " + line + ": " + why;
      }
    }
  }

  /// Reads the body of a response, strictly by the grammar of §3.2.
  public static Parsed parse(byte[] body) {
    return new PolicyReader(body).read();
  }

  /// Whether a pattern of the policy covers the host (§4.1).
  public boolean covers(DomainName mxHost) {
    return mx.stream().anyMatch(pattern -> pattern.matches(mxHost));
  }

  /// The text as it was served, with CRLF line ends.
  public String text() {
    return String.join("\r\n", lines) + "\r\n";
  }
}
