package org.postroad.app.resolverd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.postroad.app.resolverd.Connection.Question;

/// The replies to one client on their way out, in the order of its questions: those that are worked
/// out or wait for one before them, and what the client has not yet read.
///
/// A reply whose turn it is goes into the loop's buffer, which [#flush] writes; only what the
/// client does not take then is kept here. Used by the thread of the [Loop] alone.
final class ReplyQueue {

  private final Connection connection;
  private final Loop loop;
  private final SocketChannel channel;
  private final ArrayDeque<Question> questions = new ArrayDeque<>(2);
  private byte[] unsent = Connection.NOTHING; // what the client has not read
  private int sent; // of unsent
  private int waiting; // bytes of replies that wait for one before them
  private long movedAt;

  ReplyQueue(Connection connection, Loop loop, SocketChannel channel) {
    this.connection = connection;
    this.loop = loop;
    this.channel = channel;
    this.movedAt = loop.now();
  }

  /// Questions without a reply, or whose reply waits for one before it.
  int size() {
    return questions.size();
  }

  /// The client does not read what was written for it.
  boolean isStalled() {
    return unsent.length > 0;
  }

  /// Everything is answered and read.
  boolean isEmpty() {
    return questions.isEmpty() && unsent.length == 0;
  }

  /// What is held here for the client.
  int bytes() {
    return unsent.length + waiting;
  }

  /// When it stalled last, or went on after that.
  long movedAt() {
    return movedAt;
  }

  /// A place for a reply that comes later.
  Question expect() {
    Question question = new Question(connection, loop.now(), Connection.NOTHING);
    questions.add(question);
    return question;
  }

  /// The reply to a question that was expected; it goes out by [#send].
  void answered(Question question, byte[] reply) {
    question.answer(reply);
    waits(reply.length);
  }

  /// A reply that is there, to the latest question.
  void add(byte[] reply) throws IOException {
    if (questions.isEmpty()) {
      append(reply);
    } else {
      questions.add(new Question(connection, loop.now(), reply));
      waits(reply.length);
    }
  }

  /// As [#add], of a reply that stands in the loop's buffer from `before` on.
  void added(int before) throws IOException {
    if (questions.isEmpty()) {
      appended(before);
      return;
    }
    ByteBuffer out = loop.out();
    byte[] reply = new byte[out.position() - before];
    out.get(before, reply).position(before);
    add(reply);
  }

  /// Sends the replies whose turn has come, as far as the client reads.
  void send() throws IOException {
    while (!isStalled() && !questions.isEmpty()) {
      byte[] reply = questions.peek().reply();
      if (reply.length == 0) {
        break;
      }
      questions.remove();
      waits(-reply.length);
      append(reply);
    }
    flush();
  }

  /// Writes what has gathered; what the client does not take now is kept.
  void flush() throws IOException {
    ByteBuffer out = loop.out().flip();
    try {
      if (out.hasRemaining()) {
        channel.write(out);
      }
      if (out.hasRemaining()) {
        unsent = new byte[out.remaining()];
        sent = 0;
        out.get(unsent);
        movedAt = loop.now();
        loop.buffered(unsent.length);
      }
    } finally {
      out.clear();
    }
  }

  /// Writes more of what the client has not read.
  ///
  /// @return whether all is written
  boolean writeUnsent() throws IOException {
    int n = channel.write(ByteBuffer.wrap(unsent, sent, unsent.length - sent));
    sent += n;
    movedAt = n > 0 ? loop.now() : movedAt;
    if (sent < unsent.length) {
      return false;
    }
    loop.buffered(-unsent.length);
    unsent = Connection.NOTHING;
    return true;
  }

  /// Gives everything up: the connection is closed.
  void clear() {
    loop.buffered(-bytes());
    unsent = Connection.NOTHING;
    waiting = 0;
    questions.clear();
  }

  private void waits(int bytes) {
    waiting += bytes;
    loop.buffered(bytes);
  }

  private void append(byte[] reply) throws IOException {
    int before = loop.out().position();
    loop.out().put(reply);
    appended(before);
  }

  private void appended(int before) throws IOException {
    loop.metrics().replied(loop.out(), before);
    if (loop.out().position() >= Loop.OUT_FULL) {
      flush();
    }
  }
}
