package org.postroad.engine.smtpclient;

import java.time.Duration;

/// How long each answer may take. All of them end besides at the deadline of the whole delivery.
///
/// @param connect until TCP is there
/// @param greeting the first 220
/// @param hello EHLO and HELO
/// @param startTls the answer to STARTTLS, and then the handshake, each
/// @param mail MAIL, RCPT and RSET, each
/// @param dataStart the 354
/// @param dataBlock each stretch of the message
/// @param dataEnd the reply to the final dot: impatience here makes duplicates
/// @param quit the farewell
public record SmtpTimeouts(
    Duration connect,
    Duration greeting,
    Duration hello,
    Duration startTls,
    Duration mail,
    Duration dataStart,
    Duration dataBlock,
    Duration dataEnd,
    Duration quit) {

  /// The minima of RFC 5321 §4.5.3.2, and ours where it names none: 30 s to connect, 2 min for
  /// STARTTLS and the handshake, 5 s for the farewell, which decides nothing.
  public static SmtpTimeouts rfc5321() {
    return new SmtpTimeouts(
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        Duration.ofMinutes(3),
        Duration.ofMinutes(10),
        Duration.ofSeconds(5));
  }

  /// The same, none of them longer than `most`.
  public SmtpTimeouts atMost(Duration most) {
    return new SmtpTimeouts(
        min(connect, most),
        min(greeting, most),
        min(hello, most),
        min(startTls, most),
        min(mail, most),
        min(dataStart, most),
        min(dataBlock, most),
        min(dataEnd, most),
        min(quit, most));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
