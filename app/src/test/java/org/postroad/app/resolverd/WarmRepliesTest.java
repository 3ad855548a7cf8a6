package org.postroad.app.resolverd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.lab.LabClock;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.postfix.Dialect;
import org.postroad.protocol.socketmap.SocketmapReply;

class WarmRepliesTest {

  private static final DomainName EXAMPLE = DomainName.of("example.com");
  private static final SocketmapReply SECURE = new SocketmapReply.Ok("secure match=a.example");

  private final LabClock clock = new LabClock(Instant.parse("2026-11-01T00:00:00Z"));
  private final WarmReplies warm =
      new WarmReplies(List.of("explain"), 1_000, clock, new Random().nextLong());

  @Test
  void aReplyIsAtHandUntilItsTime() {
    put(EXAMPLE, SECURE, Duration.ofMinutes(1));
    assertThat(ready("postfix example.com")).contains("OK secure match=a.example");
    clock.advance(Duration.ofMinutes(1).minusMillis(1));
    assertThat(ready("postfix example.com")).contains("OK secure match=a.example");
    clock.advance(Duration.ofMillis(1));
    assertThat(ready("postfix example.com")).isEmpty();
  }

  @Test
  void theCaseOfTheKeyDoesNotCount() {
    put(EXAMPLE, SECURE, Duration.ofMinutes(1));
    assertThat(ready("postfix EXAMPLE.com")).isEqualTo(ready("postfix example.com"));
    assertThat(ready("postfix Example.coM")).isPresent();
    assertThat(ready("postfix exampleNcom")).isEmpty();
  }

  @Test
  void eachDialectHasItsOwnReplyAndItsAliasTheSame() {
    put(EXAMPLE, SECURE, Duration.ofMinutes(1));
    assertThat(ready("QUERY example.com")).isEqualTo(ready("postfix example.com")).isPresent();
    assertThat(ready("postfix-3.10 example.com")).isEmpty();
    assertThat(ready("sts example.com")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".example.com",
        ".com",
        "",
        "[192.0.2.1]",
        "192.0.2.1",
        "[IPv6:2001:db8::1]",
        "2001:db8::1",
        "[2001:db8::1]:25",
        "two words",
        "a..b",
        "_x.example.com",
        "-a.example.com",
        "name\u0000"
      })
  void whatNamesNoPolicyDomainIsNotFoundAtOnce(String key) {
    assertThat(ready("postfix " + key)).contains("NOTFOUND ");
    assertThat(ready("postfix-3.10 " + key)).contains("NOTFOUND ");
  }

  @Test
  void aKeyThatIsLongerThanAnyNameIsNotFoundAtOnce() {
    assertThat(ready("postfix " + "\u00e4".repeat(2_000))).contains("NOTFOUND ");
    assertThat(ready("postfix " + "a.".repeat(4_000))).contains("NOTFOUND ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa\u00df.de", "[relay.example.com]:587", "other.example", "explain"})
  void whatMayNameADomainIsLeftToWhoeverAnswers(String key) {
    assertThat(ready("postfix " + key)).isEmpty();
  }

  @Test
  void anotherMapIsLeftToWhoeverAnswersWhateverTheKey() {
    assertThat(ready("explain .example.com")).isEmpty();
  }

  @Test
  void anUnknownMapIsPermWithTheKnownOnes() {
    assertThat(ready("Postfix example.com"))
        .contains("PERM unknown map \"Postfix\", known are postfix, postfix-3.10, sts, explain");
    assertThat(ready(" example.com")).isPresent().get().asString().startsWith("PERM unknown map");
    assertThat(ready("\u001b[2J x")).get().asString().doesNotContain("\u001b");
  }

  @Test
  void aRequestWithoutABlankIsLeftToTheServer() {
    assertThat(ready("postfix")).isEmpty();
    assertThat(ready("")).isEmpty();
  }

  @Test
  void aForgottenDomainIsForgottenInEveryDialect() {
    for (Dialect dialect : Dialect.values()) {
      warm.put(warm.mark(), dialect, EXAMPLE, SECURE, clock.instant().plusSeconds(60));
    }
    put(DomainName.of("other.example"), SECURE, Duration.ofMinutes(1));
    warm.forget(EXAMPLE);
    for (String map : Dialect.names()) {
      assertThat(ready(map + " example.com")).isEmpty();
    }
    assertThat(ready("postfix other.example")).isPresent();
  }

  @Test
  void aReplyMadeBeforeItsDomainWasForgottenIsNotKept() {
    long mark = warm.mark();
    warm.forget(EXAMPLE);
    warm.put(mark, Dialect.POSTFIX, EXAMPLE, SECURE, clock.instant().plusSeconds(60));
    assertThat(ready("postfix example.com")).isEmpty();
    mark = warm.mark();
    warm.put(mark, Dialect.POSTFIX, EXAMPLE, SECURE, clock.instant().plusSeconds(60));
    assertThat(ready("postfix example.com")).isPresent();
    warm.clear();
    warm.put(mark, Dialect.POSTFIX, EXAMPLE, SECURE, clock.instant().plusSeconds(60));
    assertThat(ready("postfix example.com")).as("nor one from before all were dropped").isEmpty();
  }

  @Test
  void aReplyWhoseTimeIsOverIsNotKeptAndReplacesTheOneBefore() {
    put(EXAMPLE, SECURE, Duration.ofMinutes(1));
    put(EXAMPLE, new SocketmapReply.NotFound(), Duration.ZERO);
    assertThat(ready("postfix example.com")).isEmpty();
    assertThat(warm.size()).isZero();
  }

  private void put(DomainName domain, SocketmapReply reply, Duration time) {
    warm.put(warm.mark(), Dialect.POSTFIX, domain, reply, clock.instant().plus(time));
  }

  /// The reply without its netstring.
  private Optional<String> ready(String request) {
    byte[] bytes = ("??" + request + "??").getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(1_000);
    warm.tick();
    if (!warm.ready(bytes, 2, bytes.length - 4, out)) {
      assertThat(out.position()).isZero();
      return Optional.empty();
    }
    String framed = StandardCharsets.UTF_8.decode(out.flip()).toString();
    int colon = framed.indexOf(':');
    assertThat(framed).endsWith(",");
    assertThat(Integer.parseInt(framed.substring(0, colon))).isEqualTo(framed.length() - colon - 2);
    return Optional.of(framed.substring(colon + 1, framed.length() - 1));
  }
}
