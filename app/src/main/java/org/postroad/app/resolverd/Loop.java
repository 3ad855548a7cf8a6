package org.postroad.app.resolverd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.postroad.app.resolverd.SocketmapServer.Limits;
import org.postroad.protocol.socketmap.Netstring;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// The one thread that serves all connections. It answers what is at hand itself and never blocks;
/// the rest goes to [Questions].
///
/// Two such loops are slower than one where clients share the machine, and a thread for each
/// connection costs half as much CPU again for every query.
final class Loop implements Runnable {

  /// Replies are written when that much has gathered.
  static final int OUT_FULL = 32 * 1024;

  static final int IN_BYTES = 64 * 1024; // several of the longest requests

  private final Selector selector;
  private final Replies replies;
  private final Limits limits;
  private final ServerMetrics metrics;
  private final Consumer<String> log;
  private final LongSupplier clock;
  private final Questions questions;
  private final Acceptor acceptor;
  private final byte[] inBytes = new byte[IN_BYTES];
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
  private final ByteBuffer out =
      ByteBuffer.allocateDirect(OUT_FULL + Netstring.framedLength(SocketmapReply.BYTES_MAX));
  private final Netstring.Decoder decoder = new Netstring.Decoder(SocketmapRequest.BYTES_MAX);
  private final IdleList idle = new IdleList();
  private final List<Connection> connections = new ArrayList<>();
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean awake; // this round has looked at the clock
  private long now;
  private long sweptAt;
  private int rounds;
  private final AtomicLong buffered = new AtomicLong(); // written by the loop alone
  private boolean stopping;
  private long stopAt;
  private volatile int connectionCount; // written by the loop alone

  Loop(
      Selector selector,
      Replies replies,
      Limits limits,
      ServerMetrics metrics,
      Consumer<String> log,
      LongSupplier clock) {
    this.selector = selector;
    this.replies = replies;
    this.limits = limits;
    this.metrics = metrics;
    this.log = log;
    this.clock = clock;
    this.now = clock.getAsLong();
    this.sweptAt = now;
    this.questions = new Questions(replies, limits.questions(), metrics, selector, log);
    int max = Math.min(limits.connections(), OpenFiles.forConnections());
    this.acceptor = new Acceptor(selector, max, metrics, log, now);
    replies.servedBy(
        (channel, readable) -> channel.register(selector, SelectionKey.OP_READ, readable));
  }

  @Override
  public void run() {
    Consumer<SelectionKey> ready = this::ready;
    try {
      while (!stopping || !(connections.isEmpty() || now - stopAt >= 0)) {
        awake = false;
        selector.select(ready);
        wake();
        questions.takeAnswers(this);
        endRound();
        takeOrders();
        if (now - sweptAt >= limits.sweep().toNanos()) {
          sweep();
        }
      }
    } catch (IOException e) {
      log.accept("the selector failed, nothing is served any more: " + e);
    } finally {
      end();
    }
  }

