package org.postroad.protocol.smtp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1): keywords with their parameters.
///
/// What was offered before TLS says nothing of what is offered after it (RFC 3207 §4.2).
///
/// @param parameters by keyword in upper case; the first of a repeated keyword wins
public record EhloKeywords(Map<String, List<String>> parameters) {

  /// What a server offers that knows HELO only.
  public static final EhloKeywords NONE = new EhloKeywords(Map.of());

  private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

  public EhloKeywords {
    parameters = Map.copyOf(parameters);
  }

  /// Reads an answer: the first line greets, each further one is a keyword. A line that is none is
  /// passed over, as RFC 5321 §4.1.1.1 wants of unknown ones.
  public static EhloKeywords of(SmtpReply ehlo) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      List<String> words = List.of(line.strip().split("[ \t]+"));
      if (KEYWORD.matcher(words.getFirst()).matches()) {
        String keyword = words.getFirst().toUpperCase(Locale.ROOT);
        found.putIfAbsent(keyword, words.subList(1, words.size()));
      }
    }
    return new EhloKeywords(found);
  }

  /// Whether the keyword, in upper case, is offered.
  public boolean offers(String keyword) {
    return parameters.containsKey(keyword);
  }

  public boolean offersStartTls() {
    return offers("STARTTLS");
  }

  /// The largest message that the server says it takes, in octets (RFC 1870 §4); empty where it
  /// names none, or 0, or what is no number.
  public OptionalLong sizeMax() {
    List<String> size = parameters.getOrDefault("SIZE", List.of());
    if (size.isEmpty() || !size.getFirst().matches("[0-9]{1,18}")) {
      return OptionalLong.empty();
    }
    long octets = Long.parseLong(size.getFirst());
    return octets == 0 ? OptionalLong.empty() : OptionalLong.of(octets);
  }
}
