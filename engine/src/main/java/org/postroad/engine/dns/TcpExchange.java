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

  Reply ask(InetSocketAddress server, Query query, Deadline deadline) throws IOException {
    int id = random.nextInt(1 << 16);
    byte[] octets = query.octets(id, true);
    byte[] framed = new byte[octets.length + 2];
    framed[0] = (byte) (octets.length >> 8);
    framed[1] = (byte) octets.length;
    System.arraycopy(octets, 0, framed, 2, octets.length);
    try (Socket socket = connector.connect(server, deadline);
        Watchdog watchdog = Watchdog.over(socket, deadline)) {
      byte[] answer;
      try {
        socket.getOutputStream().write(framed);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        answer = in.readNBytes(in.readUnsignedShort());
      } catch (IOException e) {
        if (watchdog.bit()) {
          throw new SocketTimeoutException();
        }
        throw e;
      }
      Optional<Reply> reply = Wire.read(query, id, answer);
      if (reply.isEmpty() || reply.get() instanceof Reply.Incomplete) {
        return new Reply.Fault(Why.MALFORMED, "an answer over TCP that is none to the question");
      }
      return reply.get();
    }
  }
}
