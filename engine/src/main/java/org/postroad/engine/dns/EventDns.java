package org.postroad.engine.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postroad.engine.net.Deadline;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// Asks the preferred resolver from an event loop: one question over UDP, and no thread that waits.
///
/// Most domains have no policy, and one question is all that they cost; a thread for each would
/// cost as much again. This is a first try and no more. What does not come back soon as a whole
/// answer (silence, an error, an answer cut off, a CNAME that leads on, something that does not
/// belong to the question) is left to [DnsClient], which asks again, with all its patience.
///
/// Nothing is validated here. A client that tells secure answers from others has to be asked
/// itself, so every question is left to it.
///
/// Ports and ids are as hard to guess as those of [UdpSocket]: a port of its own for each question
/// on its way, given up after a few questions. All methods are for the loop's thread.
public final class EventDns implements AutoCloseable {

  /// Where channels are registered.
  @FunctionalInterface
  public interface EventLoop {
    /// Calls `readable` on the loop's thread whenever the channel can be read, until it is closed.
    void register(DatagramChannel channel, Runnable readable) throws IOException;
  }

  private static final int IN_FLIGHT_MAX = 1_000;
  private static final int IDLE_MAX = 64;
  private static final int QUESTIONS_MAX = 16;

  /// Nobody outside this host can forge what comes from a loopback address.
  private static final int LOOPBACK_QUESTIONS_MAX = 256;

  private static final Duration AGE_MAX = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(30); // after a silence
  private static final int BYTES_MAX = 4096;
  private static final int STRAYS_MAX = 8;

  private final DnsClient client;
  private final EventLoop loop;
  private final InetSocketAddress server;
  private final int questionsMax;
  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES_MAX);
  private final ArrayDeque<Port> idle = new ArrayDeque<>();
  private final LinkedHashSet<Port> asked = new LinkedHashSet<>(); // the oldest first
  private Deadline rested = Deadline.after(Duration.ZERO);

  public EventDns(DnsClient client, EventLoop loop) {
    this.client = client;
    this.loop = loop;
    this.server = client.preferred();
    this.questionsMax =
        server.getAddress().isLoopbackAddress() ? LOOPBACK_QUESTIONS_MAX : QUESTIONS_MAX;
  }

  /// A question on its way.
  private record Pending(
      Question question, Query query, int id, Deadline patience, Consumer<Optional<Answer>> done) {}

  /// A port that carries one question at a time.
  private final class Port {
    final DatagramChannel channel;
    final byte[] ids = new byte[2 * questionsMax];
    final Deadline old = Deadline.after(AGE_MAX);
    int questions;
    int strays;
    @Nullable Pending pending;

    Port(DatagramChannel channel) {
      this.channel = channel;
      random.nextBytes(ids);
    }

    boolean isFresh() {
      return questions < questionsMax && strays == 0 && !old.passed();
    }

    int nextId() {
      int at = 2 * questions++;
      return ((ids[at] & 0xff) << 8) | (ids[at + 1] & 0xff);
    }
  }

  /// Asks the question.
  ///
  /// @param done called later, with the answer or with nothing: then the client has to be asked
  /// @return false if `done` will not be called: what the client remembers is for it to say, what
  ///   may be secure too, and a resolver that was silent of late is not asked here
  public boolean ask(DomainName name, RecordType type, Consumer<Optional<Answer>> done) {
    Question question = new Question(name, type);
    if (client.tellsSecure()
        || asked.size() >= IN_FLIGHT_MAX
        || !rested.passed()
        || client.remembered(question).isPresent()) {
      return false;
    }
    Port port;
    try {
      port = takePort();
    } catch (IOException e) {
      return false; // no port, no route: the client finds words for it
    }
    Query query = question.query(Query.Wanted.RECORDS);
    int id = port.nextId();
    try {
      port.channel.write(ByteBuffer.wrap(query.octets(id, true)));
    } catch (IOException e) {
      close(port);
      return false;
    }
    port.pending = new Pending(question, query, id, Deadline.after(PATIENCE), done);
    asked.add(port);
    return true;
  }

  /// Gives up on what has taken too long; to be called about once a second.
  public void sweep() {
    while (!asked.isEmpty()) {
      Port oldest = asked.getFirst();
      if (oldest.pending != null && !oldest.pending.patience().passed()) {
        return;
      }
      rested = Deadline.after(REST);
      end(oldest, Optional.empty(), false);
    }
  }

  /// Gives up on everything.
  @Override
  public void close() {
    while (!asked.isEmpty()) {
      end(asked.getFirst(), Optional.empty(), false);
    }
    while (!idle.isEmpty()) {
      close(idle.removeFirst());
    }
  }

  private Port takePort() throws IOException {
    for (Port port = idle.pollFirst(); port != null; port = idle.pollFirst()) {
      if (port.isFresh()) {
        return port;
      }
      close(port);
    }
    DatagramChannel channel = UdpSocket.connected(server);
    try {
      channel.configureBlocking(false);
      Port port = new Port(channel);
      loop.register(channel, () -> read(port));
      return port;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// One datagram; the loop calls again while there are more.
  private void read(Port port) {
    try {
      if (port.channel.read(buffer.clear()) > 0) {
        byte[] octets = new byte[buffer.flip().remaining()];
        buffer.get(octets);
        take(port, octets);
      }
    } catch (IOException e) { // port unreachable
      end(port, Optional.empty(), false);
    }
  }

  private void take(Port port, byte[] octets) {
    Pending pending = port.pending;
    Optional<Reply> reply =
        pending != null && hasId(octets, pending.id())
            ? Wire.read(pending.query(), pending.id(), octets)
            : Optional.empty();
    if (pending != null && reply.isPresent()) {
      end(port, answer(pending.question(), reply.get()), true);
    } else if (++port.strays >= STRAYS_MAX) {
      end(port, Optional.empty(), false);
    }
  }

  /// Only whole answers count; found records are remembered for the client.
  private Optional<Answer> answer(Question question, Reply reply) {
    if (reply instanceof Reply.Answered(var message, int bytes)
        && new AnswerReader(question).read(message, Security.INSECURE, AnswerReader.POSITIVE_MAX)
            instanceof AnswerReader.Reading.Done(Answer got)
        && !(got instanceof Answer.Failed)) {
      if (got instanceof Answer.Found) {
        client.remember(question, got, bytes);
      }
      return Optional.of(got);
    }
    return Optional.empty();
  }

  private void end(Port port, Optional<Answer> answer, boolean reusable) {
    Pending pending = port.pending;
    port.pending = null;
    asked.remove(port);
    if (reusable && port.isFresh() && idle.size() < IDLE_MAX) {
      idle.addFirst(port);
    } else {
      close(port);
    }
    if (pending != null) {
      pending.done().accept(answer);
    }
  }

  private static boolean hasId(byte[] octets, int id) {
    return octets.length >= 2 && (((octets[0] & 0xff) << 8) | (octets[1] & 0xff)) == id;
  }

  private static void close(Port port) {
    try {
      port.channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same.
    }
  }
}
