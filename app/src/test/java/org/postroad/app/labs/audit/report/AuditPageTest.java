package org.postroad.app.labs.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Result;
import org.postroad.app.labs.audit.Result.Verdict;
import org.postroad.app.labs.audit.Seen;
import org.postroad.app.labs.audit.cases.Catalogue;
import org.postroad.app.labs.audit.report.Audit.Column;

class AuditPageTest {

  private static final String HOSTILE = "<script>alert(\"1\")</script> & '";

  @Test
  void aPageHasARowForEachCaseAndACellForEachSender() {
    String page = page("");

    for (AuditCase one : Catalogue.ALL) {
      assertThat(page).contains("<tr id=\"" + one.id() + "\"");
    }
    assertThat(page.split("<td class=\"s\"><span class=\"", -1))
        .hasSize(1 + 2 * Catalogue.ALL.size());
    assertThat(page)
        .contains("<title>Do mail servers keep mail transport security?</title>")
        .contains("21 November 2026", "3.10.13", "a sender that does nothing");
  }

  @Test
  void aPageNeedsNothingFromElsewhereAndNoScript() {
    assertThat(page(HOSTILE))
        .doesNotContain("<script", "<link", "<img", "@import", "url(")
        .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;")
        .doesNotContainPattern("(?:src|href)=\"(?!https://www\\.rfc-editor\\.org/rfc/rfc)");
  }

  @Test
  void rowsInWhichNobodyDidWrongCanBeHidden() {
    assertThat(page("")).contains("class=\"fine\"><td>", "body:has(#wrong:checked) tr.fine");
  }

  private static String page(String reason) {
    Map<String, Result> all = new LinkedHashMap<>();
    Map<String, Result> some = new LinkedHashMap<>();
    for (int i = 0; i < Catalogue.ALL.size(); i++) {
      String id = Catalogue.ALL.get(i).id();
      all.put(id, new Result(Verdict.OK, Optional.of(Seen.DELIVER), reason));
      some.put(id, i % 2 == 0 ? Result.notApplicable(reason) : Result.failed(Seen.DELAY, reason));
    }
    return AuditPage.of(
        new Audit(
            Catalogue.ALL,
            List.of(
                new Column("postroad", "0.1.0", "ours", all),
                new Column("postfix@3.10", "3.10.13", "a sender that does nothing", some)),
            Instant.parse("2026-11-21T08:00:00Z"),
            "0.1.0"));
  }
}
