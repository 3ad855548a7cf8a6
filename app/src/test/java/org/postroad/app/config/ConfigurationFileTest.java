package org.postroad.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.postfix.PolicyOverride;
import org.postroad.protocol.postfix.PolicyOverride.Level;

class ConfigurationFileTest {

  private static final Path ROOT = Path.of(System.getProperty("postroad.root", ".."));

  private record Row(String text, int line, String key, String what, String hint) {}

  @Test
  void nothingWrittenIsTheDefaults() {
    assertThat(valid("").configuration()).isEqualTo(InForce.defaults().configuration());
    Configuration defaults = InForce.defaults().configuration();
    assertThat(defaults.resolver().listen()).hasToString("[inet:127.0.0.1:8461]");
    assertThat(defaults.http().listen()).hasToString("127.0.0.1:8462");
    assertThat(defaults.resolver().answerWithin()).isEqualTo(Duration.ofSeconds(20));
    assertThat(defaults.resolver().deferUnanswered()).contains(Duration.ofHours(4));
    assertThat(defaults.fetch().timeout()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void everySettingIsReadFromItsTable() {
    Configuration read =
        valid(
                """
                [dns]
                servers = ["192.0.2.53", "[2001:db8::53]:5353"]
                dnssec = "off"
                timeout = "3s"
                [tls]
                ca_file = "/etc/ca.pem"
                [fetch]
                timeout = "45s"
                proxy = "proxy.example:3128"
                allow_private = true
                per_address = 8
                parallel = 64
                source = ["192.0.2.1", "2001:db8::1"]
                [cache]
                file = "/var/lib/x.db"
                entries = 5_000
                memory_entries = 1000
                [resolver]
                listen = ["inet:127.0.0.1:0", "unix:/run/x?mode=0660&group=postfix"]
                answer_within = "5s"
                defer_unanswered = "forever"
                idle_timeout = "1h"
                max_connections = 100
                queue = 10
                [http]
                listen = "[::1]:9000"
                """)
            .configuration();
    assertThat(read)
        .hasToString(
            "Configuration[dns=Dns[servers=[192.0.2.53:53, [2001:db8::53]:5353],"
                + " dnssec=OFF, anchor=Optional.empty, sha1=false, compare=false, timeout=PT3S],"
                + " tls=Tls[caFile=Optional[/etc/ca.pem]],"
                + " fetch=Fetch[timeout=PT45S, proxy=Optional[proxy.example:3128],"
                + " allowPrivate=true, perAddress=8, parallel=64, source=[/192.0.2.1,"
                + " /2001:db8:0:0:0:0:0:1]],"
                + " cache=Cache[file=Optional[/var/lib/x.db], entries=5000, memoryEntries=1000],"
                + " resolver=Resolver[listen=[inet:127.0.0.1:0,"
                + " unix:/run/x?mode=0660&group=postfix], answerWithin=PT5S,"
                + " deferUnanswered=Optional.empty, idleTimeout=PT1H, maxConnections=100,"
                + " queue=10, dane=false], http=Http[listen=[::1]:9000], overrides={}]");
  }

  @Test
  void everyMistakeIsToldWithItsLineAndKey() {
    for (Row row :
        List.of(
            new Row("[dns]\ntimout = \"5s\"", 2, "dns.timout", "unknown key", "timeout"),
            new Row("[dsn]\n", 1, "dsn", "unknown table", "dns"),
            new Row("dns = 5", 1, "dns", "not a table: write [dns]", ""),
            new Row("[frobnicate]", 1, "frobnicate", "unknown table", ""),
            new Row("timeout = \"5s\"", 1, "timeout", "unknown table", ""),
            new Row("[dns]\n\ntimeout = 5", 3, "dns.timeout", "not a text in quotes: 5", ""),
            new Row("[dns]\ntimeout = \"5\"", 2, "dns.timeout", "not a duration such as", ""),
            new Row(
                "[fetch]\ntimeout = \"1h\"", 2, "fetch.timeout", "not from 100ms to 5m: 1h", ""),
            new Row(
                "[resolver]\nidle_timeout = \"299s\"",
                2,
                "resolver.idle_timeout",
                "not from 5m to 1d: 299s",
                ""),
            new Row(
                "[resolver]\ndefer_unanswered = \"never\"",
                2,
                "resolver.defer_unanswered",
                "not a duration such as",
                ""),
            new Row("[resolver]\nlisten = []", 2, "resolver.listen", "not 1 to 1000 elements", ""),
            new Row(
                "[resolver]\nlisten = \"inet:[::1]:1\"",
                2,
                "resolver.listen",
                "not an array such as",
                ""),
            new Row(
                "[resolver]\nlisten = [\"inet:[::1]:1\", \"inet:[::1]:1\"]",
                2,
                "resolver.listen",
                "twice: \"inet:[::1]:1\"",
                ""),
            new Row(
                "[resolver]\nlisten = [\"tcp:1\", \"inet:[::1]:1\", \"unix:s\"]",
                2,
                "resolver.listen",
                "not inet:HOST:PORT or unix:PATH: \"tcp:1\"; not an absolute path: \"s\"",
                ""),
            new Row(
                "[resolver]\nlisten = [\"unix:/run/s\", \"unix:/run/s?mode=0660\"]",
                2,
                "resolver.listen",
                "[\"unix:/run/s\", \"unix:/run/s?mode=0660\"]: the same Unix socket twice",
                ""),
            new Row(
                "[resolver]\nqueue = 0",
                2,
                "resolver.queue",
                "not a whole number from 1 to 1000000: 0",
                ""),
            new Row(
                "[resolver]\nqueue = 99999999999",
                2,
                "resolver.queue",
                "not a whole number from 1 to 1000000: 99999999999",
                ""),
            new Row("[fetch]\nparallel = 2.5", 2, "fetch.parallel", "not a whole number", ""),
            new Row(
                "[fetch]\nallow_private = \"yes\"",
                2,
                "fetch.allow_private",
                "not true or false: \"yes\"",
                ""),
            new Row("[fetch]\nsource = [\"a\"]", 2, "fetch.source", "not an IP address: \"a\"", ""),
            new Row(
                "[fetch]\nsource = [\"192.0.2.1\", \"192.0.2.2\"]",
                2,
                "fetch.source",
                "two addresses of one family",
                ""),
            new Row("[fetch]\nproxy = \"proxy\"", 2, "fetch.proxy", "not HOST:PORT", ""),
            new Row("[tls]\nca_file = \"ca.pem\"", 2, "tls.ca_file", "not an absolute path", ""),
            new Row(
                "[dns]\ndnssec = \"yes\"",
                2,
                "dns.dnssec",
                "not one of local, trusted, off: \"yes\"",
                ""),
            new Row("[dns]\nservers = [5]", 2, "dns.servers", "not a text in quotes: 5", ""),
            new Row("[dns\n", 1, "", "unexpected end of line, expected ]", ""),
            new Row("[dns]\ntimeout=\"1s\"\ntimeout=\"2s\"", 3, "", "timeout previously def", ""),
            new Row("[dns]\n[dns]", 2, "", "dns previously defined at line 1", ""),
            new Row(
                "[overrides.\"example.com\"]\nlevel = \"secured\"",
                2,
                "overrides.\"example.com\".level",
                "not one of none, may, encrypt, secure, dane-only, policy: \"secured\"",
                ""),
            new Row(
                "[overrides.\"example.com\"]\nreason = \"x\"",
                1,
                "overrides.\"example.com\"",
                "no level: one of none,",
                ""),
            new Row(
                "[overrides.\"example.com\"]\nlevel = \"may\"\nuntill = 1",
                3,
                "overrides.\"example.com\".untill",
                "unknown key",
                "until"),
            new Row(
                "[overrides.\"example.com\"]\nlevel = \"may\"\nuntil = \"soon\"",
                3,
                "overrides.\"example.com\".until",
                "not a day or a time such as",
                ""),
            new Row(
                "[overrides.\"example.com\"]\nlevel = \"may\"\nmatch = \"a.example\"",
                3,
                "overrides.\"example.com\".match",
                "only level \"secure\" has names to match, not may",
                ""),
            new Row(
                "[overrides.\"example.com\"]\nlevel = \"secure\"\nmatch = [\"192.0.2.1\"]",
                3,
                "overrides.\"example.com\".match",
                "no name of a host: \"192.0.2.1\"",
                ""),
            new Row(
                "[overrides.\"example.com\"]\nlevel = \"secure\"\nmatch = []",
                3,
                "overrides.\"example.com\".match",
                "not 1 to 100 names, but 0",
                ""),
            new Row(
                "[overrides.example.com]\nlevel = \"may\"",
                1,
                "overrides.\"example\".\"com\"",
                "a table in an override",
                "put the domain in quotes"),
            new Row(
                "[overrides.\".example.com\"]\nlevel = \"may\"",
                1,
                "overrides.\".example.com\"",
                "not a mail domain: a parent domain",
                ""),
            new Row(
                "[overrides.\"fa\u00df.de\"]\nlevel = \"may\"\nreasn = \"\"",
                3,
                "overrides.\"fa\\xdf.de\".reasn",
                "unknown key",
                "did you mean reason?"),
            new Row(
                "[overrides.\"fa\u00df.de\"]\nlevel = \"may\"\n"
                    + "[overrides.\"xn--fa-hia.de\"]\nlevel = \"may\"",
                3,
                "overrides.\"xn--fa-hia.de\"",
                "the same domain twice",
                ""))) {
      List<Fault> faults = invalid(row.text());
      assertThat(faults).as(row.text()).hasSize(1);
      Fault fault = faults.getFirst();
      assertThat(fault.line()).as(row.text()).isEqualTo(row.line());
      assertThat(fault.key()).as(row.text()).isEqualTo(row.key());
      assertThat(fault.what()).as(row.text()).startsWith(row.what());
      assertThat(fault.hint().orElse("")).as(row.text()).contains(row.hint());
      assertThat(fault.hint().isEmpty()).as(row.text()).isEqualTo(row.hint().isEmpty());
    }
  }

  @Test
  void allMistakesAreToldAtOnceInTheOrderOfTheLines() {
    assertThat(
            invalid("[http]\nlisten = 1\n[dns]\ntimout = 1\nservers = [\"x\"]\n[tls]\nca_file=1"))
        .extracting(fault -> fault.line() + " " + fault.key())
        .containsExactly("2 http.listen", "4 dns.timout", "5 dns.servers", "7 tls.ca_file");
  }

  @Test
  void overridesAreKeptByCanonicalDomain() {
    var overrides =
        valid(
                """
                [overrides."fa\u00df.de"]
                level = "secure"
                match = ["mx.example.com", ".mail.example.net"]
                until = 2027-01-31
                reason = "ticket 4711"
                [overrides."EXAMPLE.com"]
                level = "dane-only"
                until = 2027-01-31T12:00:00+01:00
                [overrides."example.org"]
                level = "none"
                """)
            .configuration()
            .overrides();
    PolicyOverride first = of(overrides, "xn--fa-hia.de");
    assertThat(first.level()).isEqualTo(Level.SECURE);
    assertThat(first.match())
        .extracting(m -> m.text())
        .containsExactly("mx.example.com", ".mail.example.net");
    assertThat(first.until()).contains(Instant.parse("2027-02-01T00:00:00Z"));
    assertThat(first.reason()).isEqualTo("ticket 4711");
    assertThat(of(overrides, "example.com").until())
        .contains(Instant.parse("2027-01-31T11:00:00Z"));
    assertThat(of(overrides, "example.org").until()).isEmpty();
  }

  @Test
  void anOverrideThatHasEndedIsAWarning() {
    InForce inForce = valid("\n[overrides.\"example.com\"]\nlevel = \"may\"\nuntil = 2026-01-31");
    assertThat(inForce.warnings(Instant.parse("2026-01-31T23:59:59Z"))).isEmpty();
    assertThat(inForce.warnings(Instant.parse("2026-02-01T00:00:00Z")))
        .extracting(fault -> fault.text("f"))
        .containsExactly(
            "f:2: overrides.\"example.com\": ended at 2026-02-01T00:00:00Z and counts no longer");
  }

  @Test
  void theExampleIsTheDefaultsWithEverySettingInIt() throws IOException {
    String example = Files.readString(ROOT.resolve("etc/postroad.toml"));
    assertThat(valid(example).configuration()).isEqualTo(InForce.defaults().configuration());
    for (Setting<?> setting : Settings.ALL) {
      assertThat(tableOf(example, setting.table()))
          .as(setting.name())
          .containsPattern("(?m)^(# )?" + setting.key() + " = ");
    }
    // What stands in comments is an example too, and must be right.
    String uncommented =
        example
            .replaceAll("(?m)^listen = \\[.*\\n", "")
            .replaceAll("(?m)^# (?=\\w+ = |\\[overrides|  \"(inet|unix):|\\]$)", "");
    assertThat(valid(uncommented).configuration().overrides()).hasSize(1);
    assertThat(valid(uncommented).configuration().fetch().source()).hasSize(2);
  }

  @Test
  void whatIsShownIsAFileWithTheSameMeaning() {
    InForce inForce =
        valid(
                """
                [resolver]
                defer_unanswered = "forever"
                [overrides."example.com"]
                level = "secure"
                match = ".example.net"
                until = 2027-01-31T12:00:00Z
                reason = "say \\"please\\" \\\\ \\n"
                """)
            .with(Settings.DNS_TIMEOUT, Duration.ofSeconds(3), "--timeout")
            .with(Settings.TLS_CA_FILE, Optional.of(Path.of("/a \"b\"/c.pem")), "--ca-file");
    String shown = String.join("\n", Shown.toml(inForce));
    assertThat(valid(shown).configuration()).isEqualTo(inForce.configuration());
    assertThat(shown)
        .containsPattern("timeout = \"3s\" +# --timeout")
        .containsPattern("defer_unanswered = \"forever\" +# test:2")
        .containsPattern("# servers =|servers = \\[] +# default: the system's resolvers");
  }

  @Test
  void anOptionIsBoundedAsTheFileIs() {
    assertThatThrownBy(
            () -> InForce.defaults().with(Settings.FETCH_TIMEOUT, Duration.ofHours(1), "--timeout"))
        .hasMessage("--timeout: not from 100ms to 5m: 1h");
  }

  @Test
  void aFileThatCannotBeReadSaysWhy(@TempDir Path folder) throws IOException {
    assertThat(faults(folder.resolve("none.toml"))).containsExactly("no such file");
    assertThat(faults(folder)).first().asString().startsWith("cannot be read: ");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
    assertThat(faults(binary)).containsExactly("not UTF-8");
    Path large = Files.write(folder.resolve("large"), new byte[ConfigurationFile.BYTES_MAX + 1]);
    assertThat(faults(large)).first().asString().startsWith("larger than ");
  }

  @Test
  void nothingThatIsWrittenThrows() throws IOException {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String example = Files.readString(ROOT.resolve("etc/postroad.toml"));
    String alphabet = "[]{}=\"'#\\\n,.: 0123-abTZ\u0000\u00e9";
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder(example.replaceAll("(?m)^#.*\\n", ""));
      for (int edits = random.nextInt(1, 6); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(ConfigurationFile.parse(text.toString(), "fuzz")).as("seed " + seed).isNotNull();
    }
    assertThat(invalid("a = " + "[".repeat(100_000))).isNotEmpty();
  }

  private static PolicyOverride of(Map<DomainName, PolicyOverride> overrides, String domain) {
    return Optional.ofNullable(overrides.get(DomainName.of(domain))).orElseThrow();
  }

  private static List<String> faults(Path file) {
    return ConfigurationFile.load(Optional.of(file)) instanceof ConfigurationFile.Read.Invalid bad
        ? bad.faults().stream().map(Fault::what).toList()
        : List.of();
  }

  private static String tableOf(String text, String table) {
    int from = text.indexOf("[" + table + "]");
    assertThat(from).as(table).isNotNegative();
    int end = text.indexOf("\n[", from);
    return text.substring(from, end < 0 ? text.length() : end);
  }

  private static InForce valid(String text) {
    return switch (ConfigurationFile.parse(text, "test")) {
      case ConfigurationFile.Read.Valid(InForce inForce) -> inForce;
      case ConfigurationFile.Read.Invalid(String file, List<Fault> faults) ->
          throw new AssertionError(faults.toString());
    };
  }

  private static List<Fault> invalid(String text) {
    return switch (ConfigurationFile.parse(text, "test")) {
      case ConfigurationFile.Read.Valid valid -> throw new AssertionError("valid: " + text);
      case ConfigurationFile.Read.Invalid(String file, List<Fault> faults) -> faults;
    };
  }
}
