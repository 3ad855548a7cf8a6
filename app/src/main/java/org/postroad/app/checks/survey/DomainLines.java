package org.postroad.app.checks.survey;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.postroad.app.store.BoundedLines;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;
import org.postroad.protocol.text.Printable;

/// The domains of a survey: one a line, `#` begins a comment, U-labels are welcome.
public final class DomainLines {

  private static final int LINE_MAX = 1_000;
  private static final int SHOWN_MAX = 80;

  private final BoundedLines lines;

  /// @param in is read once, and only as far as domains can be looked at
  public DomainLines(InputStream in) {
    this.lines = new BoundedLines(in, LINE_MAX);
  }

  /// A line, counted from 1.
  public sealed interface Line {
    long number();
  }

  public record Domain(long number, DomainName name) implements Line {}

  /// A line that holds neither a domain nor nothing.
  ///
  /// @param text of the line, safe to print
  public record NoDomain(long number, String text, String why) implements Line {}

  /// A line with nothing on it but blanks and a comment.
  public record Blank(long number) implements Line {}

  /// The next line; empty at the end.
  public Optional<Line> next() throws IOException {
    return lines
        .next()
        .map(
            line ->
                switch (line) {
                  case BoundedLines.Unusable(long number, String why) ->
                      new NoDomain(number, "", why);
                  case BoundedLines.Text(long number, String text) -> line(number, text);
                });
  }

  /// Octets of the lines handed out so far.
  public long octets() {
    return lines.octets();
  }

  private static Line line(long number, String line) {
    int comment = line.indexOf('#');
    String text = (comment < 0 ? line : line.substring(0, comment)).strip();
    if (text.isEmpty()) {
      return new Blank(number);
    }
    String shown = Printable.of(text, SHOWN_MAX);
    if (text.indexOf('[') >= 0 || text.indexOf(':') >= 0) {
      return new NoDomain(number, shown, "an address or a next hop, not a domain");
    }
    return switch (PolicyDomain.of(text)) {
      case PolicyDomain.Parsed.Domain(DomainName name) -> new Domain(number, name);
      case PolicyDomain.Parsed.None(String why) ->
          new NoDomain(number, shown, Printable.of(why, SHOWN_MAX));
    };
  }
}
