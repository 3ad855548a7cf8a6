package org.postroad.engine.check.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.check.DomainFacts;
import org.postroad.lab.ca.LabCa;
import org.postroad.lab.ca.Leaf;

class FactsJsonTest {

  private static final int RUNS = 300;
  private static final LabCa CA = LabCa.create("Lab CA", Instant.parse("2026-11-21T07:00:00Z"));
  private static final List<X509Certificate> CERTIFICATES =
      List.of(CA.root(), CA.intermediate(), CA.issue(Leaf.of("mx.example")).leaf());

  @Test
  void whatWasWrittenIsReadAgain() {
    long seed = System.nanoTime();
    RandomFacts random = new RandomFacts(new Random(seed), CERTIFICATES);
    for (int run = 0; run < RUNS; run++) {
      DomainFacts facts = random.facts();
      String text = FactsJson.write(facts);
      assertThat(FactsJson.read(text))
          .as("seed %d, run %d", seed, run)
          .isEqualTo(new FactsJson.Parsed.Valid(facts));
      assertThat(FactsJson.write(facts)).as("twice the same").isEqualTo(text);
    }
  }

  @Test
  void damagedTextIsRefusedOrReadButNeverThrown() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < RUNS; run++) {
      StringBuilder text =
          new StringBuilder(FactsJson.write(new RandomFacts(random, CERTIFICATES).facts()));
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, "{}[],:\"0e-\\ \u0000x".charAt(random.nextInt(14)));
          case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
        }
      }
      assertThat(FactsJson.read(text.toString())).as("seed %d, run %d", seed, run).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          "postroad.facts/1"   | "postroad.facts/2"      | line 1: schema postroad.facts/2, known is postroad.facts/1
          "domain" : "_n0      | "domain" : "_n 0        | line 3: domain: character not allowed in a name at 3: "_n 0.example"
          "complete"           | "completed"             | line 4: circumstances: no complete
          "port_25" : "unknown"| "port_25" : "maybe"     | line 15: circumstances.port_25: unknown: "maybe"
          "took" : 1.5         | "took" : "1.5"          | line 6: circumstances.took: expected a number, not a text
          "took" : 1.5         | "took" : -1             | line 6: circumstances.took: not a number of seconds: -1
          "took" : 1.5         | "took" : 1.5, "x" : 1   | line 6: circumstances: unknown key "x"
          "took" : 1.5         | "took" : null           | line 6: no value
          "took" : 1.5         | "took" : 1.5, "took" : 2| line 6: not JSON: Duplicate Object property "took"
          "dns" : [ ]          | "dns" : { }             | line 20: dns: expected an array, not an object
          "dns" : [ ]          | "dns" : [ 1 ]           | line 20: dns[0]: expected an object, not a number
          """)
  void faultsAreNamedWithTheirPlace(String was, String becomes, String why) {
    assertThat(SMALL).contains(was);
    assertThat(FactsJson.read(SMALL.replace(was, becomes)))
        .isEqualTo(new FactsJson.Parsed.Invalid(why));
  }

  @Test
  void theSmallestFactsStayAsTheyAre() {
    assertThat(FactsJson.read(SMALL))
        .isInstanceOfSatisfying(
            FactsJson.Parsed.Valid.class,
            valid -> assertThat(FactsJson.write(valid.facts())).isEqualTo(SMALL));
  }

  private static final String SMALL =
      """
      {
        "schema" : "postroad.facts/1",
        "domain" : "_n0.example",
        "circumstances" : {
          "started" : "2026-11-21T07:00:00.250Z",
          "took" : 1.5,
          "deadline" : 60,
          "complete" : true,
          "software" : "postroad/0.1.0",
          "resolvers" : [ "127.0.0.1:53" ],
          "dnssec" : "every answer counts as insecure",
          "tells_secure" : false,
          "trust_anchors" : "ca.pem",
          "private_allowed" : false,
          "port_25" : "unknown",
          "ipv6" : "not_tried",
          "selectors" : [ ],
          "blocklists" : [ "bl.example" ]
        },
        "dns" : [ ],
        "policy_visits" : [ ],
        "exchangers" : [ ],
        "name_servers" : [ ],
        "signatures" : [ ],
        "services" : [ ]
      }
      """;
}
