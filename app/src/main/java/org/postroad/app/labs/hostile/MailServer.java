package org.postroad.app.labs.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The server's side of one session: octets in, octets out, no network. Whoever is on the road acts
/// through it too, since a client cannot tell the two apart.
final class MailServer {

  static final String UNKNOWN = "unknown";

  private static final String TAKEN = "250 2.0.0 taken\r\n";
  private static final String SESSION =
      "250-mx.example\r\n250 SIZE 10000000\r\n250 ok\r\n250 ok\r\n354 go on\r\n" + TAKEN;
  private static final String TINY = "250-mx.example\r\n250 SIZE 10\r\n";
  private static final String NO = "250 mx.example\r\n550 5.7.1 go away\r\n";

  private final Conduct conduct;
  private final Witness witness;
  private final Mailroom mailroom;
  private final Wire wire;
  private final StringBuilder input = new StringBuilder();
  private final List<String> recipients = new ArrayList<>();
  private boolean hasSender;
  private boolean inMessage;
  private boolean expectsTls;
  private boolean over;

  /// Where its answers go.
  interface Wire {
    /// These octets, each character one of them, in one segment.
    void say(String octets);

    /// The connection ends.
    void hangUp();
  }

  MailServer(Conduct conduct, Witness witness, Mailroom mailroom, Wire wire) {
    this.conduct = conduct;
    this.witness = witness;
    this.mailroom = mailroom;
    this.wire = wire;
  }

  /// The client has connected.
  void connected() {
    if (ends(Stage.GREETING)) {
      return;
    }
    if (conduct.does(RoadTrick.SAY_554)) {
      wire.say("554 5.7.1 no mail here\r\n");
    } else {
      wire.say(
          "220 mx.example ESMTP\r\n" + (conduct.does(RoadTrick.INJECT_GREETING) ? SESSION : ""));
    }
  }

  /// The client sent these.
  void hear(byte[] octets, int from, int length) {
    witness.heard(octets, from, length);
    for (int i = from; i < from + length; i++) {
      input.append((char) (octets[i] & 0xff));
    }
    while (!over && !expectsTls && (inMessage ? message() : line())) {
      // as long as there is something whole
    }
  }

  /// Whether the next thing it expects is a handshake.
  boolean expectsTls() {
    return expectsTls;
  }

  /// What becomes of a handshake.
  sealed interface Handshake {
    record Shown(Paper paper) implements Handshake {}

    record Cut() implements Handshake {}

    record Silence() implements Handshake {}

    record Alert() implements Handshake {}
  }

  /// The client begins to shake hands.
  ///
  /// @param name the one it asks for by SNI
  Handshake handshake(String name) {
    Optional<Boolean> end = conduct.endsSilently(Stage.HANDSHAKE);
    if (end.isPresent()) {
      over = true;
      return end.get() ? new Handshake.Silence() : new Handshake.Cut();
    }
    if (conduct.does(RoadTrick.ALERT)) {
      over = true;
      return new Handshake.Alert();
    }
    return new Handshake.Shown(conduct.paper().apply(name));
  }

  /// The handshake is done, and the client went along.
  void secured(Paper paper) {
    witness.secured(paper);
    expectsTls = false;
    input.setLength(0);
    if (conduct.does(RoadTrick.INJECT_COMMAND)) {
      if (conduct.isEnded()) {
        witness.duty().confused();
      }
      wire.say("250 2.1.0 ok\r\n");
    }
  }

  /// The client has closed the connection.
  void closed() {
    witness.ended();
  }

