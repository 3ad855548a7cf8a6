package org.postroad.protocol.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.ZoneDns;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.spf.SpfNote.Kind;
import org.postroad.protocol.spf.SpfTree.Branch;
import org.postroad.protocol.spf.SpfTree.Leads;

/// RFC 7208 as the owner of a record sees it.
class SpfTreeTest {

  private static final DomainName DOMAIN = DomainName.of("a.example");

  /// What the names of the tables below lead to.
  private static final String ZONE =
      """
      a.example A 192.0.2.1
      a.example MX 10 mx.example
      none.example MX 0 .
      ok.example TXT v=spf1 ip4:192.0.2.0/24 -all
      open.example TXT v=spf1 +all
      two.example TXT v=spf1 -all
      two.example TXT v=spf1 ~all
      broken.example TXT v=spf1 ipv4:192.0.2.1 -all
      text.example TXT hello
      silent.example TXT !
      silent.example A !
      back.example TXT v=spf1 include:a.example -all
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          v=spf1 a mx ip4:192.0.2.0/16 ip6:2001:db8::/32 -all | '' | nothing to say
          v=spf1 include:ok.example redirect=ok.example       | '' | redirect ends it as all does
          v=spf1 exists:%{i}.a.example -all                   | '' | depends on the sender
          v=spf1 -ip4:0.0.0.0/0 -all                          | '' | a wide range that may not
          v=spf1 a                                            | NO_ALL | §4.7
          v=spf1 a ?all                                       | NEUTRAL_ALL | says nothing
          v=spf1 all                                          | EVERYBODY_MAY_SEND | §5.1
          v=spf1 include:open.example -all                    | EVERYBODY_MAY_SEND | below an include too
          v=spf1 -include:open.example mx:text.example ~all   | VOID_LOOKUP | who matches may not send
          v=spf1 ip4:0.0.0.0/0 -all                           | EVERYBODY_MAY_SEND | all in other words
          v=spf1 ip6:::/0 -all                                | EVERYBODY_MAY_SEND | of one family
          v=spf1 ?ip4:0.0.0.0/0 -all                          | '' | says nothing of them
          v=spf1 ip4:192.0.0.0/15 -all                        | WIDE_RANGE | shorter than /16
          v=spf1 a/8//24 -all                                 | WIDE_RANGE,WIDE_RANGE | both families
          v=spf1 ip6:2001:db8::/31 -all                       | WIDE_RANGE | shorter than /32
          v=spf1 ptr -all                                     | PTR | §5.5
          v=spf1 exists:%{p}.a.example -all                   | PTR | §7.2
          v=spf1 -all a                                       | BEHIND_ALL | §5.1
          v=spf1 redirect=none.example -all                   | IGNORED_REDIRECT | §5.1
          v=spf1 incldue=ok.example -all                      | UNKNOWN_MODIFIER | a slip of the pen
          v=spf1 a:no.example -all                            | VOID_LOOKUP | no such name
          v=spf1 a:x:y.example -all                           | VOID_LOOKUP | no name of a host
          v=spf1 mx:text.example -all                         | VOID_LOOKUP | no exchanger
          v=spf1 mx:none.example -all                         | VOID_LOOKUP | null MX, RFC 7505
          v=spf1 a:n1.example a:n2.example a:n3.example -all  | VOID_LOOKUP,VOID_LOOKUP,VOID_LOOKUP,TOO_MANY_VOID_LOOKUPS | §4.6.4
          v=spf1 include:no.example -all                      | NO_RECORD | no such name
          v=spf1 include:text.example -all                    | NO_RECORD | other TXT records only
          v=spf1 include:two.example -all                     | SEVERAL_RECORDS | §4.5
          v=spf1 include:broken.example -all                  | BROKEN_RECORD | §4.6
          v=spf1 include:silent.example -all                  | UNANSWERED | nobody knows
          v=spf1 a:silent.example -all                        | UNANSWERED | nobody knows
          v=spf1 include:back.example -all                    | LOOP | comes back
          v=spf1 a a a a a a a a a a a -all                   | TOO_MANY_LOOKUPS | eleven
          v=spf1 moo meh                                      | BROKEN_RECORD,BROKEN_RECORD | every fault is told
          v=spf2.0/pra -all                                   | NO_RECORD | another protocol
          v=spf1;-all                                         | NEAR_MISS,NO_RECORD | ends in a semicolon
          "v=spf1 -all"                                       | NEAR_MISS,NO_RECORD | quoted twice
          spf1 -all                                           | NEAR_MISS,NO_RECORD | half a version
          """)
  void whatIsToBeMendedIsTold(String record, String kinds, String reason) {
    assertThat(kinds(tree(ZONE, record))).as(reason).isEqualTo(kinds);
  }

  @Test
  void everyKindIsInATestOfThisClass() {
    assertThat(Kind.values()).hasSize(21);
  }

  @Test
  void theTreeSaysWhatEachTermCosts() {
    SpfTree tree =
        tree(
            ZONE
                + """
                b.example TXT v=spf1 a:a.example mx:a.example include:ok.example -all
                """,
            "v=spf1 a include:b.example exists:%{p}.a.example ip4:192.0.2.1 ~all mx exp=e.example");
    assertThat(tree.lookups()).isEqualTo(7);
    assertThat(tree.complete()).isTrue();
    assertThat(tree.root().branches())
        .extracting(branch -> branch.lookups() + " " + branch.term().text())
        .containsExactly(
            "1 a",
            "4 include:b.example",
            "2 exists:%{p}.a.example",
            "0 ip4:192.0.2.1",
            "0 ~all",
            "0 mx",
            "0 exp=e.example");
    assertThat(tree.root().branches().get(1).leads())
        .isInstanceOfSatisfying(
            Leads.ToRecord.class,
            below ->
                assertThat(below.node().branches())
                    .extracting(Branch::lookups)
                    .containsExactly(1, 1, 1, 0));
  }

  @Test
  void aRecordOfTheOldTypeIsSeen() {
    assertThat(kinds(tree(ZONE + "a.example SPF v=spf1 -all\n", "v=spf1 -all")))
        .isEqualTo("OLD_RECORD_TYPE");
  }

  @Test
  void anMxOfElevenHostsIsTooMuch() {
    StringBuilder zone = new StringBuilder();
    for (int i = 0; i < 11; i++) {
      zone.append("many.example MX 10 mx").append(i).append(".example\n");
    }
    assertThat(kinds(tree(zone.toString(), "v=spf1 mx:many.example -all")))
        .isEqualTo("TOO_MANY_MX");
  }

  @Test
  void aLongRecordIsSeen() {
    String record = "v=spf1" + " ip4:192.0.2.100".repeat(30) + " -all";
    assertThat(kinds(tree("", record))).isEqualTo("LONG_RECORD");
  }

  @Test
  void attackerWithAForestOfIncludesIsCutOff() {
    StringBuilder zone = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String next = " include:n" + (i + 1) + ".example";
      zone.append("n" + i + ".example TXT v=spf1" + next + next + next + " -all\n");
    }
    ZoneDns dns = ZoneDns.of(zone + "a.example TXT v=spf1 include:n0.example -all\n");
    SpfTree tree = SpfTree.of(DOMAIN, dns);
    assertThat(tree.complete()).isFalse();
    assertThat(tree.notes()).extracting(SpfNote::kind).contains(Kind.CUT_OFF);
    assertThat(dns.asked()).hasSizeLessThanOrEqualTo(SpfTree.QUESTIONS_MAX);
    assertThat(count(tree.root())).isLessThanOrEqualTo(SpfTree.NODES_MAX);
  }

  @Test
  void silenceMakesTheFiguresMinima() {
    assertThat(tree(ZONE, "v=spf1 include:silent.example -all").complete()).isFalse();
    assertThat(tree("a.example TXT !\n", "!").notes())
        .extracting(SpfNote::kind)
        .containsExactly(Kind.UNANSWERED);
  }

  private static int count(SpfTree.Node node) {
    return 1
        + node.branches().stream()
            .map(Branch::leads)
            .filter(Leads.ToRecord.class::isInstance)
            .mapToInt(leads -> count(((Leads.ToRecord) leads).node()))
            .sum();
  }

  private static String kinds(SpfTree tree) {
    List<String> kinds = new ArrayList<>();
    tree.notes().forEach(note -> kinds.add(note.kind().name()));
    return String.join(",", kinds);
  }

  private static SpfTree tree(String zone, String record) {
    return SpfTree.of(DOMAIN, ZoneDns.of(zone + "a.example TXT " + record + "\n"));
  }
}
