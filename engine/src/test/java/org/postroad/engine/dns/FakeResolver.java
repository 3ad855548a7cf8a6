package org.postroad.engine.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A resolver on loopback that answers as a test says, over UDP and TCP on one port.
final class FakeResolver implements AutoCloseable {

  /// What to send for a query; nothing to stay silent. Over UDP each is a datagram.
  interface Behaviour {
    List<byte[]> answer(Message query, boolean tcp) throws IOException;
  }

  final AtomicInteger udpQueries = new AtomicInteger();
  final AtomicInteger tcpQueries = new AtomicInteger();
  final Set<Integer> ids = ConcurrentHashMap.newKeySet();
  final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Behaviour behaviour;
  private final Thread serving;

  FakeResolver(Behaviour behaviour) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    this.behaviour = behaviour;
    ServerSocket listening = new ServerSocket(0, 50, loopback);
    DatagramSocket beside = besideIt(listening);
    // A port that is free for TCP may be a neighbour's for UDP: take another.
    for (int attempt = 0; beside == null && attempt < 50; attempt++) {
      listening.close();
      listening = new ServerSocket(0, 50, loopback);
      beside = besideIt(listening);
    }
    this.tcp = listening;
    this.udp = Objects.requireNonNull(beside, "no port is free for UDP and TCP");
    this.serving = Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  private static @Nullable DatagramSocket besideIt(ServerSocket tcp) throws IOException {
    try {
      return new DatagramSocket(new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort()));
    } catch (BindException e) {
      return null;
    }
  }

  /// One that sends the same message for every query, with the query's id and question.
  static FakeResolver answering(String... records) throws IOException {
    return new FakeResolver((query, _) -> List.of(message(query, Rcode.NOERROR, records)));
  }

  static FakeResolver silent() throws IOException {
    return new FakeResolver((_, _) -> List.of());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  String name() {
    return "127.0.0.1:" + tcp.getLocalPort();
  }

  /// A response to the query; records as text, those of a SOA in the authority section.
  static byte[] message(Message query, int rcode, String... records) throws IOException {
    return response(query, rcode, records).toWire();
  }

  static Message response(Message query, int rcode, String... records) throws IOException {
    Message response = new Message(query.getHeader().getID());
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setFlag(Flags.RA);
    response.getHeader().setRcode(rcode);
    response.addRecord(query.getQuestion(), Section.QUESTION);
    for (String text : records) {
      Record record = record(text);
      response.addRecord(record, record.getType() == Type.SOA ? Section.AUTHORITY : Section.ANSWER);
    }
    return response;
  }

  /// `example.com. 300 A 192.0.2.1`
  static Record record(String text) throws IOException {
    List<String> words = Arrays.asList(text.split(" ", 4));
    return Record.fromString(
        Name.fromString(words.get(0)),
        Type.value(words.get(2)),
        DClass.IN,
        Long.parseLong(words.get(1)),
        words.get(3),
        Name.root);
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        udpQueries.incrementAndGet();
        ids.add(query.getHeader().getID());
        ports.add(packet.getPort());
        for (byte[] answer : behaviour.answer(query, false)) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // closed, or the client is gone
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket client = tcp.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        Message query = new Message(in.readNBytes(in.readUnsignedShort()));
        tcpQueries.incrementAndGet();
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        for (byte[] answer : behaviour.answer(query, true)) {
          out.writeShort(answer.length);
          out.write(answer);
          out.flush();
        }
      } catch (IOException e) {
        // closed, or the client is gone
      }
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    try {
      boolean _ = serving.join(Duration.ofSeconds(5)); // the port is taken until it has left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// All of them, in order.
  static List<InetSocketAddress> addresses(FakeResolver... resolvers) {
    return Stream.of(resolvers).map(FakeResolver::address).toList();
  }
}
