package org.postroad.engine.check.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.postroad.engine.check.ClientService.Protocol;

/// The first words with a server of SMTP, IMAP or POP3: what it offers, and the way to TLS. Nobody
/// logs in and nothing is sent.
///
/// It waits as long as the socket lets it: guard that with a watchdog.
final class MailTalk {

  private static final int LINE_MAX = 2_000; // RFC 5321 §4.5.3.1.5 has 512, RFC 9051 8192
  private static final int LINES_MAX = 100;
  private static final int SHOWN_MAX = 120;
  private static final String IMAP_TAG = "postroad ";

  private final Socket socket;
  private final InputStream in;
  private final Protocol protocol;
  private final String ownName;

  MailTalk(Socket socket, Protocol protocol, String ownName) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.protocol = protocol;
    this.ownName = ownName;
  }

  /// The server's first line, or lines.
  String greeting() throws IOException {
    return switch (protocol) {
      case SMTP -> String.join(" / ", reply("220"));
      case IMAP -> expected(line(), "* OK", "* PREAUTH");
      case POP3 -> expected(line(), "+OK");
    };
  }

  /// What it offers now, as it says it.
  List<String> capabilities() throws IOException {
    return switch (protocol) {
      case SMTP -> {
        say("EHLO " + ownName);
        List<String> lines = reply("250");
        yield lines.subList(1, lines.size());
      }
      case IMAP -> imapCapabilities();
      case POP3 -> popCapabilities();
    };
  }

  /// Asks for TLS. After the answer nothing in clear may be left unread.
  void startTls() throws IOException {
    switch (protocol) {
      case SMTP -> {
        say("STARTTLS");
        List<String> _ = reply("220");
      }
      case IMAP -> {
        say(IMAP_TAG + "STARTTLS");
        String _ = expected(line(), IMAP_TAG + "OK");
      }
      case POP3 -> {
        say("STLS");
        String _ = expected(line(), "+OK");
      }
    }
    if (in.available() > 0) {
      throw new IOException("octets after the answer to STARTTLS, before TLS");
    }
  }

  /// Says goodbye and does not wait.
  void quit() throws IOException {
    say(protocol == Protocol.IMAP ? IMAP_TAG + "LOGOUT" : "QUIT");
  }

  /// Whether a line of capabilities offers that one.
  static boolean offers(List<String> capabilities, String wanted) {
    return capabilities.stream()
        .anyMatch(line -> line.toUpperCase(Locale.ROOT).split(" ", 2)[0].equals(wanted));
  }

  private List<String> imapCapabilities() throws IOException {
    say(IMAP_TAG + "CAPABILITY");
    List<String> words = new ArrayList<>();
    for (int lines = 0; lines < LINES_MAX; lines++) {
      String line = line();
      if (line.startsWith(IMAP_TAG)) {
        String _ = expected(line, IMAP_TAG + "OK");
        return words;
      }
      String[] parts = line.split(" ");
      if (line.toUpperCase(Locale.ROOT).startsWith("* CAPABILITY ")) {
        words.addAll(Arrays.asList(parts).subList(2, parts.length));
      }
    }
    throw new IOException("more than " + LINES_MAX + " lines");
  }

  private List<String> popCapabilities() throws IOException {
    say("CAPA");
    List<String> capabilities = new ArrayList<>();
    if (!line().startsWith("+OK")) {
      return capabilities; // a server without RFC 2449 offers nothing beyond
    }
    for (int lines = 0; lines < LINES_MAX; lines++) {
      String line = line();
      if (line.equals(".")) {
        return capabilities;
      }
      capabilities.add(line);
    }
    throw new IOException("more than " + LINES_MAX + " lines");
  }

  /// The text of a reply of SMTP with that code.
  private List<String> reply(String code) throws IOException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < LINES_MAX) {
      String line = expected(line(), code);
      texts.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() < 4 || line.charAt(3) != '-') {
        return texts;
      }
    }
    throw new IOException("more than " + LINES_MAX + " lines");
  }

  private void say(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// A line without its end. Read octet by octet: what follows may belong to TLS.
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < LINE_MAX) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("connection closed by the server");
      }
      if (octet == '\n') {
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
          line.setLength(last);
        }
        return line.toString();
      }
      line.append((char) octet);
    }
    throw new IOException("a line of more than " + LINE_MAX + " octets");
  }

  /// Whoever catches it makes the words safe to print.
  private static String expected(String line, String... beginnings) throws IOException {
    if (Arrays.stream(beginnings).noneMatch(line::startsWith)) {
      throw new IOException(
          "answered \"" + line.substring(0, Math.min(line.length(), SHOWN_MAX)) + "\"");
    }
    return line;
  }
}
