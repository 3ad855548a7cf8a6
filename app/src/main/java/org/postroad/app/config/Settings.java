package org.postroad.app.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postroad.protocol.mtasts.PolicyRules;

/// The table of the settings. To add one: a line here, a component in [Configuration], a line in
/// `etc/postroad.toml` and in `man/postroad.toml.5`.
public final class Settings {

  // [dns]: the recursive resolvers.

  public static final Setting<List<DnsServer>> DNS_SERVERS =
      new Setting<>(
          "dns", "servers", Kinds.array(Kinds.DNS_SERVER, 0), List.of(), "the system's resolvers");

  public static final Setting<DnssecMode> DNS_DNSSEC =
      new Setting<>(
          "dns",
          "dnssec",
          Kinds.word(DnssecMode.class),
          DnssecMode.OFF,
          "local for send, and with dane = true in [resolver]");

  public static final Setting<Optional<Path>> DNS_DNSSEC_ANCHOR =
      new Setting<>(
          "dns",
          "dnssec_anchor",
          Kinds.optional(Kinds.one(Kinds.PATH)),
          Optional.empty(),
          "the keys of the Internet's root");

  public static final Setting<Boolean> DNS_DNSSEC_SHA1 =
      new Setting<>("dns", "dnssec_sha1", Kinds.FLAG, false, "");

  /// For the daemon; it costs as many questions again.
  public static final Setting<Boolean> DNS_DNSSEC_COMPARE =
      new Setting<>("dns", "dnssec_compare", Kinds.FLAG, false, "");

  public static final Setting<Duration> DNS_TIMEOUT =
      new Setting<>(
          "dns",
          "timeout",
          Kinds.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          Duration.ofSeconds(10),
          "");

  // [tls]: whom to trust.

  public static final Setting<Optional<Path>> TLS_CA_FILE =
      new Setting<>(
          "tls",
          "ca_file",
          Kinds.optional(Kinds.one(Kinds.PATH)),
          Optional.empty(),
          "/etc/ssl/certs/ca-certificates.crt where it exists, else the JDK's");

  // [fetch]: how policies are fetched.

  public static final Setting<Duration> FETCH_TIMEOUT =
      new Setting<>(
          "fetch",
          "timeout",
          Kinds.duration(Duration.ofMillis(100), Duration.ofMinutes(5)),
          Duration.ofMinutes(1), // RFC 8461 §3.3: a suggested time-out of one minute
          "");

  public static final Setting<Optional<HostPort>> FETCH_PROXY =
      new Setting<>(
          "fetch", "proxy", Kinds.optional(Kinds.one(Kinds.HOST_PORT)), Optional.empty(), "none");

  public static final Setting<Boolean> FETCH_ALLOW_PRIVATE =
      new Setting<>("fetch", "allow_private", Kinds.FLAG, false, "");

  public static final Setting<Integer> FETCH_PER_ADDRESS =
      new Setting<>("fetch", "per_address", Kinds.number(1, 10_000), 32, "");

  public static final Setting<Integer> FETCH_PARALLEL =
      new Setting<>("fetch", "parallel", Kinds.number(1, 10_000), 256, "");

  public static final Setting<List<InetAddress>> FETCH_SOURCE =
      new Setting<>("fetch", "source", Kinds.oneOfEachFamily(), List.of(), "the system chooses");

  // [cache]: where policies are kept.

  public static final Setting<Optional<Path>> CACHE_FILE =
      new Setting<>(
          "cache",
          "file",
          Kinds.optional(Kinds.one(Kinds.PATH)),
          Optional.empty(),
          "/var/lib/postroad/policies.db where that folder can be written to, else memory only");

  public static final Setting<Integer> CACHE_ENTRIES =
      new Setting<>("cache", "entries", Kinds.number(100, 100_000_000), 1_000_000, "");

  public static final Setting<Integer> CACHE_MEMORY_ENTRIES =
      new Setting<>("cache", "memory_entries", Kinds.number(100, 100_000_000), 4_000, "");

  // [resolver]: the daemon that MTAs ask.

  public static final Setting<List<SocketmapEndpoint>> RESOLVER_LISTEN =
      new Setting<>(
          "resolver",
          "listen",
          Kinds.listeners(),
          List.of(new SocketmapEndpoint.Inet(new HostPort("127.0.0.1", 8461))),
          "");

  public static final Setting<Duration> RESOLVER_ANSWER_WITHIN =
      new Setting<>(
          "resolver",
          "answer_within",
          // Postfix gives a socketmap server 100 s.
          Kinds.duration(Duration.ofMillis(100), Duration.ofSeconds(90)),
          Duration.ofSeconds(20),
          "");

  public static final Setting<Optional<Duration>> RESOLVER_DEFER_UNANSWERED =
      new Setting<>(
          "resolver",
          "defer_unanswered",
          Kinds.durationOrForever(Duration.ofDays(30)),
          Optional.of(PolicyRules.DEFER_UNANSWERED),
          "");

  public static final Setting<Duration> RESOLVER_IDLE_TIMEOUT =
      new Setting<>(
          "resolver",
          "idle_timeout",
          // An MTA that waits for one slow exchanger comes back to a connection of minutes ago; one
          // that we shut meanwhile would cost it a failed look-up.
          Kinds.duration(Duration.ofMinutes(5), Duration.ofDays(1)),
          Duration.ofMinutes(15),
          "");

  public static final Setting<Integer> RESOLVER_MAX_CONNECTIONS =
      new Setting<>("resolver", "max_connections", Kinds.number(1, 1_000_000), 12_000, "");

  /// Needs a DNS that validates, and a Postfix that does DANE itself.
  public static final Setting<Boolean> RESOLVER_DANE =
      new Setting<>("resolver", "dane", Kinds.FLAG, false, "");

  public static final Setting<Integer> RESOLVER_QUEUE =
      new Setting<>("resolver", "queue", Kinds.number(1, 1_000_000), 10_000, "");

  // [http]: metrics and health.

  public static final Setting<HostPort> HTTP_LISTEN =
      new Setting<>(
          "http", "listen", Kinds.one(Kinds.HOST_PORT), new HostPort("127.0.0.1", 8462), "");

  /// All of them, table by table.
  public static final List<Setting<?>> ALL =
      List.of(
          DNS_SERVERS,
          DNS_DNSSEC,
          DNS_DNSSEC_ANCHOR,
          DNS_DNSSEC_SHA1,
          DNS_DNSSEC_COMPARE,
          DNS_TIMEOUT,
          TLS_CA_FILE,
          FETCH_TIMEOUT,
          FETCH_PROXY,
          FETCH_ALLOW_PRIVATE,
          FETCH_PER_ADDRESS,
          FETCH_PARALLEL,
          FETCH_SOURCE,
          CACHE_FILE,
          CACHE_ENTRIES,
          CACHE_MEMORY_ENTRIES,
          RESOLVER_LISTEN,
          RESOLVER_ANSWER_WITHIN,
          RESOLVER_DEFER_UNANSWERED,
          RESOLVER_IDLE_TIMEOUT,
          RESOLVER_MAX_CONNECTIONS,
          RESOLVER_QUEUE,
          RESOLVER_DANE,
          HTTP_LISTEN);

  private Settings() {}
}
