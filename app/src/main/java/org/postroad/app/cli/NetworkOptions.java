package org.postroad.app.cli;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.app.config.DnsServer;
import org.postroad.app.config.DnssecMode;
import picocli.CommandLine.Option;

/// The options of every command that goes out to the network, beside [CommonOptions].
final class NetworkOptions {

  @Option(
      names = "--dns",
      paramLabel = "ADDRESS[:PORT]",
      description = "resolver to ask (repeatable; default: the system's)")
  List<DnsServer> dns = new ArrayList<>();

  @Option(
      names = "--dnssec",
      paramLabel = "local|trusted|off",
      description = "validate here, believe the AD bit of the named loopback resolver, or neither")
  Optional<DnssecMode> dnssec = Optional.empty();

  @Option(
      names = "--dnssec-anchor",
      paramLabel = "FILE",
      description = "DS or DNSKEY records of the root to trust instead of the real ones")
  Optional<Path> dnssecAnchor = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      description =
          "trust these certification authorities only (default:"
              + " /etc/ssl/certs/ca-certificates.crt where it exists, else the JDK's)")
  Optional<Path> caFile = Optional.empty();

  @Option(
      names = "--allow-private",
      description = "policy hosts and exchangers may have private and other special addresses")
  boolean allowPrivate;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "how long to wait for each answer: 5s, 2m")
  Optional<Duration> timeout = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "ADDRESS",
      description = "the address of this host to connect from")
  Optional<InetAddress> source = Optional.empty();

  @Option(
      names = "--connect",
      paramLabel = "FILE",
      description = "for tests: lines ADDRESS:PORT ADDRESS:PORT, dial the second for the first")
  Optional<Path> connect = Optional.empty();

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "for tests: the clock starts at this time, 2026-01-31T12:00:00Z")
  Optional<Instant> now = Optional.empty();

  @Option(
      names = "--lab",
      paramLabel = "FILE",
      description = "for tests: DNS, trust and connections as a running lab --keep wrote them")
  Optional<Path> lab = Optional.empty();
}
