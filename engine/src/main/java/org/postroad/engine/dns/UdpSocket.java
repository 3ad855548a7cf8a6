package org.postroad.engine.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.postroad.engine.net.Deadline;

/// A socket on a random port, connected to one server, that carries one question at a time.
///
/// Whoever wants to forge an answer has to guess port and id (RFC 5452). The kernel draws the port
/// and drops what comes from elsewhere; the id is ours. A socket is given up after a few questions,
/// after a second, and at once when a question on it went unanswered, so that neither a port that
/// was found out nor a late answer is of use.
final class UdpSocket implements Closeable {

  private static final int QUESTIONS_MAX = 16;
  private static final Duration AGE_MAX = Duration.ofSeconds(1);
  private static final int BYTES_MAX = 4096; // more than we ask for, should a server not care
  private static final int STRAYS_MAX = 8; // guesses we bear before the question goes over TCP

  private final DatagramSocket socket;
  private final byte[] ids = new byte[2 * QUESTIONS_MAX];
  private final byte[] buffer = new byte[BYTES_MAX];
  private final Deadline old = Deadline.after(AGE_MAX);
  private int questions;
  private boolean spoiled;

  private UdpSocket(DatagramSocket socket, SecureRandom random) {
    this.socket = socket;
    random.nextBytes(ids);
  }

  static UdpSocket open(InetSocketAddress server, SecureRandom random) throws IOException {
    return new UdpSocket(connected(server).socket(), random);
  }

  /// A channel on a port that the kernel drew, which hears that server alone.
  static DatagramChannel connected(InetSocketAddress server) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            server.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.connect(server);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  /// Whether it may carry another question.
  boolean isFresh() {
    return !spoiled && questions < QUESTIONS_MAX && !old.passed();
  }

  /// Sends the question and waits for its answer.
  ///
  /// @throws SocketTimeoutException if none came in time
  Reply ask(Query query, boolean edns, Deadline deadline) throws IOException {
    int id = number(ids, 2 * questions);
    questions++;
    spoiled = true; // until the answer is here
    byte[] octets = query.octets(id, edns);
    socket.send(new DatagramPacket(octets, octets.length));
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    for (int strays = 0; strays < STRAYS_MAX; strays++) {
      if (deadline.passed()) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout(deadline.remainingMillis());
      packet.setLength(buffer.length);
      socket.receive(packet);
      if (packet.getLength() >= 2 && number(buffer, 0) == id) {
        Optional<Reply> reply = Wire.read(query, id, Arrays.copyOf(buffer, packet.getLength()));
        if (reply.isPresent()) {
          spoiled = strays > 0;
          return reply.get();
        }
      }
    }
    return new Reply.Incomplete(STRAYS_MAX + " answers that did not belong to the question");
  }

  private static int number(byte[] octets, int at) {
    return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
  }

  @Override
  public void close() {
    socket.close();
  }
}
