package org.postroad.engine.check.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.engine.check.Http;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.RecordLookup;

/// The text of a policy (RFC 8461 §3.2): what breaks it, in which line, and what a valid one lacks.
final class PolicyTextRules {

  /// Below that an attacker who holds out for a few days outlives what senders remember: RFC 8461
  /// §3.2 expects weeks or more.
  static final Duration MAX_AGE_SHORT = Duration.ofDays(7);

  private static final Pattern FIELD = Pattern.compile("\\s*([A-Za-z0-9_.-]+)\\s*:\\s*(.*?)\\s*");
  private static final Pattern VALUE = Pattern.compile("(.*?)(?::|, not) \"(.*)\"");
  private static final Duration GRACE = Duration.ofDays(1); // time zones, and the hours between

  private PolicyTextRules() {}

  static Finding invalid(
      DomainView view, String subject, String body, Policy.Parsed.Invalid fault) {
    String at = fault.line() == 0 ? subject : subject + ", line " + fault.line();
    String line = fault.line() == 0 ? "" : line(body, fault.line());
    Kind kind = kind(view, body, line, fault.why());
    return Finding.of(
        kind.code,
        at,
        seen(body, line, fault.why()),
        kind.cause + " Senders read a policy whole or not at all: to them this is none.",
        kind.cure
            + " The whole file, ready to serve, stands in the next steps; after it publish "
            + RecordRules.example(view)
            + ".");
  }

  /// Who serves the policy, if the name of its host leads to somebody else.
  private static Optional<DomainName> elsewhere(DomainView view) {
    DomainName server = Words.registered(view.policyHostInTheEnd());
    return server.equals(Words.registered(view.domain())) ? Optional.empty() : Optional.of(server);
  }

  /// A code with its words.
  private record Kind(FindingCode code, String cause, String cure) {}

  /// The line, and what is wrong with it; what the line shows is not shown again.
  private static String seen(String body, String line, String why) {
    if (body.isBlank()) {
      return body.isEmpty()
          ? "status 200, and a file of 0 bytes"
          : "status 200, and a file of blanks alone";
    }
    Matcher shown = VALUE.matcher(why);
    return line.isEmpty()
        ? Words.reason(why)
        : Words.quoted(line)
            + ": "
            + Words.reason(shown.matches() && line.contains(shown.group(2)) ? shown.group(1) : why);
  }

  private static Kind kind(DomainView view, String body, String line, String why) {
    if (body.isBlank()) {
      return new Kind(
          FindingCode.POLICY_EMPTY,
          "The file has nothing in it. Some providers serve that for customers who left, in place"
              + " of a policy of mode none; sometimes a deployment went wrong.",
          elsewhere(view)
              .map(
                  provider ->
                      "If you left "
                          + provider
                          + ", which serves the file: point "
                          + view.policyHost()
                          + " to whoever serves your policy now. Else have the policy put into the"
                          + " file.")
              .orElse("Put the policy into the file."));
    }
    if (why.startsWith("empty line")) {
      return new Kind(
          FindingCode.POLICY_BLANK_LINE,
          "The grammar has no empty lines, not even at the end.",
          "Delete the empty line.");
    }
    Matcher field = FIELD.matcher(line);
    boolean isField = field.matches();
    String key = isField ? field.group(1).toLowerCase(Locale.ROOT) : "";
    String value = isField ? field.group(2) : "";
    if (why.startsWith("not \"key: value\"") && isField) {
      return new Kind(
          FindingCode.POLICY_STRAY_SPACE,
          "No blank may stand before a key or between the key and its colon.",
          "Begin each line with its key and put the colon right behind it.");
    }
    return switch (key) {
      case "mx" -> mx(value);
      case "mode" ->
          value.startsWith("[") || value.startsWith("<") || value.startsWith("{")
              ? new Kind(
                  FindingCode.POLICY_MODE_BRACKETED,
                  "The brackets were copied from documentation, where they mark what to fill in.",
                  "Write mode: testing or mode: enforce, without brackets.")
              : new Kind(
                  FindingCode.POLICY_MODE_INVALID,
                  "The mode is enforce, testing or none, in lower case and nothing behind it.",
                  "Write mode: testing or mode: enforce.");
      case "max_age" ->
          new Kind(
              FindingCode.POLICY_MAX_AGE_INVALID,
              "max_age is a number of seconds, digits only.",
              "Write max_age: 1209600 for two weeks.");
      default -> whole(why);
    };
  }

