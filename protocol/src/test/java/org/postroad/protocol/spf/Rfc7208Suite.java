package org.postroad.protocol.spf;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postroad.protocol.ZoneDns;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads the suite that implementations of RFC 7208 are compared by: scenarios, each a zone and its
/// tests. Records of the old type SPF stand for TXT records where a name has none of its own.
final class Rfc7208Suite {

  /// One test.
  ///
  /// @param results those that are right
  /// @param explanation the one expected; empty if none is named
  record Case(
      String scenario,
      String name,
      String host,
      String helo,
      String mailFrom,
      List<String> results,
      String explanation,
      Map<String, List<Object>> zone) {

    /// What the scenario's zone says; written anew for each test.
    ZoneDns dns() {
      ZoneDns dns = new ZoneDns();
      zone.forEach((name, entries) -> fill(dns, name, entries));
      return dns;
    }
  }

  private Rfc7208Suite() {}

  @SuppressWarnings("unchecked")
  static List<Case> read(Path file) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Reader text = Files.newBufferedReader(file)) {
      for (Object document : yaml().loadAll(text)) {
        Map<String, Object> scenario = (Map<String, Object>) document;
        Map<String, List<Object>> zone = (Map<String, List<Object>>) of(scenario, "zonedata");
        Map<String, Map<String, Object>> tests =
            (Map<String, Map<String, Object>>) of(scenario, "tests");
        tests.forEach(
            (name, test) ->
                cases.add(
                    new Case(
                        (String) of(scenario, "description"),
                        name,
                        (String) of(test, "host"),
                        (String) of(test, "helo"),
                        (String) of(test, "mailfrom"),
                        list(of(test, "result")),
                        (String) test.getOrDefault("explanation", ""),
                        zone)));
      }
    }
    return cases;
  }

  private static Object of(Map<String, Object> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    DumperOptions dumping = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options),
        new Representer(dumping),
        dumping,
        options,
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {} // every scalar is text
        });
  }

  @SuppressWarnings("unchecked")
  private static void fill(ZoneDns dns, String owner, List<Object> entries) {
    if (!(DomainName.ofOctets(owner) instanceof DomainName.Parsed.Valid(DomainName name))) {
      throw new IllegalArgumentException(owner);
    }
    dns.exists(name);
    boolean ownText =
        entries.stream().anyMatch(e -> e instanceof Map<?, ?> map && map.containsKey("TXT"));
    for (Object entry : entries) {
      if (entry.equals("TIMEOUT")) {
        for (RecordType type : RecordType.values()) {
          dns.silence(name, type);
        }
      } else {
        ((Map<String, Object>) entry)
            .forEach((type, value) -> add(dns, name, type, value, ownText));
      }
    }
  }

  private static void add(
      ZoneDns dns, DomainName name, String type, Object value, boolean ownText) {
    switch (type) {
      case "SPF" -> {
        if (!ownText) {
          dns.add(name, RecordType.TXT, new DnsRecord.TxtRecord(list(value)));
        }
      }
      case "TXT" -> {
        if (!value.equals("NONE")) {
          dns.add(name, RecordType.TXT, new DnsRecord.TxtRecord(list(value)));
        }
      }
      case "MX" -> {
        List<String> words = list(value);
        DomainName exchange =
            DomainName.ofOctets(words.get(1)) instanceof DomainName.Parsed.Valid(DomainName valid)
                ? valid
                : DomainName.ROOT;
        dns.add(name, RecordType.MX, new MxRecord(Integer.parseInt(words.get(0)), exchange));
      }
      default -> dns.add(name, RecordType.valueOf(type), (String) value);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Object value) {
    return value instanceof List<?> list ? (List<String>) list : List.of((String) value);
  }
}