  private boolean line() {
    int end = input.indexOf("\r\n");
    if (end < 0) {
      return false;
    }
    String line = input.substring(0, end);
    input.delete(0, end + 2);
    int space = line.indexOf(' ');
    String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> ehlo();
      case "HELO" -> wire.say("250 mx.example\r\n");
      case "STARTTLS" -> startTls();
      case "MAIL" -> mail();
      case "RCPT" -> rcpt(line);
      case "DATA" -> data();
      case "RSET", "NOOP" -> wire.say("250 2.0.0 ok\r\n");
      case "QUIT" -> {
        wire.say("221 2.0.0 bye\r\n");
        hangUp();
      }
      default -> wire.say("500 5.5.1 what?\r\n");
    }
    return true;
  }

  private void ehlo() {
    boolean clear = !witness.isSecured();
    boolean disguised =
        conduct.does(RoadTrick.HIDE_EHLO) || conduct.does(RoadTrick.INJECT_GREETING);
    if (clear && disguised && witness.counts()) {
      witness.duty().toldOfNoExtensions();
    }
    if (ends(clear ? Stage.EHLO : Stage.EHLO_IN_TLS)) {
      return;
    }
    if (clear && conduct.does(RoadTrick.SAY_421)) {
      wire.say("421 4.3.2 not now\r\n");
      hangUp();
    } else if (clear && conduct.does(RoadTrick.HIDE_EHLO)) {
      wire.say("500 5.5.1 what?\r\n");
    } else {
      StringBuilder answer =
          new StringBuilder("250-mx.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n");
      if (clear && conduct.offersStartTls()) {
        if (!conduct.does(RoadTrick.INJECT_GREETING)) { // else another answer came before this one
          witness.offered();
        }
        answer.append("250-STARTTLS\r\n");
      }
      if (clear ? conduct.does(RoadTrick.OFFER_REQUIRETLS) : conduct.offersRequireTls()) {
        answer.append("250-REQUIRETLS\r\n");
      }
      if (!clear && conduct.offersRequireTls()) {
        witness.promised();
      }
      answer.append("250 SIZE 10000000\r\n");
      if (clear && conduct.does(RoadTrick.INJECT_EHLO)) {
        answer.append("220 2.0.0 go ahead\r\n");
      }
      wire.say(answer.toString());
    }
  }

  private void startTls() {
    if (ends(Stage.STARTTLS)) {
      return;
    }
    if (!conduct.offersStartTls() || witness.isSecured()) {
      wire.say("500 5.5.1 what?\r\n");
    } else if (conduct.does(RoadTrick.REFUSE_FOR_GOOD)) {
      wire.say("502 5.5.1 no such thing\r\n");
    } else if (conduct.does(RoadTrick.REFUSE)
        || (conduct.kit() == Kit.BROKEN_STARTTLS && !conduct.impersonated())) {
      wire.say("454 4.7.0 TLS not available\r\n");
    } else if (conduct.does(RoadTrick.JUNK_STARTTLS)) {
      wire.say("never mind\r\n");
    } else {
      expectsTls = true;
      String ready = "220 2.0.0 go ahead\r\n";
      if (conduct.does(RoadTrick.INJECT_LATER)) {
        wire.say(ready);
        wire.say(SESSION);
      } else {
        wire.say(ready + injected());
      }
    }
  }

  private String injected() {
    if (conduct.does(RoadTrick.INJECT_SESSION)) {
      return SESSION;
    }
    if (conduct.does(RoadTrick.INJECT_SIZE)) {
      return TINY;
    }
    return conduct.does(RoadTrick.INJECT_NO) ? NO : "";
  }

  private void mail() {
    recipients.clear();
    hasSender = false;
    if (ends(Stage.MAIL)) {
      return;
    }
    if (!witness.isSecured() && conduct.does(RoadTrick.SAY_550)) {
      if (witness.counts()) {
        witness.duty().refusedToAll();
      }
      wire.say("550 5.7.1 not from you\r\n");
    } else if (conduct.kit() == Kit.FULL) {
      wire.say("452 4.3.1 no room\r\n");
    } else {
      hasSender = true;
      wire.say("250 2.1.0 ok\r\n");
    }
  }

  private void rcpt(String line) {
    if (ends(Stage.RCPT)) {
      return;
    }
    int from = line.indexOf('<') + 1;
    int to = line.indexOf('>');
    String recipient = to > from ? line.substring(from, to) : line;
    if (!hasSender) {
      wire.say("503 5.5.1 from whom?\r\n");
    } else if (recipient.startsWith(UNKNOWN)) {
      if (witness.counts()) {
        witness.duty().refused(recipient);
      }
      wire.say("550 5.1.1 no such user\r\n");
    } else if (conduct.kit() == Kit.GREYLISTS
        && conduct.host().filter(host -> mailroom.waits(host, recipient)).isPresent()) {
      wire.say("451 4.7.1 come back later\r\n");
    } else {
      recipients.add(recipient);
      wire.say("250 2.1.5 ok\r\n");
    }
  }

  private void data() {
    if (ends(Stage.DATA)) {
      return;
    }
    if (recipients.isEmpty() && conduct.kit() != Kit.EAGER) {
      wire.say("503 5.5.1 to whom?\r\n");
    } else {
      inMessage = true;
      wire.say("354 go on\r\n");
    }
  }

  private boolean message() {
    if (input.isEmpty() || ends(Stage.BODY)) {
      return false;
    }
    if (input.indexOf(".\r\n") == 0) {
      input.delete(0, 3);
      inMessage = false;
      wire.say("554 5.5.1 nothing for nobody\r\n");
      return true;
    }
    int end = input.indexOf("\r\n.\r\n");
    if (end < 0) {
      return false;
    }
    String message = input.substring(0, end);
    input.delete(0, end + 5);
    inMessage = false;
    if (recipients.isEmpty()) {
      wire.say("554 5.5.1 nothing for nobody\r\n");
      return true;
    }
    mailroom.take(Message.idIn(message), recipients, witness);
    witness.took(recipients);
    if (!ends(Stage.DOT)) {
      wire.say(TAKEN);
    }
    return true;
  }

  private boolean ends(Stage stage) {
    Optional<Boolean> end = conduct.endsSilently(stage);
    if (end.isPresent()) {
      if (end.get()) {
        over = true;
      } else {
        hangUp();
      }
    }
    return end.isPresent();
  }

  private void hangUp() {
    over = true;
    wire.hangUp();
  }
}