  /// Wakes the loop whenever it has to look at the times of its connections. A selection with a
  /// time-out would look at the clock itself, every time.
  void tick() {
    try {
      while (!awaitEnd(limits.sweep())) {
        selector.wakeup();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Has the loop's thread do it soon; after the end nothing is done.
  void order(Runnable order) {
    orders.add(order);
    selector.wakeup();
  }

  /// Takes no more questions, and ends when the open ones are answered or the time is over.
  void stop(Duration within) {
    order(
        () -> {
          stopping = true;
          stopAt = now + within.toNanos();
          for (int i = connections.size() - 1; i >= 0; i--) {
            finish(connections.get(i));
          }
        });
  }

  /// @return whether the loop has ended by then
  boolean awaitEnd(Duration within) throws InterruptedException {
    return ended.await(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  int connectionCount() {
    return connectionCount;
  }

  long bufferedBytes() {
    return buffered.get();
  }

  int openQuestions() {
    return questions.open();
  }

  // What follows is for the loop's own thread.

  Connection admit(SocketChannel channel, SelectionKey key, Asker asker) {
    Connection connection = new Connection(this, channel, key, asker);
    connection.placeAt(connections.size());
    connections.add(connection);
    connectionCount = connections.size();
    return connection;
  }

  /// The connection is closed.
  void forget(Connection connection) {
    Connection last = connections.removeLast();
    if (!last.equals(connection)) {
      connections.set(connection.place(), last);
      last.placeAt(connection.place());
    }
    connectionCount = connections.size();
  }

  /// The client went away.
  void lost(Connection connection) {
    out.clear();
    connection.close();
  }

  /// A bug of ours ends the connection, and nothing else.
  void broken(Connection connection, RuntimeException bug) {
    log.accept("serving a connection: a bug of ours: " + bug);
    lost(connection);
  }

  byte[] ask(Connection connection, byte[] bytes, int from, int length) {
    return questions.ask(connection, bytes, from, length);
  }

  Replies replies() {
    return replies;
  }

  Limits limits() {
    return limits;
  }

  ServerMetrics metrics() {
    return metrics;
  }

  Netstring.Decoder decoder() {
    return decoder;
  }

  /// What is being read, for the moment of reading: one buffer for all connections.
  ByteBuffer in() {
    return in;
  }

  /// What was read, behind what was held, while it is taken.
  byte[] inBytes() {
    return inBytes;
  }

  /// What is being written, for the moment of writing.
  ByteBuffer out() {
    return out;
  }

  IdleList idle() {
    return idle;
  }

  /// When this round began.
  long now() {
    return now;
  }

  /// Connections hold that many bytes more, or fewer.
  void buffered(int change) {
    if (change != 0) {
      buffered.setRelease(buffered.getPlain() + change);
    }
  }

  boolean isOverBuffered() {
    return buffered.getPlain() > limits.bufferedBytes();
  }

  void log(String line) {
    log.accept(line);
  }

  /// Those that are there; what one of them orders comes after the next selection.
  private void takeOrders() {
    for (int n = orders.size(); n > 0; n--) {
      Runnable order = orders.poll();
      if (order != null) {
        order.run();
      }
    }
  }

  private void wake() {
    if (!awake) {
      awake = true;
      now = clock.getAsLong();
      replies.tick();
    }
  }

  private void ready(SelectionKey key) {
    wake();
    if (key.attachment() instanceof Connection connection) {
      try {
        connection.ready();
      } catch (IOException e) {
        lost(connection);
      } catch (RuntimeException e) {
        broken(connection, e);
      }
    } else if (key.attachment() instanceof Listener listener) {
      acceptor.accept(this, key, listener);
    } else if (key.attachment() instanceof Runnable readable) {
      try {
        readable.run();
      } catch (RuntimeException e) {
        log.accept("reading an answer of the DNS: a bug of ours: " + e);
      }
    }
  }

  /// How long the warm replies of a round took is measured for one in eight, and holds for those
  /// before it.
  private void endRound() {
    metrics.endRound();
    if ((++rounds & 7) == 0) {
      metrics.warmTook(clock.getAsLong() - now);
    }
  }

  private void finish(Connection connection) {
    try {
      connection.finish();
    } catch (IOException e) {
      lost(connection);
    } catch (RuntimeException e) {
      broken(connection, e);
    }
  }

  private void sweep() {
    sweptAt = now;
    acceptor.resume();
    replies.sweep();
    // Backwards: a closed one is replaced by the last, which has been looked at.
    for (int i = connections.size() - 1; i >= 0; i--) {
      connections.get(i).sweep(now);
    }
  }

  private void end() {
    for (int i = connections.size() - 1; i >= 0; i--) {
      connections.get(i).close();
    }
    try {
      selector.close();
    } catch (IOException e) {
      log.accept("closing the selector: " + e);
    }
    ended.countDown();
  }
}
