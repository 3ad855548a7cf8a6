package org.postroad.app.resolverd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// Replies for the server's tests, by the key: `warm-…` is at hand, `held-…` waits until it is
/// released, `big-N` is N bytes long, `bug` throws, everything else is answered after a thread
/// change.
final class TestReplies implements Replies {

  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger mostOpen = new AtomicInteger();
  final Queue<Asker> askers = new ConcurrentLinkedQueue<>();
  private final java.util.concurrent.atomic.AtomicInteger known =
      new java.util.concurrent.atomic.AtomicInteger();
  private final ConcurrentHashMap<String, CountDownLatch> held = new ConcurrentHashMap<>();

  @Override
  public void tick() {
    // Nothing here expires.
  }

  @Override
  public boolean ready(byte[] request, int offset, int length, ByteBuffer out) {
    String text = new String(request, offset, length, StandardCharsets.UTF_8);
    if (!text.startsWith("postfix warm-")) {
      return false;
    }
    out.put(new SocketmapReply.Ok(text.substring("postfix ".length())).encode());
    return true;
  }

  @Override
  public SocketmapReply answer(SocketmapRequest request, Asker asker) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    if (known.incrementAndGet() <= 1_000) { // a crowd's are too many
      askers.add(asker);
    }
    try {
      String key = request.key();
      if (key.startsWith("held-")) {
        latch(key).await();
      } else if (key.startsWith("big-")) {
        return new SocketmapReply.Ok("x".repeat(Integer.parseInt(key.substring(4))));
      } else if (key.equals("bug")) {
        throw new IllegalStateException("a bug");
      }
      return new SocketmapReply.Ok("asked " + key);
    } catch (InterruptedException e) {
      return new SocketmapReply.Temp("interrupted");
    } finally {
      open.decrementAndGet();
    }
  }

  void release(String key) {
    latch(key).countDown();
  }

  private CountDownLatch latch(String key) {
    return held.computeIfAbsent(key, k -> new CountDownLatch(1));
  }
}
