package org.postroad.app.labs.postfix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postroad.engine.net.Deadline;

/// Hands a message to Postfix by SMTP and learns its queue id.
final class Submission {

  private static final Pattern QUEUED = Pattern.compile("queued as ([0-9A-Za-z]+)");

  private Submission() {}

  /// @param message header and body with LF or CRLF ends; a dot at the start of a line is doubled
  /// @return the queue id
  /// @throws IOException if Postfix does not take it; the message says what it answered
  static String send(int port, String from, String to, String message, Deadline deadline)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
          deadline.remainingMillis());
      socket.setSoTimeout(deadline.remainingMillis());
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = socket.getOutputStream();
      expect(in, "220");
      say(out, "EHLO submission.lab.example");
      expect(in, "250");
      boolean utf8 = !ascii(from + to);
      say(out, "MAIL FROM:<" + from + ">" + (utf8 ? " SMTPUTF8" : ""));
      expect(in, "250");
      say(out, "RCPT TO:<" + to + ">");
      expect(in, "250");
      say(out, "DATA");
      expect(in, "354");
      for (String line : message.lines().toList()) {
        say(out, line.startsWith(".") ? "." + line : line);
      }
      say(out, ".");
      String last = expect(in, "250").getLast();
      say(out, "QUIT");
      Matcher m = QUEUED.matcher(last);
      if (!m.find()) {
        throw new IOException("no queue id in the answer: " + last);
      }
      return m.group(1);
    }
  }

  private static boolean ascii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static List<String> expect(BufferedReader in, String code) throws IOException {
    List<String> reply = new ArrayList<>();
    do {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("Postfix hung up after " + reply);
      }
      reply.add(line);
    } while (reply.getLast().startsWith("-", 3));
    if (!reply.getLast().startsWith(code)) {
      throw new IOException("Postfix answered " + reply.getLast());
    }
    return reply;
  }
}
