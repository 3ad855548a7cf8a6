package org.postroad.app.outgoing;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postroad.protocol.smtp.MailHost;

/// What this host calls itself in EHLO.
public final class OwnName {

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private OwnName() {}

  /// The name of this host as the kernel has it, without asking the DNS; a literal if that is no
  /// name (RFC 5321 §4.1.4).
  public static MailHost ofHost() {
    try {
      String name = Files.readString(HOST_NAME, StandardCharsets.ISO_8859_1).strip();
      if (MailHost.parse(name) instanceof MailHost.Parsed.Valid(MailHost host)) {
        return host;
      }
    } catch (IOException e) {
      // no such kernel; the literal will do
    }
    return new MailHost.Literal(InetAddress.getLoopbackAddress());
  }
}
