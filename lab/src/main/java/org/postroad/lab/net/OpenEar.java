package org.postroad.lab.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A listener that hands on every connection. Once closing it has returned, the port refuses: the
/// JDK itself closes a socket only when the thread that accepts has noticed.
final class OpenEar implements Closeable {

  private static final int BACKLOG = 1024;
  private static final int CLOSING_SECONDS_MAX = 5;

  private final ServerSocket socket;
  private final CountDownLatch ended = new CountDownLatch(1);

  private OpenEar(ServerSocket socket) {
    this.socket = socket;
  }

  static OpenEar at(InetSocketAddress place, Crew crew, Consumer<Socket> receiver)
      throws IOException {
    ServerSocket socket = new ServerSocket();
    OpenEar ear = new OpenEar(socket);
    try {
      socket.setReuseAddress(true);
      socket.bind(place, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    crew.start(() -> ear.listen(receiver));
    return ear;
  }

  private void listen(Consumer<Socket> receiver) throws IOException {
    try {
      while (true) {
        receiver.accept(socket.accept());
      }
    } finally {
      ended.countDown();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      if (!ended.await(CLOSING_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException("listener at " + socket.getLocalSocketAddress() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
