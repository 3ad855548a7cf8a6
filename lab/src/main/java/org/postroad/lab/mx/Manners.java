package org.postroad.lab.mx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a client does that the RFCs do not allow, in words: noted, and answered as far as a server
/// does.
final class Manners {

  private static final int FAULTS_MAX = 100;
  private static final int LINE_MAX = 998; // RFC 5321 §4.5.3.1.6, without the CRLF
  private static final Set<String> LAST_OF_A_GROUP =
      Set.of("EHLO", "HELO", "DATA", "VRFY", "NOOP", "QUIT", "STARTTLS"); // RFC 2920 §3.1

  private final List<String> faults = new ArrayList<>();
  private int ahead;

  List<String> faults() {
    return faults;
  }

  /// How many commands the client had followed by more before their answer.
  int ahead() {
    return ahead;
  }

  /// The client has sent more behind this command already.
  void goesOn(String command, Offer offer) {
    ahead++;
    String verb = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    if (LAST_OF_A_GROUP.contains(verb)) {
      note("sent on behind " + verb + " without waiting for its answer");
    } else if (!offer.has("PIPELINING")) {
      note("sent on behind " + verb + " though PIPELINING was not offered");
    }
  }

  void unknown(String parameter) {
    note("used what was not offered: " + parameter);
  }

  /// An address of MAIL or RCPT.
  void address(String address, boolean utf8) {
    if (!utf8 && address.chars().anyMatch(c -> c > 0x7e)) {
      note("address beyond ASCII without SMTPUTF8: " + address);
    }
  }

  /// The lines of a message as they were on the wire.
  void message(List<String> lines, List<String> mailParameters) {
    boolean eightBits =
        mailParameters.stream().anyMatch(p -> p.toUpperCase(Locale.ROOT).startsWith("BODY=8BIT"));
    for (String line : lines) {
      if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
        note("bare CR or LF in the message");
      }
      if (line.length() > LINE_MAX + (line.startsWith(".") ? 1 : 0)) {
        note("line of " + line.length() + " octets in the message");
      }
      if (!eightBits && line.chars().anyMatch(c -> c > 0x7f)) {
        note("octets beyond ASCII in the message without BODY=8BITMIME");
      }
    }
  }

  private void note(String fault) {
    if (faults.size() < FAULTS_MAX && !faults.contains(fault)) {
      faults.add(fault);
    }
  }
}
