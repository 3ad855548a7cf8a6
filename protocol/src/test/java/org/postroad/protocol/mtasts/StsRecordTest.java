package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.Fuzz;

/// RFC 8461 §3.1.
class StsRecordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "v=STSv1; id=20160831085700Z;|20160831085700Z",
        "v=STSv1;id=1|1",
        "v=STSv1 ; id=1|1",
        "v=STSv1;id=1;|1",
        "v=STSv1;id=1 ; |1",
        "v=STSv1; ext=a; id=1;|1",
        "v=STSv1; a.b-c_d=x:y,z; id=abcDEF123|abcDEF123",
        "v=STSv1; id=first; id=second;|first",
        "v=STSv1; id=first; id=not-valid;|first",
        "v=STSv1; ID=x; id=1|1",
        "v=STSv1; id=12345678901234567890123456789012|12345678901234567890123456789012",
      })
  void validRecordGivesItsId(String text, String id) {
    assertThat(StsRecord.counts(text)).isTrue();
    assertThat(StsRecord.parse(text)).isEqualTo(new StsRecord.Parsed.Valid(new StsRecord(id)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "v=STSv1;|no id|9",
        "v=STSv1; |no id|10",
        "v=STSv1; ext=1;|no id|16",
        "v=STSv1;; id=1|expected a field name|9",
        "v=STSv1; id=1;;|expected a field name|15",
        "v=STSv1; id=;|field `id` has an empty value|13",
        "v=STSv1; id;|field `id` has no value|10",
        "v=STSv1; id=a-b;|id is not 1 to 32 letters and digits: `a-b`|13",
        "v=STSv1; id=a-b; id=ok|id is not 1 to 32 letters and digits: `a-b`|13",
        "v=STSv1; id=123456789012345678901234567890123"
            + "|id is not 1 to 32 letters and digits: `123456789012345678901234567890123`|13",
        "v=STSv1; id=1 |blank at the end|14",
        "v=STSv1; id=a b;|expected a semicolon|15",
        "v=STSv1; id = 1;|field `id` has no value|10",
        "v=STSv1; id=1; a=b=c;|expected a semicolon|19",
        "v=STSv1; id=1; -a=b;|expected a field name|16",
        "v=STSv1; id=1; mode: enforce;|field `mode` has no value|16",
        "v=STSv1; id=1; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=b"
            + "|field name of 33 characters, at most 32|16",
        "v=STSv1; id=é;|field `id` has an empty value|13",
      })
  void brokenRecordSaysWhyAndWhere(String text, String why, int at) {
    assertThat(StsRecord.counts(text)).isTrue();
    assertThat(StsRecord.parse(text))
        .isEqualTo(new StsRecord.Parsed.Invalid(why.replace('`', '"'), at));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "v=STSv1",
        "v=STSv10; id=1;",
        " v=STSv1; id=1;",
        "V=STSv1; id=1;",
        "v=stsv1; id=1;",
        "v=STSv2; id=1;",
        "v=spf1 -all",
        "id=1; v=STSv1;",
        "v = STSv1; id=1;",
      })
  void whatDoesNotBeginWithTheVersionDoesNotCount(String text) {
    assertThat(StsRecord.counts(text)).isFalse();
    assertThat(StsRecord.parse(text)).isInstanceOf(StsRecord.Parsed.Invalid.class);
  }

  @Test
  void generatedRecordsComeBackAsTheyWere() {
    Random random = Fuzz.random("StsRecord round trip");
    for (int i = 0; i < 20_000; i++) {
      StsRecord record = new StsRecord(Fuzz.text(random, "abcXYZ0189", 1, 32));
      assertThat(StsRecord.parse(record.text())).isEqualTo(new StsRecord.Parsed.Valid(record));
    }
  }

  @Test
  void noTextMakesTheReaderFail() {
    Random random = Fuzz.random("StsRecord fuzz");
    for (int i = 0; i < 100_000; i++) {
      String text = "v=STSv1" + Fuzz.text(random, "v=STSid1; \t;=.-_\u00e9\u0000", 0, 40);
      StsRecord.Parsed parsed = StsRecord.parse(text);
      if (parsed instanceof StsRecord.Parsed.Valid(StsRecord record)) {
        // An independent statement of the grammar of §3.1.
        assertThat(text)
            .matches(
                "v=STSv1([ \\t]*;[ \\t]*[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=[!-:<>-~&&[^=]]+)+"
                    + "([ \\t]*;[ \\t]*)?");
        assertThat(text).contains("id=" + record.id());
      }
    }
  }
}
