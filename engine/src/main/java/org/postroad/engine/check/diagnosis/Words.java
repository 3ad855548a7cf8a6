package org.postroad.engine.check.diagnosis;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.postroad.protocol.certificate.DistinguishedName;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.text.Printable;

/// How findings say things: lists, times, quotations from strangers.
final class Words {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern ALERT =
      Pattern.compile("(\\(\\w+\\) )?Received fatal alert: (\\w+)");
  private static final int SHOWN = 6;
  private static final int QUOTED_MAX = 200;

  private Words() {}

  /// `a, b and c`; of many the first six and how many more.
  static String list(Collection<?> things) {
    List<String> texts = things.stream().map(Objects::toString).distinct().toList();
    if (texts.size() > SHOWN) {
      return String.join(", ", texts.subList(0, SHOWN))
          + " and "
          + (texts.size() - SHOWN)
          + " more";
    }
    return texts.size() < 2
        ? String.join("", texts)
        : String.join(", ", texts.subList(0, texts.size() - 1)) + " and " + texts.getLast();
  }

  /// In quotation marks, with what cannot be printed as escapes.
  static String quoted(String text) {
    return "\"" + Printable.of(text, QUOTED_MAX) + "\"";
  }

  /// What we say ourselves of something that went wrong. Strangers' words in it are escaped where
  /// it was said, and escaped again they could not be read; it may be of facts that a stranger
  /// wrote, though, so it is cut like theirs, and a finding escapes what a terminal would obey.
  static String reason(String text) {
    return text.length() <= QUOTED_MAX ? text : text.substring(0, QUOTED_MAX) + "...";
  }

  /// Without quotation marks.
  static String printable(String text) {
    return Printable.of(text, QUOTED_MAX);
  }

  /// Whatever stranger's text got into a sentence, without what a terminal would obey: all but
  /// printable ASCII and the sign for sections as escapes. What is escaped already stays so.
  static String safe(String sentence) {
    if (sentence.chars().allMatch(Words::isSafe)) {
      return sentence; // as nearly all are, and a survey asks for millions
    }
    StringBuilder out = new StringBuilder(sentence.length() + 16);
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      if (isSafe(c)) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out.toString();
  }

  private static boolean isSafe(int c) {
    return (c >= 0x20 && c < 0x7f) || c == '§';
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  static String day(Instant at) {
    return DAY.format(at);
  }

  /// `3 days`, `5 hours`: rounded down.
  static String span(Duration span) {
    Duration positive = span.abs();
    if (positive.toDays() >= 2) {
      return positive.toDays() + " days";
    }
    if (positive.toHours() >= 2) {
      return positive.toHours() + " hours";
    }
    return Math.max(1, positive.toMinutes()) + " minutes";
  }

  /// `8 s`, to the nearest.
  static String seconds(Duration span) {
    return (span.toMillis() + 500) / 1000 + " s";
  }

  /// Why a handshake failed, with what the JDK says twice of an alert said once: `TLS handshake
  /// failed: alert unrecognized_name`.
  static String alert(String why) {
    return reason(ALERT.matcher(why).replaceAll("alert $2"));
  }

  static String subject(X509Certificate certificate) {
    return DistinguishedName.text(certificate.getSubjectX500Principal());
  }

  static String issuer(X509Certificate certificate) {
    return DistinguishedName.text(certificate.getIssuerX500Principal());
  }

  /// The part of a name that somebody registered, by a rule of thumb: two labels, or three below a
  /// country's short second level (`example.co.uk`). Only used to tell providers apart in words and
  /// never to trust anything.
  static DomainName registered(DomainName name) {
    List<String> labels = name.labels();
    int size = labels.size();
    if (size <= 2) {
      return name;
    }
    boolean country = labels.getLast().length() == 2 && labels.get(size - 2).length() <= 3;
    DomainName registered = name;
    for (int i = size; i > (country ? 3 : 2); i--) {
      registered = registered.parent().orElse(registered);
    }
    return registered;
  }
}
