package org.postroad.engine.check.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.NamedGroup;
import org.postroad.engine.check.TlsVersion;
import org.postroad.engine.net.Deadline;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;
import org.postroad.protocol.dns.DomainName;

class HelloProbeTest {

  private static final DomainName NAME = DomainName.of("mx.example.org");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern ACCEPTING = Pattern.compile("ACCEPT .*:([0-9]+)");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3 TLSv1.2, TLS_1_3, TLS_1_3 x25519",
    "TLSv1.3 TLSv1.2, TLS_1_2, TLS_1_2",
    "TLSv1.3 TLSv1.2, TLS_1_1, alert",
    "TLSv1.3 TLSv1.2, TLS_1_0, alert",
    "TLSv1.3, TLS_1_3, TLS_1_3 x25519",
    "TLSv1.3, TLS_1_2, alert",
    "TLSv1.2, TLS_1_3, TLS_1_2", // it says that it has no 1.3 by choosing
    "TLSv1.2, TLS_1_2, TLS_1_2"
  })
  void serverOfThisJvmChoosesWhatItHas(String versions, TlsVersion upTo, String outcome)
      throws IOException {
    Credential credential = credential();
    try (SSLServerSocket server =
        (SSLServerSocket)
            credential
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setEnabledProtocols(versions.split(" "));
      SSLParameters parameters = server.getSSLParameters();
      parameters.setNamedGroups(
          new String[] {"x25519", "secp256r1"}); // some builds of JDK 25 prefer a hybrid
      server.setSSLParameters(parameters);
      serving(server);
      assertThat(text(ask(server.getLocalPort(), upTo))).isEqualTo(outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1, TLS_1_0, TLS_1_0",
    "-tls1, TLS_1_1, TLS_1_0", // the best that it has
    "-tls1_1, TLS_1_1, TLS_1_1",
    "-tls1_1, TLS_1_0, alert",
    "-tls1_2, TLS_1_2, TLS_1_2",
    "-tls1_2, TLS_1_1, alert",
    "-tls1_3 -groups X25519, TLS_1_3, TLS_1_3 x25519",
    "-tls1_3 -groups P-384, TLS_1_3, TLS_1_3 secp384r1",
    "-tls1_3 -groups P-521:X25519 -serverpref, TLS_1_3, TLS_1_3 secp521r1",
    "-tls1_3, TLS_1_2, alert"
  })
  void opensslChoosesWhatItHas(String options, TlsVersion upTo, String outcome)
      throws IOException, InterruptedException {
    try (OpenSsl server = openssl(options)) {
      assertThat(text(ask(server.port(), upTo))).isEqualTo(outcome);
    }
  }

  /// OpenSSL has the group from 3.5 on; where it is older there is a server by hand below.
  @Test
  void opensslThatHasAPostQuantumGroupChoosesIt() throws IOException, InterruptedException {
    assumeTrue(opensslHas("X25519MLKEM768"), "this openssl has no X25519MLKEM768");
    try (OpenSsl server = openssl("-tls1_3")) {
      assertThat(text(ask(server.port(), TlsVersion.TLS_1_3))).isEqualTo("TLS_1_3 X25519MLKEM768");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // HelloRetryRequest: supported_versions and a group without a key
    "hello:0303:1302:002b00020304003300 0211ec, Agreed TLS_1_3 X25519MLKEM768",
    "hello:0303:1302:002b000203040033000211eb, Agreed TLS_1_3 SecP256r1MLKEM768",
    // ServerHello: a group with its key
    "hello:0303:1301:002b0002030400330006001d0002abcd, Agreed TLS_1_3 x25519",
    "hello:0303:c02f:, Agreed TLS_1_2",
    "hello:0301:002f:, Agreed TLS_1_0",
    "15030300020170 hello:0303:c02f:, Agreed TLS_1_2", // a warning does not end it
    "15030300020228, Alerted 40",
    "15030300020246, Alerted 70",
    "3232302068656c6c6f0d0a, Broken not TLS: \"220 h\"",
    "16030300040b000000, Broken handshake type 11 instead of ServerHello",
    "hello:ff01:c02f:, Broken version 0xff01",
    "16030300080200000403 03ffff, Broken a ServerHello with lengths that do not fit",
    "hello:0303:1302:002b0002, Broken a ServerHello with lengths that do not fit",
    "160303ffff, Broken not TLS: \"\\x16\\x03\\x03\\xff\\xff\"",
    "16030300, Broken connection closed by the server",
    "'', Broken connection closed by the server"
  })
  void firstWordsAreRead(String octets, String outcome) throws IOException {
    try (ServerSocket server = answering(octets(octets))) {
      Hello hello = ask(server.getLocalPort(), TlsVersion.TLS_1_3);
      assertThat(described(hello)).isEqualTo(outcome);
    }
  }

  @Test
  void serverHelloInSeveralRecordsIsReadAsOne() throws IOException {
    byte[] whole = octets("hello:0303:1302:002b000203040033000211ec");
    byte[] split = new byte[whole.length + 5];
    System.arraycopy(whole, 0, split, 0, 5 + 20);
    split[4] = 20;
    System.arraycopy(new byte[] {22, 3, 3, 0, (byte) (whole.length - 25)}, 0, split, 25, 5);
    System.arraycopy(whole, 25, split, 30, whole.length - 25);
    try (ServerSocket server = answering(split)) {
      assertThat(text(ask(server.getLocalPort(), TlsVersion.TLS_1_3)))
          .isEqualTo("TLS_1_3 X25519MLKEM768");
    }
  }

  /// Octets in hexadecimal; `hello:VERSION:CIPHER:EXTENSIONS` is a ServerHello with its lengths.
  private static byte[] octets(String text) {
    StringBuilder hex = new StringBuilder();
    for (String part : text.replaceAll("([0-9a-f]) ([0-9a-f])", "$1$2").split(" ", -1)) {
      String[] field = part.split(":", -1);
      if (!field[0].equals("hello")) {
        hex.append(part);
        continue;
      }
      String extensions =
          field[3].isEmpty() ? "" : String.format("%04x%s", field[3].length() / 2, field[3]);
      String body = field[1] + "00".repeat(32) + "00" + field[2] + "00" + extensions;
      int length = body.length() / 2;
      hex.append(String.format("160303%04x02%06x%s", length + 4, length, body));
    }
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void anythingAtAllIsReadOrRefused() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good =
        HexFormat.of()
            .parseHex("160303002a02000026030300".concat("00".repeat(31)).concat("00c02f00"));
    for (int run = 0; run < 300; run++) {
      byte[] octets = new byte[random.nextInt(60)];
      random.nextBytes(octets);
      if (random.nextBoolean()) {
        octets = good.clone();
        for (int i = random.nextInt(4); i > 0; i--) {
          octets[random.nextInt(octets.length)] = (byte) random.nextInt();
        }
      }
      try {
        assertThat(ServerHello.read(new ByteArrayInputStream(octets)))
            .as("seed %d, run %d", seed, run)
            .isNotNull();
      } catch (EOFException e) {
        assertThat(e).as("seed %d, run %d", seed, run).isNotNull(); // cut short
      }
    }
  }

  @Test
  void serverThatSaysNothingHoldsNobody() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
      Hello hello =
          HelloProbe.ask(socket, NAME, TlsVersion.TLS_1_3, Deadline.after(Duration.ofMillis(200)));
      assertThat(hello).isInstanceOf(Hello.TimedOut.class);
      assertThat(socket.isClosed()).isTrue();
    }
  }

  private static Hello ask(int port, TlsVersion upTo) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    return HelloProbe.ask(socket, NAME, upTo, Deadline.after(PATIENCE));
  }

  private static String text(Hello hello) {
    return switch (hello) {
      case Hello.Agreed(var version, int _, Optional<NamedGroup> group, var _) ->
          version + group.map(g -> " " + g).orElse("");
      case Hello.Alerted _ -> "alert";
      case Hello.Broken _, Hello.TimedOut _, Hello.NotTried _ -> hello.toString();
    };
  }

  private static String described(Hello hello) {
    return switch (hello) {
      case Hello.Agreed _ -> "Agreed " + text(hello);
      case Hello.Alerted(int description, var _) -> "Alerted " + description;
      case Hello.Broken(String why, var _) -> "Broken " + why;
      case Hello.TimedOut _, Hello.NotTried _ -> hello.toString();
    };
  }

  private static Credential credential() {
    return LabCa.create("Lab CA", Instant.now()).issue(Leaf.of(NAME.text()));
  }

  private static void serving(SSLServerSocket server) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  int _ = socket.getInputStream().read(); // shakes hands, as far as it goes
                } catch (IOException e) {
                  // the client went away, as it should, or the test is over
                }
              }
            });
  }

  private static ServerSocket answering(byte[] octets) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                byte[] head = socket.getInputStream().readNBytes(5);
                int length = (head[3] & 0xff) << 8 | (head[4] & 0xff);
                byte[] _ = socket.getInputStream().readNBytes(length);
                socket.getOutputStream().write(octets);
              } catch (IOException e) {
                // the test is over
              }
            });
    return server;
  }

  private record OpenSsl(Process process, int port) implements AutoCloseable {
    @Override
    public void close() {
      process.destroy();
    }
  }

  private OpenSsl openssl(String options) throws IOException, InterruptedException {
    Path pem = Files.writeString(directory.resolve("server.pem"), credential().pem());
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", pem.toString()));
    command.addAll(List.of("-key", pem.toString(), "-cipher", "DEFAULT@SECLEVEL=0"));
    command.addAll(List.of(options.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher accepting = ACCEPTING.matcher(line);
      if (accepting.matches()) {
        return new OpenSsl(process, Integer.parseInt(accepting.group(1)));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("openssl s_server " + options + ": " + said);
  }

  private static boolean opensslHas(String group) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("openssl", "list", "-tls-groups").redirectErrorStream(true).start();
    String groups = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 && groups.contains(group);
  }
}
