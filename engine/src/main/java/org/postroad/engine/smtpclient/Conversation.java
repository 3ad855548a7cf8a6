package org.postroad.engine.smtpclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.protocol.smtp.ReplyReader;
import org.postroad.protocol.smtp.SmtpReply;
import org.postroad.protocol.text.Printable;

/// Commands out, replies in, in step: each reply belongs to its command, in the order in which they
/// went out, and a reply that nobody asked for is junk. Anything else would let a stranger answer
/// in advance.
final class Conversation {

  private static final int SHOWN_MAX = 120;
  private static final int CLOSING = 421;

  private final SmtpTransport transport;
  private final Deadline total;
  private byte[] unread = new byte[4096];
  private int awaited;
  private Optional<SmtpReply> early = Optional.empty();
  private int at;
  private int end;

  Conversation(SmtpTransport transport, Deadline total) {
    this.transport = transport;
    this.total = total;
  }

  /// A line as it goes out; beyond ASCII it is UTF-8 (RFC 6531 §3.3).
  static byte[] octets(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Sends one command line and reads the reply to it.
  SmtpReply ask(String command, Duration most) throws BrokenSession {
    Optional<SmtpReply> closing = closing(verb(command), most);
    if (closing.isPresent()) {
      return closing.get();
    }
    byte[] line = octets(command);
    send(line, 0, line.length, most, verb(command));
    return reply("the answer to " + verb(command), most);
  }

  /// Sends command lines in one go; an [#answer] to each must be heard before anything else goes
  /// out. What came before them answers none of them.
  void send(List<String> commands, Duration most) throws BrokenSession {
    String first = verb(commands.getFirst());
    Optional<SmtpReply> closing = closing(first, most);
    awaited = commands.size();
    if (closing.isPresent()) {
      early = closing;
      return;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    commands.forEach(command -> lines.writeBytes(octets(command)));
    send(lines.toByteArray(), 0, lines.size(), most, first);
  }

  /// The reply to the next command of those that [#send] sent.
  ///
  /// @param verb what is said of it if it does not come
  SmtpReply answer(String verb, Duration most) throws BrokenSession {
    if (awaited == 0) {
      throw new IllegalStateException("nobody asked");
    }
    awaited--;
    if (early.isPresent()) {
      SmtpReply closing = early.get();
      early = Optional.empty();
      return closing;
    }
    return reply("the answer to " + verb, most);
  }

  /// Reads one reply.
  SmtpReply reply(String awaited, Duration most) throws BrokenSession {
    return read(awaited, total.atMost(most));
  }

  void send(byte[] octets, int from, int length, Duration most, String what) throws BrokenSession {
    send(octets, from, length, total.atMost(most), what);
  }

  /// Whether anything was received that no reply has used up.
  boolean hasUnread() throws BrokenSession {
    try {
      return at < end || transport.hasUnread();
    } catch (IOException e) {
      throw new BrokenSession(Step.Cause.LOST, "connection lost");
    }
  }

  /// What was received too much, in words for a log.
  String unreadText(Duration most) throws BrokenSession {
    if (at == end) {
      fill("octets that are there", total.atMost(most));
    }
    String text = new String(unread, at, end - at, StandardCharsets.ISO_8859_1);
    return "\"" + Printable.of(text.strip(), SHOWN_MAX) + "\"";
  }

  /// Shakes hands. Everything received in clear and not used is thrown away (RFC 3207 §4.2 and what
  /// was learned since).
  SmtpTransport.TlsStart startTls(TlsRequest request, Duration most) {
    at = 0;
    end = 0;
    unread = new byte[unread.length];
    return transport.startTls(request, total.atMost(most));
  }

  void close() {
    transport.close();
  }

  /// A server may say 421 at any time and close (RFC 5321 §3.8); nothing else comes by itself.
  ///
  /// @param what was about to be sent
  Optional<SmtpReply> closing(String what, Duration most) throws BrokenSession {
    if (awaited > 0) {
      throw new BrokenSession(Step.Cause.JUNK, awaited + " replies missing before " + what);
    }
    if (!hasUnread()) {
      return Optional.empty();
    }
    SmtpReply reply = reply("the answer to " + what, most);
    if (reply.code() == CLOSING) {
      return Optional.of(reply);
    }
    throw new BrokenSession(
        Step.Cause.JUNK, "a reply that nobody asked for, before " + what + ": " + reply.summary());
  }

  /// What broke the session, with what the server had said before, if that is at hand.
  BrokenSession lastWords(BrokenSession e) {
    try {
      return hasUnread()
          ? new BrokenSession(
              e.broken().cause(), e.broken().detail() + "; it said " + unreadText(Duration.ZERO))
          : e;
    } catch (BrokenSession none) {
      return e;
    }
  }

  private SmtpReply read(String awaited, Deadline deadline) throws BrokenSession {
    ReplyReader reader = new ReplyReader();
    while (true) {
      if (at == end) {
        fill(awaited, deadline);
      }
      switch (reader.accept(unread[at++])) {
        case ReplyReader.Progress.Incomplete() -> {}
        case ReplyReader.Progress.Complete(SmtpReply reply) -> {
          return reply;
        }
        case ReplyReader.Progress.Malformed(String why) ->
            throw new BrokenSession(
                Step.Cause.JUNK, "junk instead of " + awaited + ": " + why + ", " + around());
      }
    }
  }

  private void fill(String awaited, Deadline deadline) throws BrokenSession {
    try {
      int count = transport.read(unread, deadline);
      if (count < 0) {
        throw new BrokenSession(
            Step.Cause.LOST, "connection closed by the server instead of " + awaited);
      }
      at = 0;
      end = count;
    } catch (SocketTimeoutException e) {
      throw new BrokenSession(Step.Cause.TIMED_OUT, "timed out waiting for " + awaited);
    } catch (IOException e) {
      throw new BrokenSession(
          Step.Cause.LOST, "connection lost while waiting for " + awaited + ": " + text(e));
    }
  }

  private void send(byte[] octets, int from, int length, Deadline deadline, String what)
      throws BrokenSession {
    try {
      transport.write(octets, from, length, deadline);
    } catch (SocketTimeoutException e) {
      throw new BrokenSession(Step.Cause.TIMED_OUT, "timed out sending " + what);
    } catch (IOException e) {
      throw new BrokenSession(
          Step.Cause.LOST, "connection lost while sending " + what + ": " + text(e));
    }
  }

  private String around() {
    String text = new String(unread, 0, at, StandardCharsets.ISO_8859_1);
    return "\"" + Printable.of(text, SHOWN_MAX) + "\"";
  }

  private static String text(IOException e) {
    return Printable.of(String.valueOf(e.getMessage()), SHOWN_MAX);
  }

  /// `RCPT TO` of `RCPT TO:<a@example.com>`; addresses stay out of messages about sessions.
  private static String verb(String command) {
    int colon = command.indexOf(':');
    int space = command.indexOf(' ');
    int cut = colon >= 0 ? colon : space;
    return cut < 0 ? command : command.substring(0, cut);
  }
}
