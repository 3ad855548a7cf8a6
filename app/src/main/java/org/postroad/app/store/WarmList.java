package org.postroad.app.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.PolicyDomain;

/// Domains whose policies are to be fetched before anybody asks: one a line, `#` begins a comment.
///
/// ```
/// # our partners
/// example.com
/// faß.de        # U-labels are fine
/// ```
///
/// @param domains each once, in the order of the list
/// @param faults lines that are no policy domain
public record WarmList(List<DomainName> domains, List<CacheImport.Fault> faults) {

  static final int DOMAINS_MAX = 1_000_000;
  private static final int LINE_MAX = 1_000;
  private static final int FAULTS_MAX = 1_000;

  public WarmList {
    domains = List.copyOf(domains);
    faults = List.copyOf(faults);
  }

  /// Reads a list; a bad line costs only itself.
  public static WarmList read(InputStream text) throws IOException {
    Set<DomainName> domains = new LinkedHashSet<>();
    List<CacheImport.Fault> faults = new ArrayList<>();
    BoundedLines lines = new BoundedLines(text, LINE_MAX);
    for (Optional<BoundedLines.Line> next = lines.next(); next.isPresent(); next = lines.next()) {
      String where = "line " + next.get().number();
      if (domains.size() >= DOMAINS_MAX || faults.size() >= FAULTS_MAX) {
        faults.add(
            new CacheImport.Fault(
                where,
                "not read from here on: a list has at most "
                    + DOMAINS_MAX
                    + " domains and "
                    + FAULTS_MAX
                    + " bad lines"));
        break;
      }
      switch (next.get()) {
        case BoundedLines.Unusable(long number, String why) ->
            faults.add(new CacheImport.Fault(where, why));
        case BoundedLines.Text(long number, String line) -> domain(where, line, domains, faults);
      }
    }
    return new WarmList(List.copyOf(domains), faults);
  }

  private static void domain(
      String where, String line, Set<DomainName> domains, List<CacheImport.Fault> faults) {
    int comment = line.indexOf('#');
    String text = (comment < 0 ? line : line.substring(0, comment)).strip();
    if (text.isEmpty()) {
      return;
    }
    switch (PolicyDomain.of(text)) {
      case PolicyDomain.Parsed.Domain(DomainName name) -> domains.add(name);
      case PolicyDomain.Parsed.None(String why) ->
          faults.add(new CacheImport.Fault(where, "not a policy domain: " + words(why)));
    }
  }

  /// Without what is quoted of the line: it may be a line of a wrong file.
  private static String words(String why) {
    int quote = why.indexOf('"');
    return (quote < 0 ? why : why.substring(0, quote)).strip();
  }
}
