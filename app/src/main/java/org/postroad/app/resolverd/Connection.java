package org.postroad.app.resolverd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.postroad.app.resolverd.Metrics.Counter;
import org.postroad.protocol.socketmap.Netstring;
import org.postroad.protocol.socketmap.SocketmapReply;

/// One client: what it has sent so far, and in what state it is. What it waits for and has not yet
/// read is in its [ReplyQueue]. Used by the thread of its [Loop] alone.
///
/// While a reply is worked out, up to `pipelined` questions queue behind it; beyond that, and while
/// the client does not read, nothing more is read from it. A connection that waits for nothing
/// holds no buffer.
final class Connection extends IdleList.Link {

  /// After a malformed request: how much more is thrown away while the client reads its reply.
  private static final int LINGER_BYTES = 64 * 1024;

  static final byte[] NOTHING = new byte[0];

  /// A question whose reply is not there yet, or waits for one before it.
  static final class Question {
    private final Connection connection;
    private final long since;
    private byte[] reply;

    Question(Connection connection, long since, byte[] reply) {
      this.connection = connection;
      this.since = since;
      this.reply = reply;
    }

    Connection connection() {
      return connection;
    }

    long since() {
      return since;
    }

    /// [#NOTHING] before it is there.
    byte[] reply() {
      return reply;
    }

    void answer(byte[] words) {
      reply = words;
    }
  }

  /// In what state a connection ends.
  private enum Phase {
    OPEN,
    /// What was asked is answered, nothing more is taken.
    FINISHING,
    /// Told that it sent no netstring; the rest of what it sends is thrown away.
    LINGERING,
    CLOSED
  }

  private final Loop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Asker asker;
  private final ReplyQueue queue;
  private byte[] held = NOTHING; // what was read and not yet taken
  private int interest = SelectionKey.OP_READ;
  private Phase phase = Phase.OPEN;
  private boolean malformed;
  private boolean partial; // held is the beginning of a request
  private long since; // the present partial request or lingering began
  private long activeAt;
  private int discarded;
  private int place; // in the loop's list

  Connection(Loop loop, SocketChannel channel, SelectionKey key, Asker asker) {
    this.loop = loop;
    this.channel = channel;
    this.key = key;
    this.asker = asker;
    this.queue = new ReplyQueue(this, loop, channel);
    this.since = loop.now();
    this.activeAt = loop.now();
    loop.idle().touch(this);
  }

