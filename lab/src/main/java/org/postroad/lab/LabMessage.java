package org.postroad.lab;

import java.util.UUID;

/// A message on its way through the lab, known again by its Message-ID.
///
/// @param from the reverse-path, without brackets
/// @param localPart of the recipient; the domain is the sender's to add
/// @param content header and body, every line ended by CRLF
public record LabMessage(String from, String localPart, String content) {

  public LabMessage {
    if (!content.endsWith("\r\n") || content.replace("\r\n", "").matches("(?s).*[\r\n].*")) {
      throw new IllegalArgumentException("every line of a message ends with CRLF");
    }
  }

  /// A message with that one line of text, from `alice@sender.example` to `bob`.
  public static LabMessage of(String text) {
    String content =
        "Message-ID: <%s@sender.example>\r\n".formatted(UUID.randomUUID())
            + "From: <alice@sender.example>\r\n"
            + "Subject: "
            + text
            + "\r\n\r\n"
            + text
            + "\r\n";
    return new LabMessage("alice@sender.example", "bob", content);
  }

  /// The same with one more line in its header, behind the Message-ID.
  public LabMessage withHeader(String line) {
    int second = content.indexOf("\r\n") + 2;
    return new LabMessage(
        from, localPart, content.substring(0, second) + line + "\r\n" + content.substring(second));
  }

  /// The forward-path in a domain, without brackets.
  public String to(String domain) {
    return localPart + "@" + domain;
  }
}
