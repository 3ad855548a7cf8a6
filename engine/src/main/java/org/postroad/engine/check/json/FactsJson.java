package org.postroad.engine.check.json;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.postroad.engine.check.Circumstances;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.RecordedDns;
import org.postroad.protocol.dns.DomainName;

/// Facts as JSON and back, schema `postroad.facts/1`.
///
/// Keys are in lower snake_case, times RFC 3339 in UTC, durations in seconds, octets as characters
/// of ISO 8859-1, certificates in base64 of their DER encoding. One of several variants has its
/// name as `kind`.
public final class FactsJson {

  public static final String SCHEMA = "postroad.facts/1";

  /// The longest text that is read.
  public static final int TEXT_MAX = 64 << 20;

  private FactsJson() {}

  /// Facts, or why a text is none: `line 12: dns[3].answer.kind: unknown: "fuond"`.
  public sealed interface Parsed {
    record Valid(DomainFacts facts) implements Parsed {}

    record Invalid(String why) implements Parsed {}
  }

  public static String write(DomainFacts facts) {
    return JsonText.of(
        json ->
            json.text("schema", SCHEMA)
                .text("domain", facts.domain().text())
                .object("circumstances", facts.circumstances(), FactsJson::circumstances)
                .objects("dns", List.copyOf(facts.dns().entries().entrySet()), FactsJson::entry)
                .objects("policy_visits", facts.policyVisits(), HostsJson::policyVisit)
                .objects("exchangers", facts.exchangers(), HostsJson::exchanger)
                .objects("name_servers", facts.nameServers(), DnsJson::nameServer)
                .objects("signatures", facts.signatures(), DnsJson::signature)
                .objects("services", facts.services(), HostsJson::service));
  }

  public static Parsed read(String text) {
    if (text.length() > TEXT_MAX) {
      return new Parsed.Invalid("longer than " + TEXT_MAX + " characters");
    }
    try {
      return new Parsed.Valid(Fields.read(JsonValue.read(text), "", FactsJson::facts));
    } catch (FactsFault e) {
      return new Parsed.Invalid(e.why());
    }
  }

  private static DomainFacts facts(Fields in) {
    String schema = in.text("schema");
    if (!schema.equals(SCHEMA)) {
      throw new IllegalArgumentException("schema " + schema + ", known is " + SCHEMA);
    }
    return new DomainFacts(
        in.name("domain"),
        in.object("circumstances", FactsJson::circumstances),
        dns(in),
        in.objects("policy_visits", HostsJson::policyVisit),
        in.objects("exchangers", HostsJson::exchanger),
        in.objects("name_servers", DnsJson::nameServer),
        in.objects("signatures", DnsJson::signature),
        in.objects("services", HostsJson::service));
  }

  private static RecordedDns dns(Fields in) {
    Map<DnsQuestion, RecordedDns.Entry> entries = new TreeMap<>();
    Function<Fields, Boolean> entry =
        each -> {
          DnsQuestion question = DnsJson.question(each);
          RecordedDns.Entry said =
              new RecordedDns.Entry(each.object("answer", DnsJson::answer), each.seconds("took"));
          if (entries.putIfAbsent(question, said) != null) {
            throw new IllegalArgumentException("answered twice: " + question);
          }
          return true;
        };
    in.objects("dns", entry);
    return new RecordedDns(entries);
  }

  private static void entry(JsonText out, Map.Entry<DnsQuestion, RecordedDns.Entry> entry) {
    DnsJson.question(out, entry.getKey());
    out.object("answer", entry.getValue().answer(), DnsJson::answer)
        .seconds("took", entry.getValue().took());
  }

  private static void circumstances(JsonText out, Circumstances seen) {
    out.time("started", seen.started())
        .seconds("took", seen.took())
        .seconds("deadline", seen.deadline())
        .flag("complete", seen.complete())
        .text("software", seen.software())
        .texts("resolvers", seen.resolvers())
        .text("dnssec", seen.dnssec())
        .flag("tells_secure", seen.tellsSecure())
        .text("trust_anchors", seen.trustAnchors())
        .flag("private_allowed", seen.privateAllowed())
        .word("port_25", seen.port25())
        .word("ipv6", seen.ipv6())
        .texts("selectors", seen.selectors())
        .texts("blocklists", seen.blocklists().stream().map(DomainName::text).toList());
  }

  private static Circumstances circumstances(Fields in) {
    return new Circumstances(
        in.time("started"),
        in.seconds("took"),
        in.seconds("deadline"),
        in.flag("complete"),
        in.text("software"),
        in.texts("resolvers"),
        in.text("dnssec"),
        in.flag("tells_secure"),
        in.text("trust_anchors"),
        in.flag("private_allowed"),
        in.word("port_25", Circumstances.Reach.class),
        in.word("ipv6", Circumstances.Reach.class),
        in.texts("selectors"),
        in.names("blocklists"));
  }
}
