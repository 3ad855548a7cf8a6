package org.postroad.lab.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.postroad.lab.Fuzz;

class ClientHelloTest {

  @Test
  void saysWhomTheClientCallsAndWhatItSpeaks() throws Exception {
    ClientHello hello = ClientHello.read(new ByteArrayInputStream(hello("Mail.Example.org")));

    assertThat(hello.serverName()).contains("mail.example.org");
    assertThat(hello.protocols()).containsExactly("h2", "http/1.1");
    assertThat(hello.versions()).contains(0x0304, 0x0303);
  }

  @Test
  void readsOneThatIsCutIntoManyRecords() throws Exception {
    byte[] whole = hello("mail.example.org");
    ByteArrayOutputStream cut = new ByteArrayOutputStream();
    for (int at = 5; at < whole.length; at += 3) {
      byte[] part = Arrays.copyOfRange(whole, at, Math.min(at + 3, whole.length));
      cut.write(new byte[] {22, 3, 1, 0, (byte) part.length});
      cut.write(part);
    }
    ClientHello hello = ClientHello.read(new ByteArrayInputStream(cut.toByteArray()));

    assertThat(hello.serverName()).contains("mail.example.org");
    assertThat(hello.consumed().readAllBytes()).isEqualTo(cut.toByteArray());
  }

  @Test
  void leavesWhatFollowsUnread() throws Exception {
    byte[] whole = hello("mail.example.org");
    byte[] more = Arrays.copyOf(whole, whole.length + 7);
    ByteArrayInputStream in = new ByteArrayInputStream(more);
    ClientHello hello = ClientHello.read(in);

    assertThat(in.available()).isEqualTo(7);
    assertThat(hello.consumed().readAllBytes()).isEqualTo(whole);
  }

  @Test
  void whatIsNoTlsIsRefusedWithWhatItWas() {
    byte[] http = "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> ClientHello.read(new ByteArrayInputStream(http)))
        .isInstanceOf(IOException.class)
        .hasMessage("not the beginning of TLS: GET /");
  }

  @Test
  void damagedOnesEndAsIoExceptions() throws Exception {
    Random random = Fuzz.random("ClientHello fuzz");
    byte[] whole = hello("mail.example.org");
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int n = random.nextInt(8); n > 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        ClientHello hello = ClientHello.read(new ByteArrayInputStream(damaged));
        assertThat(hello.versions()).isNotNull();
      } catch (IOException e) {
        assertThat(e).isNotInstanceOf(SSLException.class); // refused before any TLS
      } catch (RuntimeException e) {
        fail(String.valueOf(e), e);
      }
    }
  }

  private static byte[] hello(String name) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine(name, 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    engine.setSSLParameters(parameters);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    assertThat(engine.wrap(ByteBuffer.allocate(0), out).bytesProduced()).isPositive();
    return Arrays.copyOf(out.array(), out.position());
  }
}
