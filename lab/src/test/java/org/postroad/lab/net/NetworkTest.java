package org.postroad.lab.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Network network = new Network(Placing.virtual());
  private final InetSocketAddress seen =
      new InetSocketAddress(network.allot(Quarter.EXCHANGERS), 25);

  @AfterEach
  void close() {
    network.close();
    assertThat(network.atWork()).as("threads left behind").isZero();
  }

  @Test
  void virtualAddressLeadsToTheHostBehindIt() throws IOException {
    network.open(seen, says("honest"));

    assertThat(hear(seen)).isEqualTo("honest");
    assertThat(network.connectMap().text())
        .matches("198\\.51\\.100\\.1:25 127\\.0\\.0\\.1:[0-9]+\n");
    assertThat(network.connectMap().asMap()).containsOnlyKeys(seen);
  }

  @Test
  void ipv6AddressesStandInBracketsInTheMap() {
    network.open(new InetSocketAddress(network.allot6(Quarter.EXCHANGERS), 25), says("six"));

    assertThat(network.connectMap().text()).startsWith("[2001:db8:25:0:0:0:0:2]:25 127.0.0.1:");
  }

  @Test
  void whereNoHostIsTheConnectionIsRefused() {
    assertThatThrownBy(() -> hear(seen))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("198.51.100.1:25")
        .hasMessageContaining("refused");
  }

  @Test
  void lastOneOnTheRoadAnswersAndLiftingRestores() throws IOException {
    Door door = network.open(seen, says("honest"));
    Mounted first = door.divert(new Answering.Serves(says("first")));
    Mounted second = door.divert(new Answering.Serves(says("second")));

    assertThat(hear(seen)).isEqualTo("second");
    first.close();
    assertThat(hear(seen)).isEqualTo("second");
    second.close();
    second.close();
    assertThat(hear(seen)).isEqualTo("honest");
  }

  @Test
  void whoIsOnTheRoadReachesTheHostItself() throws IOException {
    Door door = network.open(seen, says("honest"));
    Service relay =
        socket -> {
          try (Socket host = door.toTheHost()) {
            socket.getOutputStream().write("relayed ".getBytes(US_ASCII));
            host.getInputStream().transferTo(socket.getOutputStream());
          }
        };
    try (Mounted mounted = door.divert(new Answering.Serves(relay))) {
      assertThat(hear(seen)).isEqualTo("relayed honest");
    }
  }

  @Test
  void refusingDoorServesAgainAtTheSamePlace() throws IOException {
    Door door = network.open(seen, says("honest"));
    InetSocketAddress place = network.connectMap().real(seen);
    try (Mounted mounted = door.divert(new Answering.Refuses())) {
      assertThatThrownBy(() -> hear(seen)).hasMessageContaining("refused");
    }
    assertThat(hear(seen)).isEqualTo("honest");
    assertThat(network.connectMap().real(seen)).isEqualTo(place);
  }

  @Test
  void silentDoorTakesTheConnectionAndSaysNothing() throws IOException {
    Door door = network.open(seen, says("honest"));
    try (Mounted mounted = door.divert(new Answering.Silent());
        Socket socket = network.dial(seen, LONG)) {
      socket.setSoTimeout((int) SHORT.toMillis());
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void unreachableDoorMakesTheDialerWait() throws IOException {
    Door door = network.open(seen, says("honest"));
    try (Mounted mounted = door.divert(new Answering.Unreachable())) {
      assertThatThrownBy(() -> network.dial(seen, SHORT))
          .hasCauseInstanceOf(SocketTimeoutException.class);
    }
    assertThat(hear(seen)).isEqualTo("honest");
  }

  @Test
  void closingEndsSilentAndBusyConversations() throws IOException {
    network.open(seen, new Answering.Silent());
    InetSocketAddress busy = new InetSocketAddress(seen.getAddress(), 443);
    network.open(busy, socket -> new Gate().pass(Duration.ofDays(1)));
    try (Socket one = network.dial(seen, LONG);
        Socket two = network.dial(busy, LONG)) {
      network.close();
      one.setSoTimeout((int) LONG.toMillis());
      two.setSoTimeout((int) LONG.toMillis());
      assertThat(ended(one)).isTrue();
      assertThat(ended(two)).isTrue();
    }
    assertThat(network.atWork()).isZero();
  }

  @Test
  void twoHostsCannotHaveOneDoor() {
    network.open(seen, says("honest"));

    assertThatThrownBy(() -> network.open(seen, says("other")))
        .hasMessageContaining("198.51.100.1:25");
  }

  @Test
  void loopbackHasRoomForThousandsOfHosts() {
    Placing loopback = Placing.loopback();
    assertThat(loopback.ipv4(Quarter.EXCHANGERS, 250).getHostAddress()).isEqualTo("127.0.3.250");
    assertThat(loopback.ipv4(Quarter.EXCHANGERS, 251).getHostAddress()).isEqualTo("127.1.3.1");
    assertThatThrownBy(() -> loopback.ipv4(Quarter.EXCHANGERS, 12_501))
        .hasMessageContaining("no room");
  }

  @Test
  void loopbackPlacingListensWhereItIsSeen() throws IOException {
    try (Network real = new Network(Placing.loopback())) {
      InetAddress host = real.allot(Quarter.EXCHANGERS);
      assertThat(host.getHostAddress()).isEqualTo("127.0.3.1");
      int free = network.open(seen, says("any")).place().getPort();
      network.close();
      InetSocketAddress address = new InetSocketAddress(host, free);
      real.open(address, says("here"));
      assertThat(real.connectMap().asMap()).containsExactly(java.util.Map.entry(address, address));
      try (Socket socket = new Socket(host, free)) {
        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("here");
      }
    }
  }

  /// Whether the other side has hung up, or reset the connection before it took notice of it.
  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static Service says(String word) {
    return socket -> socket.getOutputStream().write(word.getBytes(US_ASCII));
  }

  private String hear(InetSocketAddress address) throws IOException {
    try (Socket socket = network.dial(address, LONG)) {
      socket.setSoTimeout((int) LONG.toMillis());
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
