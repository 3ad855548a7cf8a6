package org.postroad.engine.smtpclient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.protocol.smtp.EhloKeywords;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.SmtpReply;

/// One message in one session: MAIL, RCPT and DATA, as often as its recipients need (RFC 5321
/// §3.3). Where the server offers PIPELINING they go out together (RFC 2920), and each answer still
/// is that of its own command: they are counted, and all are heard.
final class Transaction {

  static final String MAIL_FROM = "MAIL FROM";
  static final String RCPT_TO = "RCPT TO";

  private static final String DATA = "DATA";
  private static final String MESSAGE = "the message";
  private static final int RECIPIENTS_MAX = 100; // RFC 5321 §4.5.3.1.8: all servers take so many
  private static final int GROUP_MAX = 4096; // RFC 2920 §3.1: what every TCP window holds
  private static final int BLOCK = 64 * 1024;
  private static final int CLOSING = 421;

  private final Conversation conversation;
  private final SmtpTimeouts timeouts;
  private final ServiceExtensions extensions;
  private final Envelope envelope;
  private final MessageBytes message;
  private final Map<Mailbox, RecipientVerdict> verdicts = new HashMap<>();

  /// Who of the transaction under way was accepted, and has no verdict yet.
  private final List<Mailbox> taken = new ArrayList<>();

  /// Set once nothing more can be sent in this session, to whomever.
  private Optional<RecipientVerdict> onAll = Optional.empty();

  Transaction(
      Conversation conversation,
      SmtpTimeouts timeouts,
      EhloKeywords offered,
      Envelope envelope,
      MessageBytes message) {
    this.conversation = conversation;
    this.timeouts = timeouts;
    this.extensions = new ServiceExtensions(offered, envelope, message);
    this.envelope = envelope;
    this.message = message;
  }

  private sealed interface Command {
    record Mail(String line) implements Command {}

    record Rcpt(Mailbox to, String line) implements Command {}

    record Data() implements Command {
      @Override
      public String line() {
        return DATA;
      }
    }

    String line();
  }

  /// A verdict for each recipient, in their order.
  Map<Mailbox, RecipientVerdict> run() {
    onAll = extensions.fault().map(fault -> fault);
    for (Mailbox to : envelope.recipients()) {
      extensions.fault(to).ifPresent(fault -> verdicts.put(to, fault));
    }
    List<Mailbox> left =
        envelope.recipients().stream().filter(to -> !verdicts.containsKey(to)).toList();
    boolean unfinished = false;
    while (onAll.isEmpty() && !left.isEmpty()) {
      List<Mailbox> some = left.subList(0, Math.min(left.size(), RECIPIENTS_MAX));
      left = left.subList(some.size(), left.size());
      try {
        if (unfinished) {
          reset();
        }
        unfinished = !transact(some);
      } catch (BrokenSession e) {
        onAll = onAll.or(() -> Optional.of(new RecipientVerdict.Unfinished(e.broken(), false)));
      }
    }
    Map<Mailbox, RecipientVerdict> all = new LinkedHashMap<>();
    for (Mailbox to : envelope.recipients()) {
      RecipientVerdict own = verdicts.get(to);
      all.put(to, own != null ? own : onAll.orElseThrow());
    }
    return all;
  }

  private void reset() throws BrokenSession {
    SmtpReply reply = conversation.ask("RSET", timeouts.mail());
    if (!reply.isDone()) {
      throw new BrokenSession(Step.Cause.JUNK, "RSET answered with " + reply.summary());
    }
  }

  /// One transaction. Whether it came to its end, so that another may follow at once.
  private boolean transact(List<Mailbox> some) throws BrokenSession {
    taken.clear();
    for (List<Command> group : groups(some)) {
      if (taken.isEmpty() && group.getFirst() instanceof Command.Data) {
        return false;
      }
      conversation.send(group.stream().map(Command::line).toList(), timeouts.mail());
      for (Command command : group) {
        SmtpReply reply = heard(command);
        if (command instanceof Command.Data) {
          return data(reply);
        }
        if (reply.code() == CLOSING) {
          return false; // the other answers will not come
        }
      }
      if (onAll.isPresent()) {
        return false;
      }
    }
    throw new IllegalStateException("the last group ends in DATA");
  }

