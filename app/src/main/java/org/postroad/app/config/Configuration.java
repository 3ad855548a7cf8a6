package org.postroad.app.config;

import static org.postroad.app.config.Settings.*;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.postfix.PolicyOverride;

/// The settings in force, for the code that obeys them: a record for each table of the file.
/// [Settings] says what each may be.
public record Configuration(
    Dns dns,
    Tls tls,
    Fetch fetch,
    Cache cache,
    Resolver resolver,
    Http http,
    Map<DomainName, PolicyOverride> overrides) {

  public Configuration {
    overrides = Map.copyOf(overrides);
  }

  /// @param servers none for the system's resolvers
  /// @param timeout for one answer, all servers and repetitions together
  /// @param anchor DS or DNSKEY records to validate from; empty for those of the Internet
  /// @param sha1 whether zones signed with RSASHA1 may be secure (RFC 9905)
  /// @param compare whether the daemon asks both ways and logs where they differ
  public record Dns(
      List<DnsServer> servers,
      DnssecMode dnssec,
      Optional<Path> anchor,
      boolean sha1,
      boolean compare,
      Duration timeout) {}

  /// @param caFile empty for the system's
  public record Tls(Optional<Path> caFile) {}

  /// @param timeout for a whole fetch
  /// @param perAddress fetches at a time from one policy-host address
  /// @param parallel fetches at a time
  /// @param source addresses to connect from, at most one of a family; none if the system chooses
  public record Fetch(
      Duration timeout,
      Optional<HostPort> proxy,
      boolean allowPrivate,
      int perAddress,
      int parallel,
      List<InetAddress> source) {}

  /// @param file empty for [Settings#CACHE_FILE]'s default
  /// @param entries domains in the file, at the most
  /// @param memoryEntries domains in memory, at the most
  public record Cache(Optional<Path> file, int entries, int memoryEntries) {}

  /// @param deferUnanswered empty for ever
  /// @param queue domains that are looked for at a time; over it a question is told to try later
  /// @param dane whether DANE decides beside the policies
  public record Resolver(
      List<SocketmapEndpoint> listen,
      Duration answerWithin,
      Optional<Duration> deferUnanswered,
      Duration idleTimeout,
      int maxConnections,
      int queue,
      boolean dane) {}

  public record Http(HostPort listen) {}

  static Configuration of(InForce all) {
    Map<DomainName, PolicyOverride> overrides = new TreeMap<>();
    all.overrides().forEach((domain, each) -> overrides.put(domain, each.override()));
    return new Configuration(
        new Dns(
            all.value(DNS_SERVERS),
            all.value(DNS_DNSSEC),
            all.value(DNS_DNSSEC_ANCHOR),
            all.value(DNS_DNSSEC_SHA1),
            all.value(DNS_DNSSEC_COMPARE),
            all.value(DNS_TIMEOUT)),
        new Tls(all.value(TLS_CA_FILE)),
        new Fetch(
            all.value(FETCH_TIMEOUT),
            all.value(FETCH_PROXY),
            all.value(FETCH_ALLOW_PRIVATE),
            all.value(FETCH_PER_ADDRESS),
            all.value(FETCH_PARALLEL),
            all.value(FETCH_SOURCE)),
        new Cache(all.value(CACHE_FILE), all.value(CACHE_ENTRIES), all.value(CACHE_MEMORY_ENTRIES)),
        new Resolver(
            all.value(RESOLVER_LISTEN),
            all.value(RESOLVER_ANSWER_WITHIN),
            all.value(RESOLVER_DEFER_UNANSWERED),
            all.value(RESOLVER_IDLE_TIMEOUT),
            all.value(RESOLVER_MAX_CONNECTIONS),
            all.value(RESOLVER_QUEUE),
            all.value(RESOLVER_DANE)),
        new Http(all.value(HTTP_LISTEN)),
        overrides);
  }
}
