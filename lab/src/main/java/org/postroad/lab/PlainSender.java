package org.postroad.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.postroad.lab.mx.SmtpStream;
import org.postroad.lab.net.Network;
import org.postroad.lab.tls.ClientTls;
import org.postroad.lab.zone.Zone;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// A sender of the old kind, which knows nothing of MTA-STS: it follows the MX records, uses TLS
/// where it is offered without looking at the certificate, and else sends in clear (RFC 3207, RFC
/// 7435). It has no queue: one call is one attempt at each host.
public final class PlainSender implements Sender {

  private static final int PORT = 25;
  private static final Duration DNS_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int READ_MILLIS = 10_000;

  private final InetSocketAddress dns;
  private final Network network;

  public PlainSender(LabInternet internet) {
    dns = internet.dns().address();
    network = internet.network();
  }

  /// The DNS did not say, or said that there is none.
  private static final class Unresolved extends IOException {
    private static final long serialVersionUID = 1;
    private final Outcome outcome;

    Unresolved(Outcome outcome, String words) {
      super(words);
      this.outcome = outcome;
    }
  }

  /// A host refused for good.
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String reply) {
      super(reply);
    }
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public Seen send(LabMessage message, String domain) {
    String last = "no host has an address";
    try {
      for (String host : hosts(domain)) {
        try {
          for (InetAddress address : addresses(host)) {
            try {
              return deliver(message, domain, host, address);
            } catch (Refused e) {
              throw e;
            } catch (IOException e) {
              last = host + ": " + e.getMessage();
            }
          }
        } catch (Unresolved e) {
          last = host + ": " + e.getMessage();
        }
      }
      return new Seen(Outcome.DEFERRED, last);
    } catch (Unresolved e) {
      return new Seen(e.outcome, String.valueOf(e.getMessage()));
    } catch (Refused e) {
      return new Seen(Outcome.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private Seen deliver(LabMessage message, String domain, String host, InetAddress address)
      throws IOException {
    InetSocketAddress at = new InetSocketAddress(address, PORT);
    try (Socket socket = network.dial(at, CONNECT_TIMEOUT)) {
      SmtpStream smtp = begin(socket);
      boolean offered = greet(smtp).stream().anyMatch(line -> line.endsWith("STARTTLS"));
      if (!offered || !ask(smtp, "STARTTLS").startsWith("220")) {
        return transfer(smtp, message, domain, host + ": in clear: ");
      }
      try (SSLSocket tls = ClientTls.withAnyone(socket, host)) {
        SmtpStream secured = new SmtpStream(tls.getInputStream(), tls.getOutputStream());
        List<String> _ = hello(secured);
        return transfer(secured, message, domain, host + ": ");
      } catch (SSLException e) {
        try (Socket again = network.dial(at, CONNECT_TIMEOUT)) {
          SmtpStream clear = begin(again);
          List<String> _ = greet(clear);
          return transfer(clear, message, domain, host + ": TLS failed, in clear: ");
        }
      }
    }
  }

  private static SmtpStream begin(Socket socket) throws IOException {
    socket.setSoTimeout(READ_MILLIS);
    return new SmtpStream(socket.getInputStream(), socket.getOutputStream());
  }

  private static List<String> greet(SmtpStream smtp) throws IOException {
    positive(smtp.reply());
    return hello(smtp);
  }

  private static List<String> hello(SmtpStream smtp) throws IOException {
    smtp.write("EHLO sender.example\r\n");
    List<String> reply = smtp.reply();
    positive(reply);
    return reply;
  }

  private static Seen transfer(SmtpStream smtp, LabMessage message, String domain, String words)
      throws IOException {
    step(smtp, "MAIL FROM:<" + message.from() + ">");
    step(smtp, "RCPT TO:<" + message.to(domain) + ">");
    step(smtp, "DATA");
    String stuffed = message.content().replaceAll("(?m)^\\.", "..");
    smtp.write(stuffed + ".\r\n");
    List<String> reply = smtp.reply();
    positive(reply);
    smtp.write("QUIT\r\n");
    return new Seen(Outcome.DELIVERED, words + reply.getLast());
  }

  private static void step(SmtpStream smtp, String command) throws IOException {
    smtp.write(command + "\r\n");
    positive(smtp.reply());
  }

  private static String ask(SmtpStream smtp, String command) throws IOException {
    smtp.write(command + "\r\n");
    return smtp.reply().getLast();
  }

  private static void positive(List<String> reply) throws IOException {
    String last = reply.getLast();
    switch (last.charAt(0)) {
      case '5' -> throw new Refused(last);
      case '4' -> throw new IOException(last);
      default -> {}
    }
  }

  /// The hosts for a domain in the order of preference.
  private List<String> hosts(String domain) throws Unresolved {
    List<MXRecord> records = new ArrayList<>();
    for (Record record : ask(domain, Type.MX)) {
      if (record instanceof MXRecord mx) {
        records.add(mx);
      }
    }
    if (records.isEmpty()) {
      return List.of(domain); // RFC 5321 §5.1: the implicit MX
    }
    if (records.size() == 1 && records.getFirst().getTarget().equals(Name.root)) {
      throw new Unresolved(Outcome.FAILED, domain + " takes no mail"); // RFC 7505
    }
    records.sort(Comparator.comparingInt(MXRecord::getPriority));
    return records.stream().map(record -> record.getTarget().toString(true)).toList();
  }

  private List<InetAddress> addresses(String host) throws Unresolved {
    List<InetAddress> addresses = new ArrayList<>();
    for (int type : new int[] {Type.A, Type.AAAA}) {
      for (Record record : ask(host, type)) {
        switch (record) {
          case ARecord a -> addresses.add(a.getAddress());
          case AAAARecord aaaa -> addresses.add(aaaa.getAddress());
          default -> {} // an alias on the way
        }
      }
    }
    return addresses;
  }

  private List<Record> ask(String name, int type) throws Unresolved {
    SimpleResolver resolver = new SimpleResolver(dns);
    resolver.setTimeout(DNS_TIMEOUT);
    String question = Type.string(type) + " of " + name;
    Message reply;
    try {
      reply =
          resolver.send(Message.newQuery(Record.newRecord(Zone.absolute(name), type, DClass.IN)));
    } catch (IOException e) {
      throw new Unresolved(Outcome.DEFERRED, question + ": no answer");
    }
    return switch (reply.getRcode()) {
      case Rcode.NOERROR -> reply.getSection(Section.ANSWER);
      case Rcode.NXDOMAIN -> throw new Unresolved(Outcome.FAILED, question + ": no such name");
      default ->
          throw new Unresolved(Outcome.DEFERRED, question + ": " + Rcode.string(reply.getRcode()));
    };
  }
}
