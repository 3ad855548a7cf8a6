package org.postroad.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void sectionsAreLinked() {
    assertThat(Html.linked("RFC 8461 §3.1; RFC 4343"))
        .isEqualTo(
            "<a href=\"https://www.rfc-editor.org/rfc/rfc8461#section-3.1\">RFC&nbsp;8461&nbsp;§3.1"
                + "</a>; <a href=\"https://www.rfc-editor.org/rfc/rfc4343\">RFC&nbsp;4343</a>");
    assertThat(Html.linked("RFC 7208 §3")).contains("rfc7208#section-3\"");
  }

  @Test
  void textFromStrangersStaysText() {
    assertThat(Html.escaped("<b title=\"a\">&")).isEqualTo("&lt;b title=&quot;a&quot;&gt;&amp;");
    assertThat(Html.begin("</title><script>", "")).doesNotContain("<script>");
  }
}
