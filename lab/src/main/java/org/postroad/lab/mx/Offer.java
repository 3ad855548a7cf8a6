package org.postroad.lab.mx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The extensions that a server offered in its last answer to EHLO, and what a client may do by
/// them.
///
/// @param keywords as they stood in the answer: `SIZE 1000`
record Offer(List<String> keywords) {

  Offer {
    keywords = List.copyOf(keywords);
  }

  static Offer nothing() {
    return new Offer(List.of());
  }

  static Offer of(MxConduct conduct, boolean underTls) {
    List<String> keywords = new ArrayList<>(conduct.extensions());
    keywords.addAll(underTls ? conduct.extensionsUnderTls() : conduct.extensionsInClear());
    if (!underTls && !(conduct.startTls() instanceof StartTls.NotOffered)) {
      keywords.add("STARTTLS");
    }
    return new Offer(keywords);
  }

  boolean has(String keyword) {
    return keywords.stream().anyMatch(offered -> name(offered).equals(keyword));
  }

  /// The first parameter of MAIL or RCPT that was not offered, as servers refuse it (RFC 5321
  /// §4.1.1.11).
  Optional<String> unknown(List<String> parameters) {
    return parameters.stream().filter(parameter -> !has(extension(parameter))).findFirst();
  }

  /// Whether a message is too large for what was offered (RFC 1870 §6.1).
  boolean isTooLarge(long octets) {
    return keywords.stream()
        .filter(keyword -> keyword.matches("(?i)SIZE [1-9][0-9]{0,17}"))
        .anyMatch(keyword -> octets > Long.parseLong(keyword.substring(5)));
  }

  /// Whether a parameter of MAIL says so.
  boolean announcesTooMuch(String parameter) {
    return parameter.matches("(?i)SIZE=[0-9]{1,18}")
        && isTooLarge(Long.parseLong(parameter.substring(5)));
  }

  /// The extension that a parameter belongs to.
  private static String extension(String parameter) {
    String keyword = name(parameter.replace('=', ' '));
    return switch (keyword) {
      case "BODY" -> parameter.equalsIgnoreCase("BODY=BINARYMIME") ? "BINARYMIME" : "8BITMIME";
      case "RET", "ENVID", "NOTIFY", "ORCPT" -> "DSN";
      default -> keyword; // SIZE, SMTPUTF8, REQUIRETLS, AUTH and others are called as they are
    };
  }

  private static String name(String keyword) {
    return keyword.split(" ", 2)[0].toUpperCase(Locale.ROOT);
  }
}
