package org.postroad.app.labs.audit.reply;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.postroad.app.labs.audit.Post;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.engine.tls.TlsRequest;
import org.postroad.lab.LabInternet;
import org.postroad.lab.Sender.Outcome;
import org.postroad.lab.Sender.Seen;
import org.postroad.lab.mx.SmtpStream;
import org.postroad.protocol.certificate.DnsId;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.Dns;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;

/// Sends a message as a [TlsPolicy] says, with the levels that know no DANE.
final class ObedientClient {

  private static final Duration STEP_MAX = Duration.ofSeconds(5);
  private static final Duration ALL_MAX = Duration.ofSeconds(30);
  private static final DomainName NO_SNI = DomainName.of("no-sni.invalid");

  private final LabInternet net;
  private final Dns dns;
  private final CertificateVerifier verifier;
  private final TlsClient tls;

  ObedientClient(LabInternet net, Dns dns, CertificateVerifier verifier) {
    this.net = net;
    this.dns = dns;
    this.verifier = verifier;
    this.tls = new TlsClient(verifier);
  }

  /// A server said no for good.
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String reply) {
      super(reply);
    }
  }

  Seen send(Post post, String nextHop, TlsPolicy policy) {
    Deadline deadline = Deadline.after(ALL_MAX);
    Answer mx = dns.lookup(DomainName.of(nextHop), RecordType.MX);
    List<DomainName> hosts;
    switch (mx) {
      case Answer.Found found -> {
        List<MxRecord> records = found.only(MxRecord.class);
        if (MxRecord.isNull(records)) {
          return new Seen(Outcome.FAILED, "null MX");
        }
        hosts =
            records.stream()
                .sorted(Comparator.comparingInt(MxRecord::preference))
                .map(MxRecord::exchange)
                .toList();
      }
      case Answer.NoData _ -> hosts = List.of(DomainName.of(nextHop));
      case Answer.NoSuchName _ -> {
        return new Seen(Outcome.FAILED, "no such domain");
      }
      case Answer.Failed failed -> {
        return new Seen(Outcome.DEFERRED, failed.toString());
      }
    }
    String last = "no host has an address";
    for (DomainName host : hosts) {
      if (policy.level() == TlsPolicy.Level.SECURE
          && !Names.covered(host.text(), policy.patterns())) {
        last = host + " matches no mx_host_pattern";
        continue;
      }
      for (InetSocketAddress address : addresses(host)) {
        try {
          return deliver(post, nextHop, policy, host, address, deadline);
        } catch (Refused e) {
          return new Seen(Outcome.FAILED, String.valueOf(e.getMessage()));
        } catch (IOException e) {
          last = host + ": " + e.getMessage();
        }
      }
    }
    return new Seen(Outcome.DEFERRED, last);
  }

  private List<InetSocketAddress> addresses(DomainName host) {
    List<InetSocketAddress> all = new ArrayList<>();
    for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
      if (dns.lookup(host, type) instanceof Answer.Found found) {
        found
            .only(AddressRecord.class)
            .forEach(a -> all.add(new InetSocketAddress(a.address(), LabInternet.SMTP)));
      }
    }
    return all;
  }

  private Seen deliver(
      Post post,
      String nextHop,
      TlsPolicy policy,
      DomainName host,
      InetSocketAddress address,
      Deadline deadline)
      throws IOException {
    try (Socket socket = net.network().dial(address, STEP_MAX)) {
      SmtpStream smtp = begin(socket);
      List<String> offers = greeted(smtp);
      boolean wanted = policy.level() != TlsPolicy.Level.NONE;
      boolean offered = offers.stream().anyMatch(line -> line.endsWith("STARTTLS"));
      if (wanted && offered) {
        String answer = ask(smtp, "STARTTLS");
        if (answer.startsWith("220")) {
          return secured(post, nextHop, policy, host, socket, deadline);
        }
      }
      if (!policy.level().allowsClear()) {
        throw new IOException("TLS is required, but is not to be had");
      }
      return transfer(smtp, post, "in clear: ");
    } catch (BrokenTls e) {
      if (!policy.level().allowsClear()) {
        throw e;
      }
      try (Socket again = net.network().dial(address, STEP_MAX)) {
        SmtpStream smtp = begin(again);
        List<String> _ = greeted(smtp);
        return transfer(smtp, post, "TLS failed, in clear: ");
      }
    }
  }

  /// No TLS came about.
  private static final class BrokenTls extends IOException {
    private static final long serialVersionUID = 1;

    BrokenTls(String why) {
      super(why);
    }
  }

  private Seen secured(
      Post post,
      String nextHop,
      TlsPolicy policy,
      DomainName host,
      Socket socket,
      Deadline deadline)
      throws IOException {
    DomainName sni =
        policy
            .serverName()
            .map(name -> name.equals("hostname") ? host : DomainName.of(name))
            .orElse(NO_SNI);
    switch (tls.handshake(socket, TlsRequest.opportunistic(sni), deadline)) {
      case TlsOutcome.Established established -> {
        if (policy.level().verifies()) {
          Optional<String> fault = fault(established, policy, nextHop, host);
          if (fault.isPresent()) {
            throw new IOException(fault.get());
          }
        }
        SmtpStream smtp =
            new SmtpStream(
                established.socket().getInputStream(), established.socket().getOutputStream());
        List<String> _ = hello(smtp);
        return transfer(smtp, post, "");
      }
      case TlsOutcome.Failure failure -> throw new BrokenTls(failure.why());
    }
  }

  private Optional<String> fault(
      TlsOutcome.Established established, TlsPolicy policy, String nextHop, DomainName host) {
    String last = "certificate is for none of " + policy.match();
    for (String id : DnsId.of(established.facts().chain().getFirst())) {
      Optional<DomainName> name = Names.accepted(id, policy, nextHop, host);
      if (name.isPresent()) {
        CertificateVerdict verdict = verifier.verify(established.facts().chain(), name.get());
        if (verdict instanceof CertificateVerdict.Verified) {
          return Optional.empty();
        }
        last = String.valueOf(verdict);
      }
    }
    return Optional.of(last);
  }

  private static SmtpStream begin(Socket socket) throws IOException {
    socket.setSoTimeout(Math.toIntExact(STEP_MAX.toMillis()));
    return new SmtpStream(socket.getInputStream(), socket.getOutputStream());
  }

  private static List<String> greeted(SmtpStream smtp) throws IOException {
    expect(smtp.reply());
    return hello(smtp);
  }

  private static List<String> hello(SmtpStream smtp) throws IOException {
    smtp.write("EHLO sender.example\r\n");
    return expect(smtp.reply());
  }

  private static Seen transfer(SmtpStream smtp, Post post, String words) throws IOException {
    step(smtp, "MAIL FROM:<" + post.message().from() + ">");
    step(smtp, "RCPT TO:<" + post.recipient() + ">");
    step(smtp, "DATA");
    smtp.write(post.content().replaceAll("(?m)^\\.", "..") + ".\r\n");
    List<String> reply = expect(smtp.reply());
    smtp.write("QUIT\r\n");
    return new Seen(Outcome.DELIVERED, words + reply.getLast());
  }

  private static void step(SmtpStream smtp, String command) throws IOException {
    smtp.write(command + "\r\n");
    List<String> _ = expect(smtp.reply());
  }

  private static String ask(SmtpStream smtp, String command) throws IOException {
    smtp.write(command + "\r\n");
    return smtp.reply().getLast();
  }

  private static List<String> expect(List<String> reply) throws IOException {
    String last = reply.getLast();
    return switch (last.charAt(0)) {
      case '5' -> throw new Refused(last);
      case '4' -> throw new IOException(last);
      default -> reply;
    };
  }
}
