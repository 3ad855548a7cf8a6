package org.postroad.lab.attacker;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.MailPath;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.mx.SmtpStream;
import org.postroad.lab.net.Door;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Service;
import org.postroad.lab.tls.ClientHello;

/// Stands between a sender and the exchanger behind a door, passes on what both say, reads along,
/// and tampers with STARTTLS.
final class Relay implements Service {

  private static final int IDLE_MILLIS = 300_000;

  private final Door door;
  private final String hostName;
  private final OnStartTls tampering;
  private final Journal<ReceivedMail> loot;

  /// What he does about STARTTLS.
  sealed interface OnStartTls {
    record Hides() implements OnStartTls {}

    record Refuses() implements OnStartTls {}

    record Cuts() implements OnStartTls {}

    /// Sends these lines behind the 220.
    record Injects(String replies) implements OnStartTls {}
  }

  Relay(Door door, String hostName, OnStartTls tampering, Journal<ReceivedMail> loot) {
    this.door = door;
    this.hostName = hostName;
    this.tampering = tampering;
    this.loot = loot;
  }

  @Override
  public void serve(Socket sender) throws IOException, InterruptedException {
    sender.setSoTimeout(IDLE_MILLIS);
    sender.setTcpNoDelay(true);
    try (Socket exchanger = door.toTheHost()) {
      exchanger.setTcpNoDelay(true);
      new Session(sender, exchanger).pass();
    }
  }

  /// One sender's conversation with the exchanger.
  private final class Session {
    private final Socket sender;
    private final Socket exchanger;
    private final SmtpStream near;
    private final SmtpStream far;
    private final List<String> greetings = new ArrayList<>();
    private final List<String> to = new ArrayList<>();
    private final List<List<String>> rcptParameters = new ArrayList<>();
    private String from = "";
    private List<String> mailParameters = List.of();

    Session(Socket sender, Socket exchanger) throws IOException {
      this.sender = sender;
      this.exchanger = exchanger;
      near = new SmtpStream(sender.getInputStream(), sender.getOutputStream());
      far = new SmtpStream(exchanger.getInputStream(), exchanger.getOutputStream());
    }

    void pass() throws IOException, InterruptedException {
      answer(far.reply());
      boolean goesOn = true;
      while (goesOn) {
        Optional<String> line = near.line();
        if (line.isEmpty()) {
          return;
        }
        goesOn =
            switch (verb(line.get())) {
              case "STARTTLS" -> startTls();
              case "DATA" -> data();
              default -> command(line.get());
            };
      }
    }

    private boolean command(String line) throws IOException {
      List<String> reply = ask(line);
      boolean yes = reply.getLast().startsWith("2");
      switch (verb(line)) {
        case "EHLO", "HELO" -> {
          greetings.add(line.substring(4).strip());
          reply = tampered(reply);
        }
        case "MAIL" ->
            MailPath.parse("FROM:", line.substring(4).strip())
                .filter(path -> yes)
                .ifPresent(
                    path -> {
                      from = path.address();
                      mailParameters = path.parameters();
                      to.clear();
                      rcptParameters.clear();
                    });
        case "RCPT" ->
            MailPath.parse("TO:", line.substring(4).strip())
                .filter(path -> yes)
                .ifPresent(
                    path -> {
                      to.add(path.address());
                      rcptParameters.add(path.parameters());
                    });
        default -> {}
      }
      answer(reply);
      return !verb(line).equals("QUIT");
    }

    private boolean data() throws IOException {
      List<String> ready = ask("DATA");
      answer(ready);
      if (!ready.getLast().startsWith("3")) {
        return true;
      }
      List<String> lines =
          near.message(LabMx.MESSAGE_MAX).orElseThrow(() -> new EOFException("too much to read"));
      loot.add(
          new ReceivedMail(
              hostName,
              from,
              mailParameters,
              to,
              rcptParameters,
              SmtpStream.unstuffed(lines),
              Optional.empty(),
              (InetSocketAddress) sender.getRemoteSocketAddress(),
              greetings));
      StringBuilder message = new StringBuilder();
      lines.forEach(line -> message.append(line).append("\r\n"));
      far.write(message + ".\r\n");
      answer(far.reply());
      return true;
    }

    private boolean startTls() throws IOException, InterruptedException {
      return switch (tampering) {
        case OnStartTls.Hides() -> {
          answer(List.of("502 5.5.1 Error: command not implemented"));
          yield true;
        }
        case OnStartTls.Refuses() -> {
          answer(List.of("454 4.7.0 TLS not available due to local problem"));
          yield true;
        }
        case OnStartTls.Cuts() -> {
          answer(List.of("220 2.0.0 Ready to start TLS"));
          ClientHello _ = ClientHello.read(sender.getInputStream());
          yield false;
        }
        case OnStartTls.Injects(String replies) -> {
          List<String> reply = ask("STARTTLS");
          near.write(String.join("\r\n", reply) + "\r\n" + replies);
          passOctets();
          yield false;
        }
      };
    }

    /// Lets both talk on under TLS, which he cannot read.
    private void passOctets() throws IOException, InterruptedException {
      Thread back = Thread.ofVirtual().name("relay " + hostName).start(this::passBack);
      try {
        long _ = sender.getInputStream().transferTo(exchanger.getOutputStream());
        exchanger.shutdownOutput();
      } finally {
        exchanger.close();
        back.join();
      }
    }

    private void passBack() {
      try {
        long _ = exchanger.getInputStream().transferTo(sender.getOutputStream());
        sender.shutdownOutput();
      } catch (IOException e) {
        // one of them hung up, which is what this thread waits for
      }
    }

    private List<String> tampered(List<String> reply) {
      if (!(tampering instanceof OnStartTls.Hides) || !reply.getLast().startsWith("250")) {
        return reply;
      }
      List<String> kept =
          reply.stream().filter(line -> !line.substring(4).equals("STARTTLS")).toList();
      List<String> relined = new ArrayList<>();
      for (int i = 0; i < kept.size(); i++) {
        String text = kept.get(i).substring(4);
        relined.add((i == kept.size() - 1 ? "250 " : "250-") + text);
      }
      return relined;
    }

    private List<String> ask(String line) throws IOException {
      far.write(line + "\r\n");
      return far.reply();
    }

    private void answer(List<String> reply) throws IOException {
      near.write(String.join("\r\n", reply) + "\r\n");
    }
  }

  private static String verb(String line) {
    int end = line.indexOf(' ');
    return (end < 0 ? line : line.substring(0, end)).toUpperCase(Locale.ROOT);
  }
}