  private static Kind mx(String value) {
    if (value.isEmpty()) {
      return new Kind(
          FindingCode.POLICY_MX_EMPTY,
          "An mx line without a host: a form that was left blank, or a template that had nothing"
              + " to fill in.",
          "Name a host in each mx line, or delete the line.");
    }
    if (value.contains("@")) {
      return new Kind(
          FindingCode.POLICY_MX_EMAIL_ADDRESS,
          "An mx line names a mail server, not a mailbox.",
          "Put the hosts of the MX records in place of the address.");
    }
    if (value.endsWith(".")) {
      return new Kind(
          FindingCode.POLICY_MX_TRAILING_DOT,
          "A name in a policy has no dot at its end, unlike one in a zone file.",
          "Delete the dot.");
    }
    return new Kind(
        FindingCode.POLICY_MX_INVALID,
        "An mx line holds a host name, or *. and a domain: one per line, without preference,"
            + " scheme or comma, and international names as A-labels.",
        "Write one line mx: HOST for each host of the MX records.");
  }

  private static Kind whole(String why) {
    if (why.startsWith("no mx")) {
      return new Kind(
          FindingCode.POLICY_NO_MX,
          "A policy in testing or enforce names at least one host.",
          "Add a line mx: HOST for each host of the MX records.");
    }
    if (why.startsWith("no ")) {
      return new Kind(
          FindingCode.POLICY_FIELD_MISSING,
          "version, mode and max_age must all be there.",
          "Add what is missing.");
    }
    return new Kind(
        FindingCode.POLICY_SYNTAX,
        "The file is not a policy as the grammar has it: lines of key: value, in UTF-8, without a"
            + " byte order mark.",
        "Write it anew, as plain text.");
  }

  private static String line(String body, int number) {
    String[] lines = body.split("\n", -1);
    return number <= lines.length ? lines[number - 1].replaceAll("\r$", "") : "";
  }

  static List<Finding> valid(
      DomainView view, String subject, Policy policy, Http.Answered answered) {
    List<Finding> found = new ArrayList<>();
    for (String note : policy.notes()) {
      found.add(
          Finding.of(
              FindingCode.POLICY_NOTE,
              subject,
              Words.reason(note),
              "The policy is valid all the same; this line of it does not do what it looks like.",
              "Tidy it with the next change of the policy."));
    }
    switch (policy.mode()) {
      case ENFORCE -> tooShort(subject, policy).ifPresent(found::add);
      case TESTING -> found.add(testing(subject));
      case NONE -> found.add(none(subject));
    }
    changedAfterId(view, subject, answered).ifPresent(found::add);
    return found;
  }

  private static Optional<Finding> tooShort(String subject, Policy policy) {
    long seconds = policy.maxAge().toSeconds();
    return policy.maxAge().compareTo(MAX_AGE_SHORT) >= 0
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.POLICY_MAX_AGE_SHORT,
                subject,
                "max_age: "
                    + seconds
                    + (seconds < 60 ? "" : ", which is " + Words.span(policy.maxAge())),
                "Senders forget the policy that soon. An attacker who hides it for longer has free"
                    + " way, and so have you when the policy host is down over a weekend.",
                "Set max_age to weeks: 1209600 is two, 2592000 a month; then publish a new id."));
  }

  private static Finding testing(String subject) {
    return Finding.of(
        FindingCode.POLICY_MODE_TESTING,
        subject,
        "mode: testing",
        "Senders report what is wrong and deliver all the same: nothing is protected yet.",
        "Watch the TLS reports for a week at least; then go to enforce, as the next steps say.");
  }

  private static Finding none(String subject) {
    return Finding.of(
        FindingCode.POLICY_MODE_NONE,
        subject,
        "mode: none",
        "The domain says that it has no policy (any more). That is how to leave MTA-STS.",
        "Keep it until the longest max_age that was ever served has passed; then remove the record"
            + " and the host. To protect mail again, begin with testing.");
  }

  /// An id that is a date, and a file that changed later. A file may be touched without a change,
  /// so this is a warning.
  private static Optional<Finding> changedAfterId(
      DomainView view, String subject, Http.Answered answered) {
    Optional<Instant> changed = PolicyDates.lastModified(answered);
    if (changed.isEmpty()
        || !(view.record() instanceof RecordLookup.Found(var record, Duration ttl))) {
      return Optional.empty();
    }
    return PolicyDates.dateOf(record.id())
        .filter(dated -> changed.get().isAfter(dated.plus(GRACE)))
        .map(
            dated ->
                Finding.of(
                        FindingCode.POLICY_CHANGED_AFTER_ID,
                        subject,
                        "id "
                            + record.id()
                            + " is of "
                            + Words.time(dated)
                            + ", the file was last changed on "
                            + Words.time(changed.get()),
                        "Senders that have the policy fetch it again when the id changes, and"
                            + " otherwise keep to the old one until it expires. It looks as if the"
                            + " file was changed and the id was not.",
                        "If the content changed, publish a new id: " + RecordRules.example(view))
                    .since(changed.get()));
  }
}
