package org.postroad.app.resolverd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Lets clients in, in the loop.
///
/// When the house is full, the connection that has been idle longest makes room: a client whose
/// idle connection went away asks again on a new one, which one that is not let in cannot. If all
/// wait for an answer, the newcomer is turned away.
final class Acceptor {

  private static final int AT_ONCE = 64; // so that a rush of clients delays no reply
  private static final long COMPLAIN_EVERY = TimeUnit.MINUTES.toNanos(1);

  private final Selector selector;
  private final int max;
  private final ServerMetrics metrics;
  private final Consumer<String> log;
  private final List<SelectionKey> paused = new ArrayList<>();
  private long complainedAt;

  Acceptor(Selector selector, int max, ServerMetrics metrics, Consumer<String> log, long now) {
    this.selector = selector;
    this.max = max;
    this.metrics = metrics;
    this.log = log;
    this.complainedAt = now - COMPLAIN_EVERY;
  }

  /// Clients wait at the listener.
  void accept(Loop loop, SelectionKey key, Listener listener) {
    for (int i = 0; i < AT_ONCE; i++) {
      SocketChannel channel;
      try {
        channel = listener.channel().accept();
      } catch (ClosedChannelException e) {
        return; // a reload closed it
      } catch (IOException e) {
        outOfFiles(loop, key, e);
        return;
      }
      if (channel == null) {
        return;
      }
      metrics.accepted.increment();
      try {
        if (loop.connectionCount() < max || displace(loop)) {
          welcome(loop, channel, listener);
        } else {
          complain(loop, "all " + max + " connections wait for an answer, a new one is refused");
          metrics.refused.increment();
          channel.close();
        }
      } catch (IOException e) {
        close(channel); // the client went away at the door
      }
    }
  }

  /// Goes on with the listeners that were paused.
  void resume() {
    for (SelectionKey key : paused) {
      if (key.isValid()) {
        key.interestOps(SelectionKey.OP_ACCEPT);
      }
    }
    paused.clear();
  }

  private void welcome(Loop loop, SocketChannel channel, Listener listener) throws IOException {
    boolean local = true;
    if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
      local = remote.getAddress().isLoopbackAddress();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    Asker asker = listener.asker(local);
    key.attach(loop.admit(channel, key, asker));
  }

  private boolean displace(Loop loop) {
    if (loop.idle().oldest() instanceof Connection oldest) {
      oldest.close(metrics.displaced);
      return true;
    }
    return false;
  }

  /// The system gives no descriptor: make room, or leave the clients in the queue for a moment.
  private void outOfFiles(Loop loop, SelectionKey key, IOException why) {
    complain(loop, "cannot accept a connection: " + why.getMessage());
    if (!displace(loop)) {
      key.interestOps(0);
      paused.add(key);
    }
  }

  private void complain(Loop loop, String line) {
    if (loop.now() - complainedAt >= COMPLAIN_EVERY) {
      complainedAt = loop.now();
      log.accept(line);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same.
    }
  }
}
