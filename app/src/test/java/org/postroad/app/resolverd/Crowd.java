package org.postroad.app.resolverd;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Many clients in a process of their own, most of them bad ones: `Crowd ADDRESS COUNT SEED`.
///
/// A third is silent, a third drips its requests byte by byte, a fifth asks as it should, the rest
/// sends garbage and comes back when it is closed. Says `ready` when all have been connected at
/// once, and ends with its standard input.
final class Crowd {

  private static final long DRIP_NANOS = Duration.ofMillis(200).toNanos();
  private static final int COME_BACK_MAX = 20; // garbage senders that come back, at a time

  /// What a client does.
  private enum Manner {
    SILENT,
    SLOW,
    ASKING,
    GARBAGE
  }

  private static final class Client {
    final SocketChannel channel;
    final Manner manner;
    final byte[] request;
    int sent;

    Client(SocketChannel channel, Manner manner, byte[] request) {
      this.channel = channel;
      this.manner = manner;
      this.request = request;
    }
  }

  private final SocketAddress address;
  private final Random random;
  private final Selector selector = Selector.open();
  private final List<Client> slow = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
  private int gone;

  private Crowd(SocketAddress address, long seed) throws IOException {
    this.address = address;
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws IOException {
    Crowd crowd = new Crowd(TestClient.address(args[0]), Long.parseLong(args[2]));
    int count = Integer.parseInt(args[1]);
    for (int i = 0; i < count; i++) {
      int n = i % 15;
      crowd.enter(
          n < 5 ? Manner.SILENT : n < 10 ? Manner.SLOW : n < 13 ? Manner.ASKING : Manner.GARBAGE);
    }
    System.out.println("ready");
    crowd.run();
  }

  private void run() throws IOException {
    long dripped = System.nanoTime();
    while (System.in.available() == 0) {
      selector.select(this::ready, 20);
      if (System.nanoTime() - dripped > DRIP_NANOS) {
        dripped = System.nanoTime();
        for (Client client : slow) {
          drip(client);
        }
      }
      for (int i = 0; gone > 0 && i < COME_BACK_MAX; i++) {
        gone--;
        enter(Manner.GARBAGE);
      }
    }
  }

  private void enter(Manner manner) throws IOException {
    SocketChannel channel =
        address instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    channel.connect(address);
    channel.configureBlocking(false);
    String key = (random.nextInt(4) == 0 ? "cold-" : "warm-") + random.nextInt(1_000);
    Client client = new Client(channel, manner, TestClient.request("postfix " + key));
    channel.register(selector, SelectionKey.OP_READ, client);
    switch (manner) {
      case SILENT -> {}
      case SLOW -> slow.add(client);
      case ASKING -> channel.write(ByteBuffer.wrap(client.request));
      case GARBAGE -> {
        byte[] garbage = new byte[1 + random.nextInt(300)];
        random.nextBytes(garbage);
        garbage[0] = 'G';
        channel.write(ByteBuffer.wrap(garbage));
      }
    }
  }

  private void ready(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      int n = client.channel.read(buffer.clear());
      if (n < 0) {
        leave(client);
      } else if (client.manner == Manner.ASKING && buffer.get(n - 1) == ',') {
        client.channel.write(ByteBuffer.wrap(client.request));
      }
    } catch (IOException e) {
      leave(client);
    }
  }

  /// One more byte, and from the start again when the request is complete.
  private static void drip(Client client) {
    try {
      client.channel.write(ByteBuffer.wrap(client.request, client.sent, 1));
      client.sent = (client.sent + 1) % client.request.length;
    } catch (IOException e) {
      // Closed by the server, as slow ones are.
    }
  }

  private void leave(Client client) {
    gone += client.manner == Manner.GARBAGE ? 1 : 0;
    try {
      client.channel.close();
    } catch (IOException e) {
      // Gone all the same.
    }
  }
}