  /// The commands as they may go out together: one by one, or as many as no window is too small
  /// for.
  private List<List<Command>> groups(List<Mailbox> some) {
    List<Command> commands = new ArrayList<>();
    commands.add(new Command.Mail(extensions.mail(some)));
    some.forEach(to -> commands.add(new Command.Rcpt(to, extensions.rcpt(to))));
    commands.add(new Command.Data());
    int most = extensions.pipelining() ? GROUP_MAX : 0;
    List<List<Command>> groups = new ArrayList<>();
    int octets = 0;
    for (Command command : commands) {
      int length = Conversation.octets(command.line()).length;
      if (groups.isEmpty() || octets + length > most) {
        groups.add(new ArrayList<>());
        octets = 0;
      }
      groups.getLast().add(command);
      octets += length;
    }
    return groups;
  }

  /// Hears the answer to one command. After a refused MAIL nothing that follows decides anything.
  private SmtpReply heard(Command command) throws BrokenSession {
    return switch (command) {
      case Command.Mail(String line) -> {
        SmtpReply reply = conversation.answer(MAIL_FROM, timeouts.mail());
        if (!reply.isDone()) {
          onAll = Optional.of(rejected(reply, MAIL_FROM));
        }
        yield reply;
      }
      case Command.Rcpt(Mailbox to, String line) -> {
        SmtpReply reply = conversation.answer(RCPT_TO, timeouts.mail());
        if (onAll.isEmpty()) {
          if (reply.isDone()) {
            taken.add(to);
          } else {
            decide(List.of(to), rejected(reply, RCPT_TO));
          }
        }
        yield reply;
      }
      case Command.Data() -> conversation.answer(DATA, timeouts.dataStart());
    };
  }

  private boolean data(SmtpReply reply) throws BrokenSession {
    if (reply.severity() != SmtpReply.Severity.GO_ON) {
      decide(onAll.isPresent() ? List.of() : taken, rejected(reply, DATA));
      return false;
    }
    if (onAll.isPresent() || taken.isEmpty()) {
      return emptied();
    }
    decide(taken, content());
    return true;
  }

  /// RFC 2920 §3.1: a server that wants a message for nobody gets a lone dot, and sends nothing
  /// (§3.2).
  private boolean emptied() throws BrokenSession {
    SmtpReply reply = conversation.ask(".", timeouts.dataEnd());
    if (!reply.isDone()) {
      decide(List.of(), rejected(reply, "an empty message"));
    }
    return false;
  }

  /// The message and its end. Once the end is sent, silence does not mean no.
  ///
  /// What a server says before it is the answer to nothing (RFC 5321 §4.2.5 gives a meaning to the
  /// reply "after the DATA command is completed with CRLF.CRLF"), whatever its code: an early `250`
  /// would pass for a message that was taken, and an early `552` may answer a command that somebody
  /// else put in. So neither is final. The session ends before the end of the message, and it is
  /// tried again; only `421` may come at any time (§3.8).
  private RecipientVerdict content() {
    byte[] block = message.dataBlock();
    boolean ended = false;
    try {
      for (int from = 0; from < block.length; from += BLOCK) {
        Optional<SmtpReply> early = conversation.closing(MESSAGE, timeouts.dataBlock());
        if (early.isPresent()) {
          return rejected(early.get(), MESSAGE);
        }
        int length = Math.min(BLOCK, block.length - from);
        ended = from + length == block.length;
        send(block, from, length);
      }
      SmtpReply reply = conversation.reply("the answer to the message", timeouts.dataEnd());
      return reply.isDone()
          ? new RecipientVerdict.Accepted(reply, extensions.notices())
          : rejected(reply, MESSAGE);
    } catch (BrokenSession e) {
      onAll = Optional.of(new RecipientVerdict.Unfinished(e.broken(), false));
      return new RecipientVerdict.Unfinished(e.broken(), ended);
    }
  }

  /// A server that has heard enough says so and hangs up; what it said is why.
  private void send(byte[] block, int from, int length) throws BrokenSession {
    try {
      conversation.send(block, from, length, timeouts.dataBlock(), MESSAGE);
    } catch (BrokenSession e) {
      throw conversation.lastWords(e);
    }
  }

  private void decide(List<Mailbox> whom, RecipientVerdict verdict) {
    whom.forEach(mailbox -> verdicts.put(mailbox, verdict));
    if (onAll.isEmpty()
        && verdict instanceof RecipientVerdict.Rejected(SmtpReply reply, String to)
        && reply.code() == CLOSING) {
      onAll = Optional.of(verdict);
    }
  }

  private static RecipientVerdict rejected(SmtpReply reply, String to) throws BrokenSession {
    return switch (reply.severity()) {
      case NOT_NOW, NO -> new RecipientVerdict.Rejected(reply, to);
      case DONE, GO_ON ->
          throw new BrokenSession(
              Step.Cause.JUNK, "no reply to be expected for " + to + ": " + reply.summary());
    };
  }
}
