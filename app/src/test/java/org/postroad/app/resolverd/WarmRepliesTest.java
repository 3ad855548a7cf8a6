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
import org.postroad.protocol.mtasts.Destination;
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
        "name\u0000"
      })
  void whatHasNoNameIsNotFoundAtOnce(String key) {
    assertThat(ready("postfix " + key)).contains("NOTFOUND ");
    assertThat(ready("postfix-3.10 " + key)).contains("NOTFOUND ");
  }

  @Test
  void aKeyThatIsLongerThanAnyNameIsNotFoundAtOnce() {
    assertThat(ready("postfix " + "\u00e4".repeat(2_000))).contains("NOTFOUND ");
    assertThat(ready("postfix " + "a.".repeat(4_000))).contains("NOTFOUND ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fa\u00df.de",
        "[relay.example.com]:587",
        "other.example",
        "explain",
        "_x.example.com", // no policy domain, but DANE is for any name
        "-a.example.com"
      })
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
      warm.put(
          warm.mark(), dialect, Destination.of(EXAMPLE), SECURE, clock.instant().plusSeconds(60));
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
    warm.put(
        mark, Dialect.POSTFIX, Destination.of(EXAMPLE), SECURE, clock.instant().plusSeconds(60));
    assertThat(ready("postfix example.com")).isEmpty();
    mark = warm.mark();
    warm.put(
        mark, Dialect.POSTFIX, Destination.of(EXAMPLE), SECURE, clock.instant().plusSeconds(60));
    assertThat(ready("postfix example.com")).isPresent();
    warm.clear();
    warm.put(
        mark, Dialect.POSTFIX, Destination.of(EXAMPLE), SECURE, clock.instant().plusSeconds(60));
    assertThat(ready("postfix example.com")).as("nor one from before all were dropped").isEmpty();
  }

  @Test
  void aReplyWhoseTimeIsOverIsNotKeptAndReplacesTheOneBefore() {
    put(EXAMPLE, SECURE, Duration.ofMinutes(1));
    put(EXAMPLE, new SocketmapReply.NotFound(), Duration.ZERO);
    assertThat(ready("postfix example.com")).isEmpty();
    assertThat(warm.size()).isZero();
  }

  @Test
  void eachPortAndAHostInBracketsHaveRepliesOfTheirOwn() {
    put("[relay.example.com]:587", new SocketmapReply.Ok("dane-only"));
    put("relay.example.com:submission", new SocketmapReply.Ok("dane"));
    put("[relay.example.com]", SECURE);
    assertThat(ready("postfix relay.example.com")).isEmpty();
    assertThat(ready("postfix [relay.example.com]:587")).contains("OK dane-only");
    assertThat(ready("postfix [Relay.Example.com]:587")).contains("OK dane-only");
    assertThat(ready("postfix relay.example.com:587")).contains("OK dane");
    assertThat(ready("postfix [relay.example.com]")).contains("OK secure match=a.example");
    assertThat(ready("postfix [relay.example.com]:465")).isEmpty();
    put("relay.example.com:25", new SocketmapReply.NotFound());
    assertThat(ready("postfix relay.example.com")).contains("NOTFOUND ");
  }

  @Test
  void aForgottenDomainIsForgottenForEveryPort() {
    List<String> hops =
        List.of("example.com", "[example.com]", "example.com:587", "[example.com]:465");
    hops.forEach(hop -> put(hop, SECURE));
    put("[other.example]:587", SECURE);
    warm.forget(EXAMPLE);
    hops.forEach(hop -> assertThat(ready("postfix " + hop)).as(hop).isEmpty());
    assertThat(ready("postfix [other.example]:587")).isPresent();
    warm.clear();
    assertThat(ready("postfix [other.example]:587")).isEmpty();
  }

  @Test
  void aReplyForAPortMadeBeforeItsDomainWasForgottenIsNotKept() {
    Destination submission = destination("[example.com]:587");
    long mark = warm.mark();
    warm.forget(EXAMPLE);
    warm.put(mark, Dialect.POSTFIX, submission, SECURE, clock.instant().plusSeconds(60));
    assertThat(ready("postfix [example.com]:587")).isEmpty();
  }

  @Test
  void whoeverInventsPortsFillsNothing() {
    for (int port = 1; port <= 11_000; port++) {
      put("example.com:" + port, SECURE);
    }
    assertThat(warm.size()).isLessThanOrEqualTo(1_000);
    assertThat(ready("postfix example.com:11000")).isPresent();
    warm.forget(EXAMPLE);
    for (int port = 1; port <= 11_000; port++) {
      assertThat(port == 25 || ready("postfix example.com:" + port).isEmpty()).isTrue();
    }
  }

  @Test
  void aKeyThatIsTooLongForTheTableIsNotKept() {
    String name = ("a".repeat(60) + ".").repeat(3) + "b".repeat(61);
    put(name, SECURE);
    put("[" + name + "]:10025", SECURE);
    assertThat(ready("postfix " + name)).isPresent();
    String longest = name + "." + "c".repeat(8);
    put("[" + longest + "]:10025", SECURE);
    assertThat(ready("postfix [" + longest + "]:10025")).isEmpty();
  }

  private void put(String nextHop, SocketmapReply reply) {
    Instant until = clock.instant().plusSeconds(60);
    warm.put(warm.mark(), Dialect.POSTFIX, destination(nextHop), reply, until);
  }

  private static Destination destination(String nextHop) {
    return ((Destination.Parsed.Named) Destination.parse(nextHop)).destination();
  }

  private void put(DomainName domain, SocketmapReply reply, Duration time) {
    warm.put(
        warm.mark(), Dialect.POSTFIX, Destination.of(domain), reply, clock.instant().plus(time));
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
