package org.postroad.lab.mx;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postroad.lab.tls.ServerTls;

/// One client's conversation with a server, in its one thread.
final class Conversation {

  private static final int COMMANDS_MAX = 1000;
  private static final int COMMAND_MAX = 1000;
  private static final int RECIPIENTS_MAX = 1000;

  private final LabMx mx;
  private final Socket plain;
  private final LabMx.Turns turns;
  private final MxConduct conduct;
  private final List<String> commands = new ArrayList<>();
  private final List<String> greetings = new ArrayList<>();
  private final Set<String> turnedAway = new HashSet<>();
  private final Manners manners = new Manners();
  private final Upgrade tls;
  private int commandsInClear;
  private Offer offer = Offer.nothing();

  private final Transaction transaction = new Transaction();
  private boolean greeted;

  Conversation(LabMx mx, Socket plain, LabMx.Turns turns) throws IOException {
    this.mx = mx;
    this.plain = plain;
    this.turns = turns;
    this.conduct = turns.conduct();
    this.tls = new Upgrade(mx, plain, conduct.tlsVersions());
  }

  /// How a command ended.
  private enum Outcome {
    YES,
    NO,
    OVER
  }

  void hold() throws IOException, InterruptedException {
    try {
      boolean goesOn = reply(Stage.CONNECT, "220 " + mx.hostName() + " ESMTP") != Outcome.OVER;
      while (goesOn) {
        Optional<String> line = tls.stream().line();
        if (line.isEmpty()) {
          tls.left("the client went without a word");
          return;
        }
        tls.heard();
        note(line.get());
        if (tls.stream().hasMore()) {
          manners.goesOn(line.get(), offer);
        }
        goesOn = obey(line.get());
      }
    } catch (IOException e) {
      tls.left(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      tls.finish();
    }
  }

  SmtpVisit visit() {
    return new SmtpVisit(
        peer(),
        commands,
        commandsInClear,
        tls.sni(),
        tls.facts(),
        tls.failure(),
        tls.pipelined(),
        offer.keywords(),
        manners.ahead(),
        manners.faults());
  }

  private void note(String line) {
    if (commands.size() < COMMANDS_MAX) {
      commands.add(line.length() > COMMAND_MAX ? line.substring(0, COMMAND_MAX) : line);
      if (!tls.isActive()) {
        commandsInClear++;
      }
    }
  }

  /// @return whether the conversation goes on
  private boolean obey(String line) throws IOException, InterruptedException {
    String[] words = line.split(" ", 2);
    String argument = words.length > 1 ? words[1].strip() : "";
    return switch (words[0].toUpperCase(Locale.ROOT)) {
      case "EHLO" -> ehlo(argument);
      case "HELO" -> {
        greet(argument);
        offer = Offer.nothing();
        yield reply(Stage.HELO, "250 " + mx.hostName()) != Outcome.OVER;
      }
      case "STARTTLS" -> startTls();
      case "MAIL" -> mail(argument);
      case "RCPT" -> rcpt(argument);
      case "DATA" -> data();
      case "RSET" -> {
        transaction.reset();
        yield say("250 2.0.0 Ok");
      }
      case "NOOP" -> say("250 2.0.0 Ok");
      case "VRFY" -> say("252 2.1.5 try and see");
      case "QUIT" -> {
        Outcome _ = reply(Stage.QUIT, "221 2.0.0 Bye");
        yield false;
      }
      default -> say("502 5.5.2 Error: command not recognized");
    };
  }

  private boolean ehlo(String name) throws IOException, InterruptedException {
    greet(name);
    offer = Offer.of(conduct, tls.isActive());
    List<String> keywords = offer.keywords();
    List<String> lines = new ArrayList<>();
    lines.add((keywords.isEmpty() ? "250 " : "250-") + mx.hostName());
    for (int i = 0; i < keywords.size(); i++) {
      lines.add((i == keywords.size() - 1 ? "250 " : "250-") + keywords.get(i));
    }
    Stage stage = tls.isActive() ? Stage.EHLO_UNDER_TLS : Stage.EHLO;
    return reply(stage, lines.toArray(String[]::new)) != Outcome.OVER;
  }

  private boolean startTls() throws IOException {
    if (tls.isActive()) {
      return say("503 5.5.1 Error: TLS already active");
    }
    return switch (conduct.startTls()) {
      case StartTls.NotOffered() -> say("502 5.5.1 Error: command not implemented");
      case StartTls.Refused(String reply) -> say(reply);
      case StartTls.AnswersJunk(String octets) -> {
        tls.stream().write(octets);
        yield true;
      }
      case StartTls.Offered() -> secured("", "");
      case StartTls.Injects(String before, String after) -> secured(before, after);
      case StartTls.Cuts() -> false;
      case StartTls.HangsUp() -> {
        tls.breakOff("hung up in the handshake");
        yield false;
      }
      case StartTls.Silent() -> {
        tls.breakOff("silent in the handshake");
        yield readOn();
      }
      case StartTls.Alerts(int description) -> {
        tls.breakOff("alert " + description);
        ServerTls.alert(plain, description);
        yield false;
      }
    };
  }

  private boolean secured(String before, String after) throws IOException {
    if (!tls.accept(before, after)) {
      return false;
    }
    greeted = false;
    offer = Offer.nothing();
    transaction.reset();
    return true;
  }

  private boolean mail(String argument) throws IOException, InterruptedException {
    if (!greeted) {
      return say("503 5.5.1 Error: send HELO/EHLO first");
    }
    if (conduct.demandsTls() && !tls.isActive()) {
      return say("530 5.7.0 Must issue a STARTTLS command first");
    }
    Optional<MailPath> path = MailPath.parse("FROM:", argument);
    if (path.isEmpty()) {
      return say("501 5.1.7 Bad sender address syntax");
    }
    MailPath sender = path.get();
    Optional<String> refusal = refusal(sender, sender);
    if (refusal.isPresent()) {
      return say(refusal.get());
    }
    Outcome outcome = reply(Stage.MAIL, "250 2.1.0 Ok");
    if (outcome == Outcome.YES) {
      transaction.begin(sender);
    }
    return outcome != Outcome.OVER;
  }

  private boolean rcpt(String argument) throws IOException, InterruptedException {
    Optional<MailPath> path = MailPath.parse("TO:", argument);
    Optional<MailPath> from = transaction.from();
    if (from.isEmpty()) {
      return say("503 5.5.1 Error: need MAIL command");
    }
    if (path.isEmpty()) {
      return say("501 5.1.3 Bad recipient address syntax");
    }
    MailPath recipient = path.get();
    Optional<String> refusal = refusal(recipient, from.get());
    if (refusal.isPresent()) {
      return say(refusal.get());
    }
    if (conduct.greylists() && isNew(from.get().address(), recipient.address())) {
      return say("451 4.7.1 Greylisted, come later");
    }
    if (transaction.recipients() >= RECIPIENTS_MAX) {
      return say("452 4.5.3 Too many recipients");
    }
    Outcome outcome = reply(Stage.RCPT, "250 2.1.5 Ok");
    if (outcome == Outcome.YES) {
      transaction.add(recipient);
    }
    return outcome != Outcome.OVER;
  }

  /// What is wrong with a path, given what was offered.
  ///
  /// @param sender of the transaction, who may have announced SMTPUTF8
  private Optional<String> refusal(MailPath path, MailPath sender) {
    manners.address(path.address(), sender.has("SMTPUTF8"));
    Optional<String> unknown = offer.unknown(path.parameters());
    if (unknown.isPresent()) {
      manners.unknown(unknown.get());
      return Optional.of("555 5.5.4 Unsupported option: " + unknown.get());
    }
    return path.parameters().stream().anyMatch(offer::announcesTooMuch)
        ? Optional.of("552 5.3.4 Message size exceeds fixed limit")
        : Optional.empty();
  }

  private boolean isNew(String from, String recipient) {
    String pair = from + " " + recipient;
    boolean isNew = turnedAway.contains(pair) || !mx.knows(from, recipient);
    if (isNew) {
      turnedAway.add(pair);
    }
    return isNew;
  }

  private boolean data() throws IOException, InterruptedException {
    if (transaction.recipients() == 0) {
      return say("503 5.5.1 Error: need RCPT command");
    }
    Outcome outcome = reply(Stage.DATA, "354 End data with <CR><LF>.<CR><LF>");
    if (outcome != Outcome.YES) {
      return outcome != Outcome.OVER;
    }
    Optional<List<String>> lines = tls.stream().message(LabMx.MESSAGE_MAX);
    lines.ifPresent(all -> manners.message(all, transaction.mailParameters()));
    if (lines.isEmpty() || offer.isTooLarge(octets(lines.get()))) {
      transaction.reset();
      return say("552 5.3.4 Message size exceeds fixed limit");
    }
    ReceivedMail mail =
        transaction.mail(mx.hostName(), lines.get(), tls.facts(), peer(), greetings);
    transaction.reset();
    SmtpReply answer = turns.next(Stage.MESSAGE);
    if (answer instanceof SmtpReply.Usual) {
      mx.take(mail); // before the answer, so that who has read it finds the message
    }
    outcome = reply(answer, "250 2.0.0 Ok: taken");
    if (outcome == Outcome.YES && !(answer instanceof SmtpReply.Usual)) {
      mx.take(mail);
    }
    return outcome != Outcome.OVER;
  }

  private InetSocketAddress peer() {
    return (InetSocketAddress) plain.getRemoteSocketAddress();
  }

  private static long octets(List<String> lines) {
    return lines.stream().mapToLong(line -> line.length() + 2L).sum();
  }

  private void greet(String name) {
    greeted = true;
    if (greetings.size() < COMMANDS_MAX) {
      greetings.add(name);
    }
    transaction.reset();
  }

  private boolean say(String line) throws IOException {
    tls.stream().write(line + "\r\n");
    return true;
  }

  private Outcome reply(Stage stage, String... usual) throws IOException, InterruptedException {
    return reply(turns.next(stage), usual);
  }

  private Outcome reply(SmtpReply reply, String... usual) throws IOException, InterruptedException {
    return switch (reply) {
      case SmtpReply.Usual() -> lines(List.of(usual));
      case SmtpReply.Says(List<String> lines) -> lines(lines);
      case SmtpReply.HangsUp() -> Outcome.OVER;
      case SmtpReply.Silent() -> {
        boolean _ = readOn();
        yield Outcome.OVER;
      }
      case SmtpReply.Endless(int code) -> {
        while (true) {
          tls.stream().write(code + "-and there is more to say\r\n");
        }
      }
      case SmtpReply.Held(var gate, SmtpReply then) -> {
        gate.pass();
        yield reply(then, usual);
      }
      case SmtpReply.InTurn(List<SmtpReply> steps) -> reply(steps.getFirst(), usual);
    };
  }

  private Outcome lines(List<String> lines) throws IOException {
    tls.stream().write(String.join("\r\n", lines) + "\r\n");
    String first = lines.getFirst();
    return first.startsWith("2") || first.startsWith("3") ? Outcome.YES : Outcome.NO;
  }

  /// Reads until the client goes, and says nothing.
  private boolean readOn() throws IOException {
    long _ = plain.getInputStream().transferTo(OutputStream.nullOutputStream());
    return false;
  }
}
