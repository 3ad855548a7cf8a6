package org.postroad.app.labs.postfix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Postfix says about a message to one recipient, as it stands in its log.
///
/// @param dsn the enhanced status code of RFC 3463: `4.7.5`
/// @param relay the host it ended with: `mx1.example.net[192.0.2.1]:25`, or `none`
/// @param words the reason in parentheses, and the words of the server in them
/// @param warnings what the same smtp(8) process warned of since the message came in, failed
///   certificates among it
/// @param tls how it judged the TLS connection, in its own line: `Verified TLS connection ...`
public record Verdict(
    Status status,
    String dsn,
    String relay,
    String words,
    List<String> warnings,
    Optional<String> tls) {

  public Verdict {
    warnings = List.copyOf(warnings);
  }

  private static final String CERTIFICATE = "certificate verification failed for ";

  /// What becomes of the message.
  public enum Status {
    SENT,
    DEFERRED,
    BOUNCED
  }

  /// One line of the log, taken apart: `Nov 21 01:42:38 host postfix/smtp[184]: text`.
  private record Line(String service, int pid, String text) {
    private static final Pattern FORM =
        Pattern.compile("\\S.{13,34}? \\S+ \\S+/([a-z]+)\\[(\\d{1,9})]: (.*)");

    static Optional<Line> of(String line) {
      Matcher m = FORM.matcher(line);
      return m.matches()
          ? Optional.of(new Line(m.group(1), Integer.parseInt(m.group(2)), m.group(3)))
          : Optional.empty();
    }
  }

  private static final Pattern END =
      Pattern.compile(
          "([0-9A-Za-z]+): to=<([^>]*)>, (?:orig_to=<[^>]*>, )?relay=(\\S+), .*"
              + "dsn=([245]\\.\\d{1,3}\\.\\d{1,3}), status=(sent|deferred|bounced) \\((.*)\\)");

  /// The verdict on the message of that queue id, if these lines hold it already. They begin where
  /// the message came in.
  static Optional<Verdict> find(String queueId, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      Optional<Line> line = Line.of(lines.get(i));
      Matcher m = END.matcher(line.map(Line::text).orElse(""));
      if (line.isPresent() && m.matches() && m.group(1).equals(queueId)) {
        return Optional.of(verdict(m, before(lines.subList(0, i), line.get().pid())));
      }
    }
    return Optional.empty();
  }

  /// Why, in one line that says the most with its first words: `4.7.5 certificate of H: untrusted
  /// issuer`, `2.0.0 verified TLS: 250 Ok`.
  public String reason() {
    return dsn + " " + (status == Status.SENT ? delivered() : undelivered());
  }

  private String delivered() {
    String judged = tls.map(line -> line.substring(0, line.indexOf(' '))).orElse("no");
    return judged.toLowerCase(Locale.ROOT) + " TLS: " + words;
  }

  /// Postfix's words; where they only say that something is wrong, what it warned of before.
  private String undelivered() {
    boolean vague =
        dsn.equals("4.3.0")
            || words.contains("TLS configuration problem")
            || words.contains("certificate not verified");
    return vague && !warnings.isEmpty()
        ? warnings
            .getFirst()
            .replaceFirst("^socketmap:\\S+ socketmap server temporary error: ", "resolver: ")
            .replaceFirst(
                "^(?:server )?" + CERTIFICATE + "(\\S+?)\\[\\S+]:\\d+: (?:num=\\d+:)?",
                "certificate of $1: ")
        : words;
  }

  private static Verdict verdict(Matcher m, List<String> said) {
    return new Verdict(
        switch (m.group(5)) {
          case "sent" -> Status.SENT;
          case "deferred" -> Status.DEFERRED;
          default -> Status.BOUNCED;
        },
        m.group(4),
        m.group(3),
        m.group(6),
        said.stream()
            .filter(text -> text.startsWith("warning: ") || text.contains(CERTIFICATE))
            .map(text -> text.replaceFirst("^warning: ", ""))
            .toList(),
        said.stream()
            .filter(text -> text.contains(" TLS connection established to "))
            .reduce((_, last) -> last));
  }

  private static List<String> before(List<String> lines, int pid) {
    List<String> said = new ArrayList<>();
    for (String text : lines) {
      Optional<Line> line = Line.of(text).filter(each -> each.pid() == pid);
      if (line.filter(each -> END.matcher(each.text()).matches()).isPresent()) {
        said.clear(); // it was about another message
      } else {
        line.ifPresent(each -> said.add(each.text()));
      }
    }
    return said;
  }
}
