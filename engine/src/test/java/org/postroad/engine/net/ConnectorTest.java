package org.postroad.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorTest {

  private static final Deadline SOON = Deadline.after(Duration.ofSeconds(10));

  @Test
  void mappedAddressIsDialledAtItsRealPlace() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var virtual = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 443);
      var real = (InetSocketAddress) server.getLocalSocketAddress();
      Connector connector =
          new MappedConnector(
              Map.of(virtual, real), Optional.empty(), DirectConnector.fromAnyAddress());
      try (Socket socket = connector.connect(virtual, SOON)) {
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(real);
      }
      try (Socket socket = connector.connect(real, SOON)) {
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(real);
      }
    }
  }

  @Test
  void whatIsNotMappedIsDialledElsewhereIfThereIsAnElsewhere() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var there = (InetSocketAddress) nobody.getLocalSocketAddress();
      Connector connector =
          new MappedConnector(Map.of(), Optional.of(there), DirectConnector.fromAnyAddress());
      InetSocketAddress outside = endpoint("192.0.2.1", 25);
      assertThat(connector.dialled(outside)).isEqualTo(there);
      try (Socket socket = connector.connect(outside, SOON)) {
        assertThat(socket.getRemoteSocketAddress()).isEqualTo(there);
      }
    }
  }

  @Test
  void theSourceAddressIsTheOneGiven() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var connector = new DirectConnector(List.of(InetAddress.ofLiteral("127.0.0.77")));
      try (Socket socket =
          connector.connect((InetSocketAddress) server.getLocalSocketAddress(), SOON)) {
        assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.77"));
      }
      assertThatThrownBy(() -> connector.connect(endpoint("::1", 443), SOON))
          .hasMessage("no source address of the family of [::1]:443");
    }
  }

  @Test
  void noConnectionBeginsAfterTheDeadline() {
    assertThatThrownBy(
            () ->
                DirectConnector.fromAnyAddress()
                    .connect(endpoint("127.0.0.1", 1), Deadline.after(Duration.ZERO)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void connectFileMapsLineByLine() {
    String file =
        """
        # the lab
        192.0.2.1:443 127.0.0.1:44301

        [2001:db8::1]:443   [::1]:44302
        """;
    assertThat(MappedConnector.parse(file))
        .isEqualTo(
            new MappedConnector.Parsed.Valid(
                Map.of(
                    endpoint("192.0.2.1", 443),
                    endpoint("127.0.0.1", 44301),
                    endpoint("2001:db8::1", 443),
                    endpoint("::1", 44302))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1:443 | line 2: expected ADDRESS:PORT ADDRESS:PORT, not \"192.0.2.1:443\"",
        "192.0.2.1:443 a:1 | line 2: not an IP address: \"a:1\"",
        "192.0.2.1 127.0.0.1:1 | line 2: no port: \"192.0.2.1\"",
        "192.0.2.9:443 127.0.0.1:1 | line 2: mapped twice: 192.0.2.9:443",
        "192.0.2.1:443 127.0.0.1:1 x | line 2: expected ADDRESS:PORT ADDRESS:PORT, not \"192.0.2.1:443 127.0.0.1:1 x\"",
      })
  void connectFileErrorsNameTheLine(String line, String why) {
    assertThat(MappedConnector.parse("192.0.2.9:443 127.0.0.1:2\n" + line))
        .isEqualTo(new MappedConnector.Parsed.Invalid(why));
  }

  @Test
  void watchdogClosesAConnectionOnWhichNothingComes() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Socket socket =
            DirectConnector.fromAnyAddress()
                .connect((InetSocketAddress) server.getLocalSocketAddress(), SOON);
        Watchdog watchdog = Watchdog.over(socket, Deadline.after(Duration.ofMillis(50)))) {
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
      assertThat(watchdog.bit()).isTrue();
    }
  }

  @Test
  void watchdogThatWasCalledOffLeavesTheConnectionAlone() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        Socket socket =
            DirectConnector.fromAnyAddress()
                .connect((InetSocketAddress) server.getLocalSocketAddress(), SOON)) {
      Watchdog watchdog = Watchdog.over(socket, Deadline.after(Duration.ofSeconds(5)));
      watchdog.close();
      server.accept().close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(watchdog.bit()).isFalse();
    }
  }

  private static InetSocketAddress endpoint(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
