package org.postroad.app.labs.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.postroad.protocol.smtp.Envelope;
import org.postroad.protocol.smtp.Mailbox;
import org.postroad.protocol.smtp.MessageBytes;
import org.postroad.protocol.smtp.ReversePath;
import org.postroad.protocol.smtp.TlsRequiredField;

/// A message in the sender's queue.
final class Message {

  private static final String ID = "X-Id: ";
  private static final long FIRST_PAUSE = 600L * 1_000_000_000;
  private static final long PAUSE_MAX = 4 * 3_600L * 1_000_000_000;

  private final int number;
  private final Site site;
  private final Step.Tag tag;
  private final List<Mailbox> waiting;
  private final MessageBytes bytes;
  private long pause = FIRST_PAUSE;
  private long nextTry;

  Message(int number, Step.Send step) {
    this.number = number;
    this.site = step.site();
    this.tag = step.tag();
    this.waiting =
        new ArrayList<>(
            IntStream.range(0, step.recipients())
                .mapToObj(
                    i ->
                        (i == 0 && step.tag() == Step.Tag.ONE_UNKNOWN ? MailServer.UNKNOWN : "user")
                            + i
                            + "@"
                            + step.site().domain())
                .map(Mailbox::of)
                .toList());
    this.bytes = bytes(id(), tag.hasField(), number % 4 == 0);
  }

  /// Unlike that of any other message.
  String id() {
    return "m" + number;
  }

  int number() {
    return number;
  }

  Site site() {
    return site;
  }

  Step.Tag tag() {
    return tag;
  }

  MessageBytes bytes() {
    return bytes;
  }

  /// For those who still wait for it.
  Envelope envelope() {
    return new Envelope(
        new ReversePath.Sender(Mailbox.of("author@sender.example")),
        List.copyOf(waiting),
        tag.requiresTls());
  }

  boolean isDone() {
    return waiting.isEmpty();
  }

  void settle(Mailbox recipient) {
    waiting.remove(recipient);
  }

  /// When it is to be tried again.
  long nextTry() {
    return nextTry;
  }

  /// After a try at that time: a longer pause each time.
  void tried(long now) {
    nextTry = now + pause;
    pause = Math.min(2 * pause, PAUSE_MAX);
  }

  /// The id of a message as it arrived.
  static String idIn(String text) {
    int from = text.indexOf(ID);
    int end = text.indexOf("\r\n", Math.max(from, 0));
    return from < 0 || end < 0 ? "" : text.substring(from + ID.length(), end);
  }

  private static MessageBytes bytes(String id, boolean field, boolean eightBit) {
    String text =
        (field ? TlsRequiredField.LINE : "")
            + ID
            + id
            + "\r\nSubject: a secret\r\n\r\nThe "
            + (eightBit ? "s\u00e9cr\u00e9t" : "secret")
            + " of "
            + id
            + ".\r\n.\r\n..and its end\r\n";
    return switch (MessageBytes.parse(text.getBytes(StandardCharsets.UTF_8))) {
      case MessageBytes.Parsed.Valid(MessageBytes message) -> message;
      case MessageBytes.Parsed.Invalid invalid -> throw new IllegalStateException(invalid.text());
    };
  }
}
