package org.postroad.lab.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.postroad.lab.net.Crew;
import org.postroad.lab.net.Gate;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The sockets of the resolver, and messages from and to the wire.
final class DnsServer implements AutoCloseable {

  private static final int ATTEMPTS = 20; // to find a port that is free for both UDP and TCP
  private static final int UDP_MIN = 512; // RFC 1035 §2.3.4
  private static final int UDP_MAX = 1232; // what resolvers agree not to exceed since 2020
  private static final int UDP_BUFFER =
      4 << 20; // as much as the system gives: bursts get lost else
  private static final int IN_FLIGHT_MAX = 10_000;
  private static final int TCP_IDLE_MILLIS = 30_000;

  private final Crew crew;
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Answers answers;
  private final Semaphore room = new Semaphore(IN_FLIGHT_MAX);

  /// Finds what a question leads to.
  @FunctionalInterface
  interface Answers {
    Lookup.Result answer(Question question, Name name, int type);
  }

  private DnsServer(DatagramSocket udp, ServerSocket tcp, Answers answers) {
    this.crew = new Crew("dns " + tcp.getLocalSocketAddress());
    this.udp = crew.keep(udp);
    this.tcp = crew.keep(tcp);
    this.answers = answers;
  }

  static DnsServer start(InetSocketAddress place, Answers answers) throws IOException {
    for (int attempt = 1; ; attempt++) {
      ServerSocket tcp = new ServerSocket(place.getPort(), 128, place.getAddress());
      var bound = (InetSocketAddress) tcp.getLocalSocketAddress();
      try {
        DnsServer server = new DnsServer(new DatagramSocket(bound), tcp, answers);
        server.crew.start(server::listenUdp);
        server.crew.start(server::listenTcp);
        return server;
      } catch (BindException e) {
        tcp.close();
        if (place.getPort() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  int atWork() {
    return crew.atWork();
  }

  @Override
  public void close() {
    crew.close();
  }

  /// In lower case without the final dot; the root is `.`.
  static String plain(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
  }

  private void listenUdp() throws IOException {
    udp.setReceiveBufferSize(UDP_BUFFER);
    byte[] buffer = new byte[4096];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      udp.receive(packet);
      byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
      var from = packet.getSocketAddress();
      if (room.tryAcquire()) { // above the limit a resolver drops, and so does this one
        crew.start(
            () -> {
              try {
                Optional<byte[]> reply = reply(query, false);
                if (reply.isPresent()) {
                  byte[] octets = reply.get();
                  udp.send(new DatagramPacket(octets, octets.length, from));
                }
              } finally {
                room.release();
              }
            });
      }
    }
  }

  private void listenTcp() throws IOException {
    while (true) {
      Socket socket = crew.keep(tcp.accept());
      if (room.tryAcquire()) {
        crew.start(
            () -> {
              try {
                converse(socket);
              } finally {
                crew.drop(socket);
                room.release();
              }
            });
      } else {
        crew.drop(socket);
      }
    }
  }

  private void converse(Socket socket) throws IOException, InterruptedException {
    socket.setSoTimeout(TCP_IDLE_MILLIS);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    while (true) {
      byte[] query = new byte[in.readUnsignedShort()];
      in.readFully(query);
      Optional<byte[]> reply = reply(query, true);
      if (reply.isPresent()) {
        byte[] octets = reply.get();
        byte[] framed = new byte[octets.length + 2];
        framed[0] = (byte) (octets.length >> 8);
        framed[1] = (byte) octets.length;
        System.arraycopy(octets, 0, framed, 2, octets.length);
        out.write(framed);
        out.flush();
      }
    }
  }

  private Optional<byte[]> reply(byte[] octets, boolean overTcp) throws InterruptedException {
    Message query;
    try {
      query = new Message(octets);
    } catch (IOException e) {
      return Optional.empty(); // no message: nothing to answer to
    }
    Header asked = query.getHeader();
    Record question = query.getQuestion();
    if (asked.getFlag(Flags.QR)) {
      return Optional.empty();
    }
    if (asked.getOpcode() != Opcode.QUERY) {
      return Optional.of(error(query, Rcode.NOTIMP).toWire());
    }
    if (asked.getCount(Section.QUESTION) != 1 || question == null) {
      return Optional.of(error(query, Rcode.FORMERR).toWire());
    }
    OPTRecord edns = query.getOPT();
    int size = edns == null ? UDP_MIN : Math.max(UDP_MIN, edns.getPayloadSize());
    String name = plain(question.getName());
    String type = Type.string(question.getType());
    Lookup.Result result =
        answers.answer(
            new Question(
                name, type, overTcp, overTcp ? 0 : size, dnssec(query), asked.getFlag(Flags.CD)),
            question.getName(),
            question.getType());
    for (Gate gate : result.gates()) {
      gate.pass();
    }
    int limit = overTcp ? Message.MAXLENGTH : Math.min(size, UDP_MAX);
    return wire(query, result, limit, overTcp);
  }

  private static Optional<byte[]> wire(
      Message query, Lookup.Result result, int limit, boolean overTcp) {
    Message reply = error(query, result.rcode());
    boolean wanted = query.getHeader().getFlag(Flags.AD) || dnssec(query); // RFC 6840 §5.7
    boolean answered = result.rcode() == Rcode.NOERROR || result.rcode() == Rcode.NXDOMAIN;
    if (wanted && answered && result.standing() == Standing.SECURE) {
      reply.getHeader().setFlag(Flags.AD);
    }
    boolean cut = result.manner() == Lookup.Manner.TRUNCATED && !overTcp;
    if (cut) {
      reply.getHeader().setFlag(Flags.TC);
    } else {
      result.answer().forEach(record -> reply.addRecord(record, Section.ANSWER));
      result.authority().forEach(record -> reply.addRecord(record, Section.AUTHORITY));
    }
    return switch (result.manner()) {
      case PLAIN, TRUNCATED -> Optional.of(reply.toWire(limit));
      case LAME -> {
        reply.getHeader().unsetFlag(Flags.AA);
        yield Optional.of(reply.toWire(limit));
      }
      case SILENT -> Optional.empty();
      case JUNK -> Optional.of(junk(reply.getHeader().getID()));
      case WRONG_ID -> {
        reply.getHeader().setID(reply.getHeader().getID() ^ 0x5555);
        yield Optional.of(reply.toWire(limit));
      }
      case WRONG_QUESTION -> {
        reply.removeAllRecords(Section.QUESTION);
        Name other = Name.fromConstantString("another.example.");
        reply.addRecord(
            Record.newRecord(other, query.getQuestion().getType(), 1), Section.QUESTION);
        yield Optional.of(reply.toWire(limit));
      }
      case NOT_A_RESPONSE -> {
        reply.getHeader().unsetFlag(Flags.QR);
        yield Optional.of(reply.toWire(limit));
      }
    };
  }

  private static boolean dnssec(Message query) {
    OPTRecord edns = query.getOPT();
    return edns != null && (edns.getFlags() & Flags.DO) != 0;
  }

  /// The head of a reply: the question, the flags of a resolver, EDNS if the query had it.
  private static Message error(Message query, int rcode) {
    Header asked = query.getHeader();
    Message reply = new Message(asked.getID());
    Header header = reply.getHeader();
    header.setOpcode(asked.getOpcode());
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RA);
    if (asked.getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    } else {
      header.setFlag(Flags.AA); // who does not want recursion takes it for a name server
    }
    if (asked.getFlag(Flags.CD)) {
      header.setFlag(Flags.CD);
    }
    header.setRcode(rcode);
    Record question = query.getQuestion();
    if (question != null) {
      reply.addRecord(question, Section.QUESTION);
    }
    if (query.getOPT() != null) {
      // the DO bit comes back: RFC 3225 §3
      int flags = dnssec(query) ? Flags.DO : 0;
      reply.addRecord(new OPTRecord(UDP_MAX, 0, 0, flags), Section.ADDITIONAL);
    }
    return reply;
  }

  /// The right id, and then octets that promise records and do not keep it.
  private static byte[] junk(int id) {
    byte[] octets = new byte[40];
    Arrays.fill(octets, (byte) 0xff);
    octets[0] = (byte) (id >> 8);
    octets[1] = (byte) id;
    return octets;
  }
}
