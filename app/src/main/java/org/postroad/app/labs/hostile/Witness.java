package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Sees every octet that the client sends in one session, in clear and in TLS, and holds it against
/// the delivery's [Duty].
///
/// It goes by a short list of what is harmless: a line in clear that is not on it counts as part of
/// the envelope or of the message, whatever it is.
final class Witness {

  private static final Set<String> HARMLESS =
      Set.of("EHLO", "HELO", "STARTTLS", "QUIT", "RSET", "NOOP");
  private static final int SHOWN_MAX = 80;

  private final Duty duty;
  private final InetAddress address;
  private final Judge judge;
  private final Story story;
  private final StringBuilder line = new StringBuilder();
  private Optional<Paper> paper = Optional.empty();
  private boolean secured;
  private boolean offered;
  private boolean promised;
  private boolean accused;

  Witness(Duty duty, InetAddress address, Judge judge, Story story) {
    this.duty = duty;
    this.address = address;
    this.judge = judge;
    this.story = story;
  }

  Duty duty() {
    return duty;
  }

  boolean isSecured() {
    return secured;
  }

  /// Whether the session is one in which mail may go out and the server's word counts.
  boolean counts() {
    return duty.allows(address, secured ? paper : Optional.empty());
  }

  /// Whether it can be said that the server is one of the domain's.
  boolean isProven() {
    return secured && duty.isProven(address, paper);
  }

  /// The server offers STARTTLS in its answer to EHLO.
  void offered() {
    offered = true;
  }

  /// The server offers REQUIRETLS under TLS.
  void promised() {
    promised = true;
  }

  /// TLS is there, with this certificate.
  void secured(Paper shown) {
    ended();
    secured = true;
    paper = Optional.of(shown);
  }

  /// The server has taken the message for them.
  void took(List<String> recipients) {
    List<String> twice = duty.took(recipients);
    if (!twice.isEmpty()) {
      judge.accuse(Rule.TWICE, "for " + twice + " at " + address.getHostAddress());
    }
  }

  /// The client sent these.
  void heard(byte[] octets, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (octets[i] == '\n') {
        line();
      } else if (octets[i] != '\r') {
        line.append((char) (octets[i] & 0xff));
      }
    }
  }

  /// Nothing more comes; half a line is something too.
  void ended() {
    if (!line.isEmpty()) {
      line();
    }
  }

  private void line() {
    String text = line.toString();
    line.setLength(0);
    story.tell(() -> (secured ? "C(tls): " : "C: ") + text);
    int end = text.indexOf(' ');
    String verb = (end < 0 ? text : text.substring(0, end)).toUpperCase(Locale.ROOT);
    if (!secured && verb.equals("STARTTLS")) {
      duty.tried(address);
    }
    if (!HARMLESS.contains(verb) && !accused) {
      sensitive(text);
    }
  }

  private void sensitive(String text) {
    String what = quoted(text) + " to " + address.getHostAddress() + " for " + duty.domain();
    if (!counts()) {
      accuse(
          secured ? Rule.UNVERIFIED : Rule.IN_CLEAR,
          what + paper.map(p -> ", certificate " + p).orElse(""));
    } else if (duty.requiresTls()
        && !(promised && (!text.startsWith("MAIL") || text.endsWith(" REQUIRETLS")))) {
      accuse(Rule.REQUIRETLS, what);
    } else if (!secured && offered && !duty.hasTried(address)) {
      accuse(Rule.STARTTLS_NOT_TRIED, what);
    }
  }

  /// Once for each session: the rest follows from the first.
  private void accuse(Rule rule, String what) {
    accused = true;
    judge.accuse(rule, what);
  }

  private static String quoted(String text) {
    return "\"" + text.substring(0, Math.min(SHOWN_MAX, text.length())) + "\"";
  }
}
