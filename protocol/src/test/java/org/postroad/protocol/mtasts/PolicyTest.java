package org.postroad.protocol.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.protocol.Fuzz;
import org.postroad.protocol.dns.DomainName;

/// RFC 8461 §3.2. In the tables `/` stands for LF, `~` for CR.
class PolicyTest {

  private static final String REST = "/mode: enforce/mx: a.example/max_age: 86400/";

  @Test
  void exampleOfTheRfc() {
    String text =
        "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\n"
            + "mx: backupmx.example.com\r\nmax_age: 604800\r\n";
    Policy policy = valid(text);
    assertThat(policy.mode()).isEqualTo(PolicyMode.ENFORCE);
    assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
    assertThat(policy.mx())
        .containsExactly(
            new MxPattern.Host(DomainName.of("mail.example.com")),
            new MxPattern.Wildcard(DomainName.of("example.net")),
            new MxPattern.Host(DomainName.of("backupmx.example.com")));
    assertThat(policy.text()).isEqualTo(text);
    assertThat(policy.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "version: STSv1/mode: enforce/mx: a.example/max_age: 86400|no line end at the last line",
        "version: STSv1~/mode: enforce~/mx: a.example~/max_age: 86400~/|CRLF",
        "version: STSv1~/mode: enforce/mx: a.example~/max_age: 86400|mixed line ends",
        "version:STSv1/mode:enforce/mx:a.example/max_age:86400/|no blank behind the colon",
        "version: \tSTSv1 \t/mode: enforce  /mx: a.example /max_age: 86400 |blanks around values",
        "max_age: 86400/mx: a.example/mode: enforce/version: STSv1/|any order",
        "version: STSv1/mode: enforce/mx: a.example/max_age: 86400/note: ünï cödé/|extension",
        "version: STSv1/mode: enforce/mx: a.example/max_age: 86400/mode: none/|first mode wins",
        "version: STSv1/mode: enforce/mx: a.example/max_age: 86400/max_age: abc/|first max_age",
        "version: STSv1/version: STSv2/mode: enforce/mx: a.example/max_age: 86400/|first version",
        "version: STSv1/mode: enforce/mx: A.Example/max_age: 86400/|names in any case",
        "version: STSv1/mode: enforce/mx: a.example/max_age: 86400/Mode: none/|unknown key",
        "version: STSv1/mode: enforce/mx: a.example/max_age: 0000086400/|leading zeros",
      })
  void validPolicy(String text, String why) {
    Policy policy = valid(raw(text));
    assertThat(policy.mode()).as(why).isEqualTo(PolicyMode.ENFORCE);
    assertThat(policy.mx()).as(why).containsExactly(new MxPattern.Host(DomainName.of("a.example")));
    assertThat(policy.maxAge()).as(why).isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "|empty",
        "version: STSv1/|no mode",
        "mode: enforce/mx: a.example/max_age: 1/|no version",
        "version: STSv1/mx: a.example/max_age: 1/|no mode",
        "version: STSv1/mode: enforce/mx: a.example/|no max_age",
        "version: STSv1/mode: enforce/max_age: 1/|no mx, and the mode is enforce",
        "version: STSv1/mode: testing/max_age: 1/|no mx, and the mode is testing",
        "version: STSv2" + REST + "|line 1: version: expected STSv1, not 'STSv2'",
        "version: stsv1" + REST + "|line 1: version: expected STSv1, not 'stsv1'",
        "Version: STSv1" + REST + "|no version",
        " version: STSv1" + REST + "|line 1: not 'key: value': ' version: STSv1'",
        "version : STSv1" + REST + "|line 1: not 'key: value': 'version : STSv1'",
        "\ufeffversion: STSv1" + REST + "|line 1: byte order mark",
        "version: STSv1/" + REST + "|line 2: empty line",
        "version: STSv1" + REST + "/|line 5: empty line",
        "/version: STSv1" + REST + "|line 1: empty line",
        "version: STSv1/mode: Enforce/mx: a/max_age: 1/"
            + "|line 2: mode: expected enforce, testing or none, not 'Enforce'",
        "version: STSv1/mode: [testing]/mx: a/max_age: 1/"
            + "|line 2: mode: expected enforce, testing or none, not '[testing]'",
        "version: STSv1/mode:/mx: a/max_age: 1/"
            + "|line 2: mode: expected enforce, testing or none, not ''",
        "version: STSv1/mode: enforce/mx: a/max_age: 1 week/"
            + "|line 4: max_age: expected a number of 1 to 10 digits, not '1 week'",
        "version: STSv1/mode: enforce/mx: a/max_age: 12345678901/"
            + "|line 4: max_age: expected a number of 1 to 10 digits, not '12345678901'",
        "version: STSv1/mode: enforce/mx: a/max_age: -1/"
            + "|line 4: max_age: expected a number of 1 to 10 digits, not '-1'",
        "version: STSv1/mode: enforce/mx: a.example./max_age: 1/"
            + "|line 3: mx ends in a dot: 'a.example.'",
        "version: STSv1/mode: enforce/mx: x@a.example/max_age: 1/"
            + "|line 3: mx is not a domain: 'x@a.example'",
        "version: STSv1/mode: enforce/mx:/max_age: 1/|line 3: empty mx: ''",
        "version: STSv1/mode: enforce/mx: a.example, b.example/max_age: 1/"
            + "|line 3: mx is not a domain: 'a.example, b.example'",
        "version: STSv1/mode: enforce/mx: bücher.example/max_age: 1/"
            + "|line 3: mx is not an A-label name: 'b\\xfccher.example'",
        "version: STSv1/mode: enforce/mx: a/max_age: 1/nonsense/"
            + "|line 5: not 'key: value': 'nonsense'",
        "version: STSv1/mode: enforce/mx: a/max_age: 1/ext:/|line 5: key 'ext' has no value",
        "version: STSv1/mode: enforce/mx: a/max_age: 1/ext: a\tb/|line 5: tab in the value of 'ext'",
        "version: STSv1/mode: enforce/mx: a/max_age: 1/ext: a\u0001b/|line 5: control character",
        "version: STSv1/mode: enforce/mx: a/max_age: 1~|line 4: control character",
        "version: STSv1~mode: enforce/mx: a/max_age: 1/|line 1: control character",
        "version: STSv1/mode: enforce/mx: a/max_age: 1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: 1/"
            + "|line 5: key of 33 characters, at most 32",
        "<html><body>mx: a</body></html>|line 1: not 'key: value':"
            + " '<html><body>mx: a</body></html>'",
      })
  void brokenPolicySaysWhyAndInWhichLine(String text, String why) {
    Policy.Parsed parsed = Policy.parse(bytes(raw(text == null ? "" : text)));
    assertThat(parsed).isInstanceOf(Policy.Parsed.Invalid.class);
    assertThat(((Policy.Parsed.Invalid) parsed).text()).isEqualTo(why.replace('\'', '"'));
  }

  @Test
  void bytesThatAreNoUtf8AreNoPolicy() {
    byte[] text = bytes("version: STSv1\nmode: none\nmax_age: 1\next: x");
    text[text.length - 1] = (byte) 0xc3;
    assertThat(Policy.parse(text)).isEqualTo(new Policy.Parsed.Invalid("not UTF-8", 0));
  }

  @Test
  void policyOfMoreThanSixtyFourKilobytesIsRefused() {
    String head = "version: STSv1\nmode: none\nmax_age: 1\next: ";
    String fits = head + "x".repeat(Policy.BYTES_MAX - head.length());
    assertThat(Policy.parse(bytes(fits))).isInstanceOf(Policy.Parsed.Valid.class);
    assertThat(Policy.parse(bytes(fits + "x")))
        .isEqualTo(new Policy.Parsed.Invalid("more than 65536 bytes", 0));
  }

  @Test
  void whiteSpaceThatIsNoBlankIsPartOfAValue() {
    Policy policy = valid("version: STSv1\nmode: none\nmax_age: 1\next: \u3000 \t\n");
    assertThat(policy.lines().getLast()).isEqualTo("ext: \u3000");
    assertThat(valid(policy.text())).isEqualTo(policy);
  }

  @Test
  void modeNoneNeedsNoMx() {
    assertThat(valid("version: STSv1\nmode: none\nmax_age: 1").mx()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"31557600,31557600,false", "31557601,31557600,true", "9999999999,31557600,true"})
  void longMaxAgeCountsAsAYearAndIsNoted(String asked, long counts, boolean noted) {
    Policy policy = valid("version: STSv1\nmode: none\nmax_age: " + asked);
    assertThat(policy.maxAge()).hasSeconds(counts);
    assertThat(policy.notes()).hasSize(noted ? 1 : 0);
  }

  @Test
  void addressInMxKeepsThePolicyAndMatchesNothing() {
    Policy policy = valid("version: STSv1\nmode: enforce\nmx: 192.0.2.1\nmx: a.b\nmax_age: 9");
    assertThat(policy.covers(DomainName.of("192.0.2.1"))).isFalse();
    assertThat(policy.covers(DomainName.of("a.b"))).isTrue();
    assertThat(policy.notes()).containsExactly("mx 192.0.2.1 matches no host: an address");
  }

  @Test
  void generatedPoliciesComeBackAsTheyWere() {
    Random random = Fuzz.random("Policy round trip");
    for (int i = 0; i < 5_000; i++) {
      List<String> lines = new ArrayList<>(List.of("version: STSv1"));
      PolicyMode mode = Fuzz.oneOf(random, List.of(PolicyMode.values()));
      long maxAge = random.nextLong(Policy.MAX_AGE_MAX.toSeconds() + 1);
      List<String> mx = new ArrayList<>();
      for (int n = random.nextInt(4) + 1; n > 0; n--) {
        mx.add((random.nextBoolean() ? "*." : "") + Fuzz.text(random, "abc", 1, 9) + ".example");
      }
      lines.add("mode: " + mode.text());
      lines.add("max_age: " + maxAge);
      mx.forEach(pattern -> lines.add("mx: " + pattern));
      Collections.shuffle(lines, random);
      String end = random.nextBoolean() ? "\r\n" : "\n";
      Policy policy = valid(String.join(end, lines) + (random.nextBoolean() ? end : ""));
      assertThat(policy.mode()).isEqualTo(mode);
      assertThat(policy.maxAge()).hasSeconds(maxAge);
      assertThat(policy.mx().stream().map(MxPattern::text)).containsExactlyInAnyOrderElementsOf(mx);
      assertThat(valid(policy.text())).isEqualTo(policy);
    }
  }

  @Test
  void noBytesMakeTheReaderFail() {
    Random random = Fuzz.random("Policy fuzz");
    List<String> pieces =
        List.of(
            "version",
            ": ",
            ":",
            "STSv1",
            "mode",
            "enforce",
            "none",
            "mx",
            "*.",
            "a.example",
            "max_age",
            "86400",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "x",
            "\u00e9",
            "\ufeff",
            ".",
            "-");
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(Fuzz.oneOf(random, pieces));
      }
      byte[] body = bytes(text.toString());
      if (body.length > 0 && random.nextInt(10) == 0) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      if (Policy.parse(body) instanceof Policy.Parsed.Valid(Policy policy)) {
        assertThat(valid(policy.text())).isEqualTo(policy);
      }
    }
  }

  private static Policy valid(String text) {
    Policy.Parsed parsed = Policy.parse(bytes(text));
    assertThat(parsed).as(text).isInstanceOf(Policy.Parsed.Valid.class);
    return ((Policy.Parsed.Valid) parsed).policy();
  }

  private static String raw(String text) {
    return text.startsWith("<") ? text : text.replace('/', '\n').replace('~', '\r');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
