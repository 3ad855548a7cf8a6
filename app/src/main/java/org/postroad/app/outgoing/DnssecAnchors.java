package org.postroad.app.outgoing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.postroad.app.config.Configuration;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.engine.net.Endpoint;

/// What the configuration says of DNSSEC, as the DNS client takes it.
sealed interface DnssecAnchors {

  int BYTES_MAX = 64 * 1024;

  record Usable(Dnssec dnssec) implements DnssecAnchors {}

  record Unusable(String why) implements DnssecAnchors {}

  static DnssecAnchors of(Configuration.Dns dns) {
    return switch (dns.dnssec()) {
      case OFF -> new Usable(new Dnssec.Off());
      case TRUSTED -> trusted(dns);
      case LOCAL ->
          dns.anchor()
              .map(file -> ofFile(file, dns.sha1()))
              .orElseGet(() -> new Usable(new Dnssec.Local(RootAnchors.iana(), dns.sha1())));
    };
  }

  private static DnssecAnchors trusted(Configuration.Dns dns) {
    Optional<InetSocketAddress> foreign = DnsClient.Options.notLoopback(Outgoing.servers(dns));
    return foreign.isPresent()
        ? new Unusable(
            "dns.dnssec = trusted: "
                + Endpoint.text(foreign.get())
                + " is not on this host, so anybody on the way can set its AD bit (RFC 7672"
                + " §2.1.1); use a validating resolver on loopback, or local")
        : new Usable(new Dnssec.Trusted());
  }

  private static DnssecAnchors ofFile(Path file, boolean sha1) {
    String text;
    try {
      if (Files.size(file) > BYTES_MAX) {
        return new Unusable("dns.dnssec_anchor: " + file + ": more than " + BYTES_MAX + " bytes");
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return new Unusable("dns.dnssec_anchor: no such file: " + file);
    } catch (IOException e) {
      return new Unusable("dns.dnssec_anchor: " + file + " cannot be read: " + e.getMessage());
    }
    return switch (RootAnchors.parse(text)) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) ->
          new Usable(new Dnssec.Local(anchors, sha1));
      case RootAnchors.Parsed.Invalid(String why) ->
          new Unusable("dns.dnssec_anchor: " + file + ", " + why);
    };
  }
}
