package org.postroad.lab.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.net.Network;
import org.postroad.lab.net.Placing;
import org.postroad.lab.net.Quarter;

/// A lab exchanger with a network of its own, and a client that says what it is told.
abstract class AtLabMx {

  static final String HOST = "mx.example.org";
  static final Duration LONG = Duration.ofSeconds(10);

  final LabCa ca = LabCa.create("Lab root", Instant.now());
  final Network network = new Network(Placing.virtual());
  final LabMx mx = new LabMx(HOST, ca.issue(Leaf.of(HOST)));
  final InetSocketAddress address = new InetSocketAddress(network.allot(Quarter.EXCHANGERS), 25);

  @BeforeEach
  void open() {
    network.open(address, mx);
  }

  @AfterEach
  void close() {
    network.close();
    assertThat(network.atWork()).as("threads left behind").isZero();
  }

  /// An SMTP client without a will of its own.
  final class Client implements AutoCloseable {
    Socket socket = network.dial(address, LONG);
    SmtpStream stream;

    Client() throws IOException {
      socket.setSoTimeout((int) LONG.toMillis());
      stream = new SmtpStream(socket.getInputStream(), socket.getOutputStream());
    }

    List<String> greeting() throws IOException {
      return stream.reply();
    }

    List<String> ask(String command) throws IOException {
      stream.write(command + "\r\n");
      return stream.reply();
    }

    void send(String from, String to, String data) throws IOException {
      ask("MAIL FROM:<" + from + "> SIZE=100");
      ask("RCPT TO:<" + to + ">");
      ask("DATA");
      stream.write(data);
      stream.reply();
    }

    String startTls(String sni) throws IOException {
      assertThat(ask("STARTTLS").getFirst()).startsWith("220 ");
      return handshake(sni, (int) LONG.toMillis());
    }

    /// @return the subject of the server's certificate
    String handshake(String sni, int timeout) throws IOException {
      SSLSocket tls =
          (SSLSocket) ca.clientContext().getSocketFactory().createSocket(socket, HOST, 25, true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(sni)));
      tls.setSSLParameters(parameters);
      tls.setSoTimeout(timeout);
      tls.startHandshake();
      tls.setSoTimeout((int) LONG.toMillis());
      socket = tls;
      stream = new SmtpStream(tls.getInputStream(), tls.getOutputStream());
      return tls.getSession().getPeerPrincipal().getName();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
