package org.postroad.app.labs.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.RecordedDns;
import org.postroad.engine.check.json.FactsJson;
import org.postroad.lab.LabInternet;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.faults.SoundDomain;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;

/// Facts that somebody made up, or damaged.
class HostileFactsTest {

  private static final int ROUNDS = 300;
  private static final Pattern VALUE =
      Pattern.compile("(\"[a-z_0-9]+\") : (\"[^\"]*\"|[0-9.]+|true|false)");
  private static final String NAME = "some.example";

  private static String text = "";

  @BeforeAll
  static void looksAtOne() {
    try (LabInternet net = LabInternet.start()) {
      SoundDomain domain = SoundDomain.at(net, NAME).alsoOverIpv6();
      domain.domain().dane();
      LabDns server = net.nameServer("ns1." + NAME);
      server.zone(NAME, "@ SOA ns1 hostmaster 7 3600 600 86400 60\n@ MX 10 mx");
      net.dns().set(NAME, RecordType.NS, "ns1." + NAME);
      text = FactsJson.write(Looked.at(net).facts(NAME, Duration.ofSeconds(10)));
    }
  }

  @Test
  void addressesLeadNowhereOutside() {
    for (String address :
        List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "255.255.255.255")) {
      DomainFacts facts = facts(text.replace("198.51.100.1", address));
      try (FactsLab lab = Looked.lab(facts)) {
        assertThat(lab.net().connectMap().asMap().values())
            .allMatch(place -> place.getAddress().isLoopbackAddress());
        InetAddress seen = address(address);
        InetSocketAddress there = lab.net().connectMap().real(new InetSocketAddress(seen, 25));
        assertThat(there.getAddress().isLoopbackAddress()).isTrue();
        assertThat(there.getPort()).isNotEqualTo(25);
        assertThat(lab.net().connectMap().real(new InetSocketAddress(seen, 22)))
            .isEqualTo(lab.net().connectMap().nobody());
      }
    }
  }

  @Test
  void namesThatNobodyAskedForDoNotExist() {
    try (FactsLab lab = Looked.lab(facts(text))) {
      DomainFacts other = Looked.at(lab).facts("www." + NAME, Duration.ofSeconds(10));
      assertThat(other.dns().lookup(DomainName.of("www." + NAME), RecordType.MX))
          .isInstanceOf(Answer.NoSuchName.class);
      assertThat(lab.net().dns().holds("mx.elsewhere.test")).isFalse();
    }
  }

  @Test
  void moreThanALabTakesIsRefusedWithTheNumber() {
    DomainFacts facts = facts(text);
    Map<DnsQuestion, RecordedDns.Entry> many = new HashMap<>();
    Answer none = new Answer.NoData(Security.INSECURE, Duration.ZERO);
    for (int i = 0; i <= Limits.ANSWERS; i++) {
      many.put(
          new DnsQuestion(DomainName.of("n" + i + ".test"), RecordType.TXT),
          new RecordedDns.Entry(none, Duration.ZERO));
    }
    assertThat(FactsLab.of(List.of(with(facts, many))))
        .isEqualTo(
            new FactsLab.Built.Impossible(
                "more than 50000 DNS answers (" + (Limits.ANSWERS + 1) + ")"));
  }

  @Test
  void timesThatNobodyCanStandAtAreRefused() {
    for (String time : List.of("1970-01-01T00:00:00Z", "+1000000-01-01T00:00:00Z")) {
      String moved =
          text.replaceFirst("\"started\" : \"[^\"]*\"", "\"started\" : \"" + time + "\"");
      assertThat(FactsLab.of(List.of(facts(moved))))
          .isEqualTo(
              new FactsLab.Built.Impossible("circumstances.started: no lab can stand at " + time));
      String signed =
          text.replaceAll("\"expiration\" : \"[^\"]*\"", "\"expiration\" : \"" + time + "\"");
      assertThat(FactsLab.of(List.of(facts(signed))))
          .isEqualTo(
              new FactsLab.Built.Impossible(
                  "signatures: of some.example: at a time that no signature can have"));
    }
  }

  @Test
  void oddAnswersAreServedAsFarAsAZoneCanHaveThem() {
    DomainName some = DomainName.of(NAME);
    DomainName loop = DomainName.of("loop.test");
    DomainName wild = new DomainName("\\042.wild.test");
    DomainName odd = new DomainName("a\\059b\\040c\\034.odd.test");
    Map<DnsQuestion, RecordedDns.Entry> answers = new HashMap<>();
    put(answers, loop, RecordType.CNAME, loop, new DnsRecord.CnameRecord(loop));
    put(answers, some, RecordType.CNAME, some, new DnsRecord.CnameRecord(loop));
    put(answers, wild, RecordType.TXT, wild, new DnsRecord.TxtRecord(List.of("for all")));
    put(
        answers,
        odd,
        RecordType.TXT,
        odd,
        new DnsRecord.TxtRecord(List.of("x".repeat(300), "a\"b\\c;(\n\u00ff")));
    put(answers, some, RecordType.MX, some, new DnsRecord.TxtRecord(List.of("no MX record")));
    put(answers, DomainName.ROOT, RecordType.TXT, some, new DnsRecord.TxtRecord(List.of("?")));
    try (FactsLab lab = Looked.lab(with(facts(text), answers))) {
      assertThat(lab.net().dns().truth("x.wild.test", RecordType.TXT)).isEmpty();
      String served = lab.net().dns().truth(odd.text(), RecordType.TXT).getFirst();
      assertThat(served.chars().filter(c -> c == 'x').count()).isEqualTo(300);
      assertThat(served).endsWith("a\\\"b\\\\c;(\\010\\255\"");
      assertThat(lab.notes()).anyMatch(note -> note.contains("\\042.wild.test"));
    }
  }

  @Test
  void damagedFactsMakeALabOrAReason() {
    long seed = Long.getLong("postroad.seed", System.nanoTime());
    System.out.println("damaged facts: -Dpostroad.seed=" + seed);
    Random random = new Random(seed);
    int built = 0;
    for (int i = 0; i < ROUNDS; i++) {
      if (FactsJson.read(damaged(random)) instanceof FactsJson.Parsed.Valid(DomainFacts facts)
          && FactsLab.of(List.of(facts)) instanceof FactsLab.Built.Standing(FactsLab lab)) {
        try (lab) {
          built++;
          assertThat(lab.net().connectMap().asMap().values())
              .allMatch(place -> place.getAddress().isLoopbackAddress());
        }
      }
    }
    assertThat(built).isGreaterThan(ROUNDS / 10);
  }

  /// One to four values exchanged for others of the same text, or for nasty ones.
  private static String damaged(Random random) {
    List<MatchResult> values = VALUE.matcher(text).results().toList();
    List<String> nasty =
        List.of(
            "\"127.0.0.1\"",
            "\"::1\"",
            "\"\"",
            "\"a.b.test\"",
            "\"test\"",
            "\"x\\r\\nX: y\"",
            "\"secure\"",
            "\"insecure\"",
            "\"bogus\"",
            "\"TXT\"",
            "\"CNAME\"",
            "0",
            "1",
            "255",
            "65535",
            "4294967295",
            "false");
    StringBuilder damaged = new StringBuilder(text);
    Set<MatchResult> some = new HashSet<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      some.add(values.get(random.nextInt(values.size())));
    }
    List<MatchResult> chosen = new ArrayList<>(some);
    chosen.sort(Comparator.comparingInt((MatchResult at) -> at.start()).reversed());
    for (MatchResult at : chosen) {
      List<MatchResult> alike =
          values.stream().filter(other -> other.group(1).equals(at.group(1))).toList();
      String instead =
          random.nextInt(4) > 0
              ? alike.get(random.nextInt(alike.size())).group(2)
              : nasty.get(random.nextInt(nasty.size()));
      damaged.replace(at.start(2), at.end(2), instead);
    }
    return damaged.toString();
  }

  private static void put(
      Map<DnsQuestion, RecordedDns.Entry> answers,
      DomainName name,
      RecordType type,
      DomainName canonical,
      DnsRecord record) {
    answers.put(
        new DnsQuestion(name, type),
        new RecordedDns.Entry(
            new Answer.Found(List.of(record), canonical, Security.INSECURE, Duration.ofMinutes(5)),
            Duration.ZERO));
  }

  private static DomainFacts with(DomainFacts facts, Map<DnsQuestion, RecordedDns.Entry> answers) {
    return new DomainFacts(
        facts.domain(),
        facts.circumstances(),
        new RecordedDns(answers),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static DomainFacts facts(String json) {
    assertThat(FactsJson.read(json)).isInstanceOf(FactsJson.Parsed.Valid.class);
    return ((FactsJson.Parsed.Valid) FactsJson.read(json)).facts();
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
