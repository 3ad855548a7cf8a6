package org.postroad.app.checks.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerbatimTest {

  /// What is to be copied, and the sentence that it stands in.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openssl s_client -connect a.example:443 -servername a.example | Serve it for that name. Look with: %s
          openssl s_client -connect a.example:443 -servername a.example | Look with: %s; let it speak TLS 1.2 and 1.3.
          delv example.com SOA | A word of prose before. Look with: %s. Sign the zone anew; or remove the DS record.
          openssl x509 -in cert.pem -noout -pubkey | Publish the SHA-256 of its public key (%s), then wait.
          dig @ns1.example.com example.com SOA +norecurse | Check from a host that may ask any name server: %s
          "v=DMARC1; p=none; rua=mailto:d@example.com" | Begin with reports alone: %s. Then read them for a week.
          "v=spf1 mx -all" | Publish who sends: %s where the exchangers send too.
          """)
  void whatIsToBeCopiedStaysInOneLine(String piece, String sentence) {
    String text = sentence.replace("%s", piece);
    for (int width = 20; width < 100; width++) {
      List<String> lines = Verbatim.lines(text, width);
      assertThat(lines).as("width %d", width).anyMatch(line -> line.contains(piece));
      assertThat(String.join(" ", lines)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource({"keep the key (certbot: --reuse-key) and go on", "nothing but prose, v=spf1 too"})
  void proseIsWrapped(String text) {
    assertThat(Verbatim.lines(text, 12)).allMatch(line -> line.length() <= 12);
  }

  @Test
  void onAPageTheyAreCodeAndStrangersTextStaysText() {
    assertThat(
            Verbatim.html(
                "Not <b>: publish \"v=STSv1; id=1;\". Look with: dig mta-sts.example.com +short"))
        .isEqualTo(
            "Not &lt;b&gt;: publish <code>&quot;v=STSv1; id=1;&quot;</code>. Look with:"
                + " <code>dig mta-sts.example.com +short</code>");
  }
}
