package org.postroad.app.outgoing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.postroad.app.config.Configuration;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.Setting;
import org.postroad.app.config.Settings;
import org.postroad.app.output.IoReason;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.engine.net.Endpoint;

/// What the configuration says of DNSSEC, as the DNS client takes it.
sealed interface DnssecAnchors {

  int BYTES_MAX = 64 * 1024;

  /// @param compared the other way to ask, where answers are to be compared
  record Usable(Dnssec dnssec, Optional<Dnssec> compared) implements DnssecAnchors {}

  record Unusable(DnssecFault fault) implements DnssecAnchors {}

  static DnssecAnchors of(Configuration.Dns dns) {
    DnssecAnchors counting = of(dns, dns.dnssec());
    if (!dns.compare() || !(counting instanceof Usable(Dnssec dnssec, var _))) {
      return counting;
    }
    return switch (dns.dnssec()) {
      case OFF ->
          unusable(
              Settings.DNS_DNSSEC_COMPARE, "there is nothing to compare while dns.dnssec is off");
      case LOCAL -> compared(dnssec, of(dns, DnssecMode.TRUSTED));
      case TRUSTED -> compared(dnssec, of(dns, DnssecMode.LOCAL));
    };
  }

  private static DnssecAnchors compared(Dnssec dnssec, DnssecAnchors other) {
    return switch (other) {
      case Usable(Dnssec second, var _) -> new Usable(dnssec, Optional.of(second));
      case Unusable(DnssecFault fault) -> unusable(Settings.DNS_DNSSEC_COMPARE, fault.text());
    };
  }

  private static DnssecAnchors of(Configuration.Dns dns, DnssecMode mode) {
    return switch (mode) {
      case OFF -> usable(new Dnssec.Off());
      case TRUSTED -> trusted(dns);
      case LOCAL ->
          dns.anchor()
              .map(file -> ofFile(file, dns.sha1()))
              .orElseGet(() -> usable(new Dnssec.Local(RootAnchors.iana(), dns.sha1())));
    };
  }

  private static DnssecAnchors usable(Dnssec dnssec) {
    return new Usable(dnssec, Optional.empty());
  }

  private static DnssecAnchors unusable(Setting<?> setting, String why) {
    return new Unusable(new DnssecFault(setting, why));
  }

  private static DnssecAnchors trusted(Configuration.Dns dns) {
    Optional<InetSocketAddress> foreign = DnsClient.Options.notLoopback(Outgoing.servers(dns));
    return foreign.isPresent()
        ? unusable(
            Settings.DNS_DNSSEC,
            "trusted, but "
                + Endpoint.text(foreign.get())
                + " is not on this host, so anybody on the way can set its AD bit (RFC 7672"
                + " §2.1.1); use a validating resolver on loopback, or local")
        : usable(new Dnssec.Trusted());
  }

  private static DnssecAnchors ofFile(Path file, boolean sha1) {
    String text;
    try {
      if (Files.size(file) > BYTES_MAX) {
        return unusable(Settings.DNS_DNSSEC_ANCHOR, file + ": more than " + BYTES_MAX + " bytes");
      }
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return unusable(Settings.DNS_DNSSEC_ANCHOR, "no such file: " + file);
    } catch (IOException e) {
      return unusable(Settings.DNS_DNSSEC_ANCHOR, file + " cannot be read: " + IoReason.of(e));
    }
    return switch (RootAnchors.parse(text)) {
      case RootAnchors.Parsed.Valid(RootAnchors anchors) -> usable(new Dnssec.Local(anchors, sha1));
      case RootAnchors.Parsed.Invalid(String why) ->
          unusable(Settings.DNS_DNSSEC_ANCHOR, file + ", " + why);
    };
  }
}
