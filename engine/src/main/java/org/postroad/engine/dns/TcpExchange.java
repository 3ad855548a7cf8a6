package org.postroad.engine.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Optional;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.Watchdog;
import org.postroad.protocol.dns.Answer.Why;

/// One question over TCP (RFC 7766), on a connection of its own.
final class TcpExchange {

  private final Connector connector;
  private final SecureRandom random;

  TcpExchange(Connector connector, SecureRandom random) {
    this.connector = connector;
    this.random = random;
  }

  Reply ask(InetSocketAddress server, Question question, Deadline deadline) throws IOException {
    int id = random.nextInt(1 << 16);
    byte[] query = question.query(id, true);
    byte[] framed = new byte[query.length + 2];
    framed[0] = (byte) (query.length >> 8);
    framed[1] = (byte) query.length;
    System.arraycopy(query, 0, framed, 2, query.length);
    try (Socket socket = connector.connect(server, deadline);
        Watchdog watchdog = Watchdog.over(socket, deadline)) {
      byte[] octets;
      try {
        socket.getOutputStream().write(framed);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        octets = in.readNBytes(in.readUnsignedShort());
      } catch (IOException e) {
        if (watchdog.bit()) {
          throw new SocketTimeoutException();
        }
        throw e;
      }
      Optional<Reply> reply = Wire.read(question, id, octets);
      if (reply.isEmpty() || reply.get() instanceof Reply.Incomplete) {
        return new Reply.Fault(Why.MALFORMED, "an answer over TCP that is none to the question");
      }
      return reply.get();
    }
  }
}
