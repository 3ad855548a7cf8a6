package org.postroad.lab.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// A listener whose queue is full: Linux then drops the first packet of every further connection,
/// so that dialling it takes until one's own time-out.
final class FullEar implements Closeable {

  private static final int FILLERS = 4; // a backlog of 1 holds two; the rest hang as others will

  private final ServerSocketChannel listener;
  private final List<SocketChannel> fillers = new ArrayList<>();

  private FullEar(ServerSocketChannel listener) {
    this.listener = listener;
  }

  static FullEar at(InetSocketAddress place) throws IOException {
    FullEar ear = new FullEar(ServerSocketChannel.open());
    try {
      ear.listener.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(place, 1);
      for (int i = 0; i < FILLERS; i++) {
        SocketChannel filler = SocketChannel.open();
        ear.fillers.add(filler);
        filler.configureBlocking(false);
        boolean _ = filler.connect(place);
      }
      return ear;
    } catch (IOException e) {
      ear.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel filler : fillers) {
      filler.close();
    }
  }
}
