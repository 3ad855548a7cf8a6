package org.postroad.app.cli;

import static org.postroad.app.config.Settings.DNS_DNSSEC;
import static org.postroad.app.config.Settings.DNS_DNSSEC_ANCHOR;
import static org.postroad.app.config.Settings.DNS_DNSSEC_COMPARE;
import static org.postroad.app.config.Settings.DNS_SERVERS;
import static org.postroad.app.config.Settings.DNS_TIMEOUT;
import static org.postroad.app.config.Settings.FETCH_ALLOW_PRIVATE;
import static org.postroad.app.config.Settings.FETCH_SOURCE;
import static org.postroad.app.config.Settings.FETCH_TIMEOUT;
import static org.postroad.app.config.Settings.RESOLVER_DANE;
import static org.postroad.app.config.Settings.TLS_CA_FILE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postroad.app.config.DnsServer;
import org.postroad.app.config.DnssecMode;
import org.postroad.app.config.InForce;
import org.postroad.app.config.LabFile;
import org.postroad.app.config.Parsed;
import org.postroad.app.config.Rehearsal;
import org.postroad.app.output.IoReason;
import org.postroad.app.output.Json;
import org.postroad.engine.net.MappedConnector;
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
      description = {
        "what makes an answer count as secure: validated here, the AD bit of a resolver on this",
        "host, or nothing (default: local for check, send and with [resolver] dane, else off)"
      })
  Optional<DnssecMode> dnssec = Optional.empty();

  @Option(
      names = "--dnssec-anchor",
      paramLabel = "FILE",
      description = "validate from these DS or DNSKEY records (default: the Internet's root keys)")
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
      description = "the address of this host to connect from (repeatable: one of each family)")
  List<InetAddress> source = new ArrayList<>();

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

  /// The settings with these options laid over them, `--lab` first and each other over it.
  ///
  /// @throws UsageException if one is out of bounds, or a file of theirs is unusable
  InForce over(InForce inForce) {
    try {
      InForce all = inForce;
      if (lab.isPresent()) {
        LabFile file = labFile(lab.get());
        all =
            all.with(DNS_SERVERS, List.of(file.dns()), "--lab")
                .with(TLS_CA_FILE, Optional.of(file.caFile()), "--lab")
                .with(FETCH_ALLOW_PRIVATE, file.allowPrivate(), "--lab")
                .with(DNS_DNSSEC_ANCHOR, file.anchor(), "--lab");
      }
      if (!dns.isEmpty()) {
        all = all.with(DNS_SERVERS, List.copyOf(dns), "--dns");
      }
      if (dnssec.isPresent()) {
        all = all.with(DNS_DNSSEC, dnssec.get(), "--dnssec");
      }
      if (dnssecAnchor.isPresent()) {
        all =
            all.with(DNS_DNSSEC_ANCHOR, absolute(dnssecAnchor), "--dnssec-anchor")
                .orElse(DNS_DNSSEC, DnssecMode.LOCAL, "--dnssec-anchor");
        if (all.value(DNS_DNSSEC) != DnssecMode.LOCAL && !all.value(DNS_DNSSEC_COMPARE)) {
          throw new UsageException(
              "--dnssec-anchor: nothing is validated from it while dnssec is "
                  + Json.word(all.value(DNS_DNSSEC)));
        }
      }
      if (caFile.isPresent()) {
        all = all.with(TLS_CA_FILE, absolute(caFile), "--ca-file");
      }
      if (allowPrivate) {
        all = all.with(FETCH_ALLOW_PRIVATE, true, "--allow-private");
      }
      if (timeout.isPresent()) {
        all = all.with(DNS_TIMEOUT, timeout.get(), "--timeout");
        all = all.with(FETCH_TIMEOUT, timeout.get(), "--timeout");
      }
      if (!source.isEmpty()) {
        all = all.with(FETCH_SOURCE, List.copyOf(source), "--source");
      }
      return validating(all);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /// With DANE on answers are validated here, if nobody says otherwise.
  static InForce validating(InForce all) {
    return all.value(RESOLVER_DANE)
        ? all.orElse(DNS_DNSSEC, DnssecMode.LOCAL, "[resolver] dane")
        : all;
  }

  /// What `--connect`, `--now` and `--lab` change about the world.
  ///
  /// @throws UsageException if a file of theirs is unusable
  Rehearsal rehearsal() {
    Optional<LabFile> file = lab.map(NetworkOptions::labFile);
    Map<InetSocketAddress, InetSocketAddress> connections =
        new HashMap<>(
            connect
                .or(() -> file.map(LabFile::connect))
                .map(NetworkOptions::connections)
                .orElse(Map.of()));
    Optional<InetSocketAddress> elsewhere = file.flatMap(LabFile::elsewhere);
    if (elsewhere.isPresent()) { // the lab's own places are where they are
      List.copyOf(connections.values()).forEach(at -> connections.putIfAbsent(at, at));
      file.map(one -> one.dns().address()).ifPresent(at -> connections.putIfAbsent(at, at));
    }
    return new Rehearsal(connections, elsewhere, now.or(() -> file.flatMap(LabFile::now)));
  }

  private static LabFile labFile(Path path) {
    return switch (LabFile.read(path)) {
      case Parsed.Valid<LabFile>(LabFile file) -> file;
      case Parsed.Invalid<LabFile>(String why) -> throw new UsageException("--lab: " + why);
    };
  }

  private static Map<InetSocketAddress, InetSocketAddress> connections(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UsageException("--connect: cannot read " + file + ": " + IoReason.of(e));
    }
    return switch (MappedConnector.parse(text)) {
      case MappedConnector.Parsed.Valid(Map<InetSocketAddress, InetSocketAddress> map) -> map;
      case MappedConnector.Parsed.Invalid(String why) ->
          throw new UsageException("--connect: " + file + ": " + why);
    };
  }

  private static Optional<Path> absolute(Optional<Path> path) {
    return path.map(Path::toAbsolutePath);
  }
}
