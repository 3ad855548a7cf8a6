package org.postroad.app.labs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postroad.lab.LabInternet;
import org.postroad.lab.PlainSender;

/// Every attack, with every policy, warm and cold: against the table that was written beforehand.
class LabRunTest {

  private static final Path ROOT = Path.of(System.getProperty("postroad.root", ".."));

  @Test
  void everyAttackComesOutAsTheRfcSays() throws InterruptedException {
    List<LabRow> rows = new LabRun("test").play(LabRun.rows(Set.of()), row -> {});
    assertThat(rows).hasSameSizeAs(Expected.TABLE);
    assertThat(rows).allSatisfy(row -> assertThat(row.ok()).as(row.toString()).isTrue());
  }

  @Test
  void aSenderThatIsRobbedUnderEnforceIsCaught() {
    for (String attack :
        List.of("starttls-stripping", "mx-hijack", "certificate-substitution", "stale-dns")) {
      Expected plan =
          Expected.TABLE.stream()
              .filter(row -> row.attack().equals(attack) && row.deliveredTo().equals("nobody"))
              .findFirst()
              .orElseThrow();
      try (LabInternet net = LabInternet.start()) {
        LabRow row =
            Play.run(plan, net, "victim.example", Tested.stateless(new PlainSender(net), "test"));
        assertThat(row.ok()).as(row.toString()).isFalse();
        assertThat(row.deliveredTo()).isEqualTo("attacker");
      }
    }
  }

  @Test
  void everyAttackIsInTheTableWithEveryPolicy() {
    for (LabAttack attack : LabAttack.values()) {
      assertThat(Expected.TABLE.stream().filter(row -> row.attack().equals(attack.text())))
          .extracting(Expected::policy)
          .as(attack.text())
          .contains(
              attack.needsDane()
                  ? new String[] {"dane"}
                  : new String[] {"none", "testing", "enforce"});
    }
  }

  @Test
  void everySentenceAboutProtectionNamesARowThatShowsIt() throws IOException {
    Pattern reference = Pattern.compile("`([a-z-]+) / ([a-z]+) / ([a-z]+)`");
    List<String> missing = new ArrayList<>();
    String text = Files.readString(ROOT.resolve("docs/what-it-protects.md"));
    Matcher rows = reference.matcher(text);
    int seen = 0;
    while (rows.find()) {
      seen++;
      boolean known =
          Expected.TABLE.stream()
              .anyMatch(
                  row ->
                      row.attack().equals(rows.group(1))
                          && row.policy().equals(rows.group(2))
                          && row.cache().equals(rows.group(3)));
      if (!known) {
        missing.add(rows.group());
      }
    }
    assertThat(seen).isGreaterThan(20);
    assertThat(missing).isEmpty();
    for (String item : text.split("\n- ", -1)) {
      if (text.indexOf(item) > 0) {
        assertThat(reference.matcher(item).find()).as(item).isTrue();
      }
    }
  }

  @Test
  void pageShowsEveryRowAndEscapesWhatStrangersSaid() {
    LabRow row =
        new LabRow(
            Expected.TABLE.getFirst(),
            "plain",
            "1",
            "mx",
            false,
            false,
            "<script>alert(1)</script>",
            true);
    assertThat(LabPage.of(List.of(row)))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>");
  }
}
