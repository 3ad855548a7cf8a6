package org.postroad.app.resolverd;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// The questions that cannot be answered at once. One look at a record is waited for by the loop
/// itself; what takes more is put on a virtual thread, and its reply comes back through a queue.
final class Questions {

  private static final byte[] BUSY =
      new SocketmapReply.Temp("too many questions are open, try again").encode();
  private static final SocketmapReply BROKEN =
      new SocketmapReply.Temp("internal error, see the log");

  /// A reply on its way back.
  private static final class Answered {
    private final Connection.Question question;
    private final byte[] reply;

    private Answered(Connection.Question question, byte[] reply) {
      this.question = question;
      this.reply = reply;
    }
  }

  private final Replies replies;
  private final int max;
  private final ServerMetrics metrics;
  private final Selector selector;
  private final Consumer<String> log;
  private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  Questions(
      Replies replies, int max, ServerMetrics metrics, Selector selector, Consumer<String> log) {
    this.replies = replies;
    this.max = max;
    this.metrics = metrics;
    this.selector = selector;
    this.log = log;
  }

  /// How many are open.
  int open() {
    return open.get();
  }

  /// Puts a question, or says at once why not.
  ///
  /// @return the reply; nothing if it comes later, by [#next]
  byte[] ask(Connection connection, byte[] bytes, int from, int length) {
    return switch (SocketmapRequest.parse(bytes, from, length)) {
      case SocketmapRequest.Parsed.Invalid(String why) ->
          new SocketmapReply.Perm("malformed request: " + why).encode();
      case SocketmapRequest.Parsed.Valid(SocketmapRequest request) ->
          open.get() < max ? put(connection, request) : busy();
    };
  }

  /// Hands the replies that have come to their connections, in the loop.
  void takeAnswers(Loop loop) {
    for (Answered answered; (answered = answers.poll()) != null; ) {
      open.decrementAndGet();
      Connection.Question question = answered.question;
      metrics.askedTime.observe(loop.now() - question.since(), 1);
      Connection connection = question.connection();
      if (!connection.isClosed()) {
        try {
          connection.answered(question, answered.reply);
        } catch (IOException e) {
          loop.lost(connection);
        } catch (RuntimeException e) {
          loop.broken(connection, e);
        }
      }
    }
  }

  private byte[] put(Connection connection, SocketmapRequest request) {
    open.incrementAndGet();
    metrics.asked.increment();
    Connection.Question question = connection.expect();
    if (!replies.begin(request, reply -> begun(question, request, reply))) {
      work(question, request);
    }
    return Connection.NOTHING;
  }

  /// In the loop, which takes up the answers at the end of this round.
  private void begun(
      Connection.Question question, SocketmapRequest request, Optional<SocketmapReply> reply) {
    reply.ifPresentOrElse(
        known -> answers.add(new Answered(question, known.encode())),
        () -> work(question, request));
  }

  private void work(Connection.Question question, SocketmapRequest request) {
    Asker asker = question.connection().asker();
    Thread.ofVirtual().name("question").start(() -> answer(question, request, asker));
  }

  private byte[] busy() {
    metrics.busy.increment();
    return BUSY;
  }

  private void answer(Connection.Question question, SocketmapRequest request, Asker asker) {
    SocketmapReply reply = BROKEN;
    try {
      reply = replies.answer(request, asker);
    } catch (RuntimeException | Error e) {
      log.accept("answering \"" + request.text() + "\": a bug of ours: " + e);
    } finally {
      answers.add(new Answered(question, reply.encode()));
      selector.wakeup();
    }
  }
}