  Asker asker() {
    return asker;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  int place() {
    return place;
  }

  void placeAt(int index) {
    place = index;
  }

  /// The channel can be read or written.
  void ready() throws IOException {
    if (phase == Phase.CLOSED) {
      return; // by another event of this round
    }
    int ready = key.readyOps();
    if ((ready & SelectionKey.OP_WRITE) != 0 && !queue.writeUnsent()) {
      return;
    }
    if ((ready & SelectionKey.OP_READ) != 0) {
      read();
    } else {
      resume();
    }
  }

  /// The reply to one of the questions has come.
  void answered(Question question, byte[] reply) throws IOException {
    queue.answered(question, reply);
    activeAt = loop.now();
    resume();
  }

  /// Takes what has already come in, and nothing after it.
  void finish() throws IOException {
    if (phase == Phase.LINGERING) {
      close(loop.metrics().malformed);
    }
    if (phase == Phase.OPEN && queue.isEmpty()) {
      read();
    }
    if (phase == Phase.OPEN) {
      phase = Phase.FINISHING;
      settle();
    }
  }

  /// Closes it if it has been silent, stalled or lingering for too long.
  void sweep(long now) {
    SocketmapServer.Limits limits = loop.limits();
    boolean stalled = partial || queue.isStalled();
    if (phase == Phase.LINGERING && now - since > limits.linger().toNanos()) {
      close(loop.metrics().malformed);
    } else if (stalled && now - Math.max(since, queue.movedAt()) > limits.request().toNanos()) {
      close(loop.metrics().slow);
    } else if (isLinked() && now - activeAt > limits.idle().toNanos()) {
      close(loop.metrics().idle);
    }
  }

  /// Closes it for this reason.
  void close(Counter why) {
    if (phase != Phase.CLOSED) {
      why.increment();
      close();
    }
  }

  void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    unlink();
    release();
    queue.clear();
    loop.forget(this);
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      loop.log("closing a connection: " + e); // the descriptor is gone all the same
    }
  }

  private void read() throws IOException {
    int before = held.length;
    ByteBuffer in = loop.in().clear().limit(Loop.IN_BYTES - before);
    int n = channel.read(in);
    activeAt = loop.now();
    if (phase == Phase.LINGERING) {
      discard(n);
      return;
    }
    if (n < 0) {
      phase = Phase.FINISHING; // it may still read what it asked for
      settle();
      return;
    }
    System.arraycopy(held, 0, loop.inBytes(), 0, before);
    release();
    in.get(0, loop.inBytes(), before, n);
    take(loop.inBytes(), before + n);
  }

  private void discard(int n) {
    discarded += n;
    if (n < 0 || discarded > LINGER_BYTES) {
      close(loop.metrics().malformed);
    }
  }

  /// Goes on after the client read something or a reply came: replies in order, then questions that
  /// were held back.
  private void resume() throws IOException {
    queue.send();
    if (held.length > 0 && !partial && hasRoom()) {
      int length = held.length;
      System.arraycopy(held, 0, loop.inBytes(), 0, length);
      release();
      take(loop.inBytes(), length);
    } else {
      settle();
    }
  }

  /// Takes the questions that stand in `in`, as far as there is room, and keeps the rest.
  private void take(byte[] in, int end) throws IOException {
    Netstring.Decoder decoder = loop.decoder();
    boolean wasPartial = partial;
    partial = false;
    int at = 0;
    while (at < end && hasRoom() && !malformed && !partial) {
      switch (decoder.decode(in, at, end)) {
        case COMPLETE -> {
          at = decoder.next();
          question(in, decoder.start(), decoder.end() - decoder.start());
        }
        case INCOMPLETE -> partial = true;
        case MALFORMED -> {
          malformed = true;
          queue.add(new SocketmapReply.Perm("malformed request: " + decoder.fault()).encode());
        }
      }
    }
    queue.flush();
    if (malformed) {
      settle(); // where another request would begin cannot be known
      return;
    }
    if (partial && (at > 0 || !wasPartial)) {
      since = loop.now();
    }
    if (at < end) {
      held = new byte[end - at];
      System.arraycopy(in, at, held, 0, held.length);
      loop.buffered(held.length);
    }
    settle();
  }

  private void question(byte[] in, int from, int length) throws IOException {
    ByteBuffer out = loop.out();
    int before = out.position();
    if (!loop.replies().ready(in, from, length, out)) {
      byte[] reply = loop.ask(this, in, from, length);
      if (reply.length > 0) {
        queue.add(reply);
      }
      return;
    }
    loop.metrics().warm();
    queue.added(before);
  }

  /// A place in the order of replies, for one that comes later.
  Question expect() {
    return queue.expect();
  }

  private void release() {
    loop.buffered(-held.length);
    held = NOTHING;
  }

  private boolean hasRoom() {
    return !queue.isStalled() && queue.size() < loop.limits().pipelined();
  }

  /// Says what to wait for next, or ends it.
  private void settle() throws IOException {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (loop.isOverBuffered() && held.length + queue.bytes() > 0) {
      close(loop.metrics().overBuffer);
      return;
    }
    if (!queue.isEmpty()) {
      unlink();
    } else if (malformed && phase != Phase.LINGERING) {
      phase = Phase.LINGERING;
      since = loop.now();
      channel.shutdownOutput();
    } else if (phase == Phase.FINISHING) {
      close();
      return;
    } else {
      loop.idle().touch(this);
    }
    boolean reads = phase == Phase.LINGERING || (phase == Phase.OPEN && !malformed && hasRoom());
    int wanted =
        (reads ? SelectionKey.OP_READ : 0) | (queue.isStalled() ? SelectionKey.OP_WRITE : 0);
    if (interest != wanted) {
      interest = wanted;
      key.interestOps(wanted);
    }
  }
}
