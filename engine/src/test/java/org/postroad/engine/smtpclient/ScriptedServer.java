package org.postroad.engine.smtpclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.TlsFacts;
import org.postroad.engine.tls.TlsOutcome;
import org.postroad.engine.tls.TlsRequest;

/// A server without a network, which answers by a table: what a command begins with, and the octets
/// that come back, `~` for CRLF. It notes what it was sent.
public final class ScriptedServer implements SmtpTransport {

  /// An answer: the server closes the connection.
  public static final String HANG_UP = "(hangs up)";

  /// An answer: nothing, until the client's time is over.
  public static final String SILENCE = "";

  private final Map<String, String> answers = new HashMap<>();
  private final List<String> received = new ArrayList<>();
  private final List<List<String>> groups = new ArrayList<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder pending = new StringBuilder();
  private int chunk = Integer.MAX_VALUE;
  private boolean inData;
  private boolean hungUp;
  private boolean closed;
  private boolean secured;
  private TlsStart handshake =
      new TlsStart.Secured(
          new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", List.of()),
          new CertificateVerdict.Verified(List.of()));

  public ScriptedServer() {
    on("greeting", "220 mx.example.com~");
    on("EHLO", "250-mx.example.com~250-STARTTLS~250-8BITMIME~250 SIZE 1000~");
    on("STARTTLS", "220 go~");
    on("MAIL FROM", "250 ok~");
    on("RCPT TO", "250 ok~");
    on("DATA", "354 go~");
    on("RSET", "250 ok~");
    on("message", "250 2.0.0 queued~");
    on("nothing at all", "554 no recipients~");
    on("QUIT", "221 bye~");
  }

  public ScriptedServer on(String command, String answer) {
    answers.put(command, answer);
    if (command.equals("greeting")) {
      pending.setLength(0);
      say(answer);
    }
    return this;
  }

  /// Lets the client read at most so many octets at once.
  public ScriptedServer inChunksOf(int octets) {
    chunk = octets;
    return this;
  }

  /// What the certificate will be worth.
  public ScriptedServer presenting(CertificateVerdict verdict) {
    handshake =
        new TlsStart.Secured(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", List.of()), verdict);
    return this;
  }

  /// The handshake will fail.
  public ScriptedServer failing(TlsOutcome.Failure failure) {
    handshake = new TlsStart.Failed(failure);
    return this;
  }

  /// Whether the message got here; a lone dot is none.
  public boolean hasMessage() {
    return received.stream().anyMatch(text -> text.endsWith("\r\n.\r\n"));
  }

  /// Whether what came after the handshake came from a client that knew who we are.
  public boolean isVerified() {
    return handshake instanceof TlsStart.Secured(var _, CertificateVerdict.Verified _);
  }

  /// What was said where anybody could read it.
  public List<String> receivedInClear() {
    int tls = received.indexOf("TLS");
    return tls < 0 ? received : received.subList(0, tls);
  }

  /// The commands, and the whole message as one of them; `TLS` where the handshake was.
  public List<String> received() {
    return received;
  }

  /// The commands, those together that came in one go; an empty list for each stretch of a message.
  public List<List<String>> groups() {
    return groups;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public int read(byte[] into, Deadline deadline) throws IOException {
    if (pending.isEmpty()) {
      if (hungUp) {
        return -1;
      }
      throw new SocketTimeoutException("nothing more");
    }
    int count = Math.min(Math.min(into.length, chunk), pending.length());
    byte[] octets = pending.substring(0, count).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(octets, 0, into, 0, count);
    pending.delete(0, count);
    return count;
  }

  @Override
  public void write(byte[] octets, int from, int length, Deadline deadline) throws IOException {
    if (hungUp || closed) {
      throw new IOException("broken pipe");
    }
    groups.add(new ArrayList<>());
    for (int i = from; i < from + length && !hungUp; i++) {
      line.write(octets[i]);
      if (octets[i] == '\n') {
        hear(line.toString(StandardCharsets.ISO_8859_1));
      }
    }
    if (inData && line.size() > 0) {
      say(answers.getOrDefault("half a message", ""));
    }
  }

  private void hear(String text) {
    if (!inData) {
      String command = text.substring(0, text.length() - 2);
      groups.getLast().add(command);
      take(command, longestKeyOf(command));
    } else if (("\r\n" + text).endsWith("\r\n.\r\n")) {
      inData = false;
      take(text, text.length() == 3 ? "nothing at all" : "message");
    }
  }

  private String longestKeyOf(String command) {
    return answers.keySet().stream()
        .filter(command::startsWith)
        .max(Comparator.comparingInt(String::length))
        .orElse("nothing");
  }

  private void take(String text, String key) {
    line.reset();
    received.add(text);
    String answer = answers.getOrDefault(key, "500 what~");
    inData = key.equals("DATA") && answer.startsWith("3");
    if (secured && key.equals("EHLO")) {
      answer = answers.getOrDefault("EHLO in TLS", answer);
    }
    say(answer);
  }

  private void say(String answer) {
    hungUp = answer.endsWith(HANG_UP);
    pending.append(answer.replace(HANG_UP, "").replace("~", "\r\n"));
  }

  @Override
  public boolean hasUnread() {
    return !pending.isEmpty();
  }

  @Override
  public TlsStart startTls(TlsRequest request, Deadline deadline) {
    received.add("TLS");
    if (request.verification() == TlsRequest.Verification.REQUIRED
        && handshake instanceof TlsStart.Secured(var _, CertificateVerdict.Refused refused)) {
      return new TlsStart.Failed(new TlsOutcome.CertificateRefused(refused, List.of()));
    }
    secured = handshake instanceof TlsStart.Secured;
    return handshake;
  }

  @Override
  public void close() {
    closed = true;
  }
}
