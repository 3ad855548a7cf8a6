package org.postroad.protocol.postfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.socketmap.SocketmapReply;

/// Policies and MX answers by chance: whatever the builder says, Postfix accepts, and it lets no
/// host through that the policy does not cover.
class TlsPolicyReplyFuzzTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final List<String> HOSTS =
      List.of(
          "mail.example.com",
          "mx1.example.net",
          "a.b.example.net",
          "example.net",
          "192.0.2.1",
          "hostname",
          "nexthop",
          "1.example.net",
          "xn--fa-hia.de",
          "mx-2.example.org",
          "_x.example.net",
          "-y.example.net",
          "10.2.1");
  private static final String JUNK = "{}=,;:' \"\\$|\t\u00e4\u20ac\ud83d\ude00az0~";

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void postfixAcceptsWhateverTheBuilderSays() {
    int ok = 0;
    int temp = 0;
    for (int round = 0; round < 20_000; round++) {
      Optional<Policy> policy = policy();
      if (policy.isEmpty()) {
        continue;
      }
      LiveMx mx = random.nextInt(3) == 0 ? new LiveMx.Unknown() : new LiveMx.Known(records());
      Dialect dialect = List.of(Dialect.values()).get(random.nextInt(3));
      CachedPolicy held = new CachedPolicy(policy.get(), "1", Instant.EPOCH);
      SocketmapReply reply =
          TlsPolicyReply.of(
              DOMAIN,
              new Resolution.Applies(held, Resolution.Source.CACHE),
              mx,
              dialect,
              Optional.empty());
      if (reply instanceof SocketmapReply.Ok(String data)) {
        ok++;
        assertAccepted(data, dialect, policy.get(), mx);
      } else {
        temp++;
        assertThat(reply.text()).startsWith("TEMP ");
      }
    }
    assertThat(ok).as("the generator reaches good policies, seed %d", seed).isGreaterThan(5_000);
    assertThat(temp).as("and hopeless ones").isPositive();
  }

  private void assertAccepted(String data, Dialect dialect, Policy policy, LiveMx mx) {
    String context = "seed " + seed + ": " + data;
    PostfixReader.Read read;
    try {
      read = PostfixReader.read(data, dialect == Dialect.POSTFIX_3_10);
    } catch (IllegalStateException e) {
      throw new AssertionError(context, e);
    }
    assertThat(read.level()).as(context).isEqualTo("secure");
    assertThat(read.all("servername")).as(context).containsExactly("hostname");
    assertThat(read.match()).as(context).isNotEmpty().doesNotHaveDuplicates();
    if (dialect != Dialect.POSTFIX_3_10) {
      assertThat(data).as(context).endsWith(" servername=hostname");
    }
    for (String host : HOSTS) {
      if (covered(policy, host)) {
        continue;
      }
      boolean exact =
          mx instanceof LiveMx.Known(var records)
              && records.stream().anyMatch(r -> covered(policy, r.exchange().text()));
      if (exact) {
        assertThat(read.match()).as(context).doesNotContain(host);
      }
      assertThat(read.all("mx_host_pattern")).as(context).noneMatch(p -> matches(p, host));
    }
    assertThat(policy.lines()).as(context).containsAll(carried(read));
  }

  private static List<String> carried(PostfixReader.Read read) {
    return read.all("policy_string").stream()
        .filter(line -> !line.equals("version: STSv1"))
        .toList();
  }

  private static boolean covered(Policy policy, String host) {
    boolean word = List.of("hostname", "nexthop", "dot-nexthop").contains(host);
    boolean address = host.matches(".*\\.[0-9]+");
    return !word && !address && !host.startsWith("-") && policy.covers(DomainName.of(host));
  }

  private static boolean matches(String pattern, String host) {
    return pattern.startsWith("*.")
        ? !host.startsWith("-")
            && host.indexOf('.') > 0
            && host.substring(host.indexOf('.')).equals(pattern.substring(1))
        : pattern.equals(host) && !List.of("hostname", "nexthop").contains(host);
  }

  private Optional<Policy> policy() {
    StringBuilder text = new StringBuilder("version: STSv1\nmode: enforce\nmax_age: 60\n");
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append("mx: ").append(random.nextInt(3) == 0 ? "*." : "").append(host()).append('\n');
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append("x").append(i).append(": ");
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        int at = random.nextInt(JUNK.codePointCount(0, JUNK.length()));
        text.appendCodePoint(JUNK.codePointAt(JUNK.offsetByCodePoints(0, at)));
      }
      text.append('\n');
    }
    return switch (Policy.parse(text.toString().getBytes(StandardCharsets.UTF_8))) {
      case Policy.Parsed.Valid(Policy policy) -> Optional.of(policy);
      case Policy.Parsed.Invalid invalid -> Optional.empty();
    };
  }

  private List<MxRecord> records() {
    List<MxRecord> records = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      records.add(new MxRecord(random.nextInt(3) * 10, DomainName.of(host())));
    }
    return records;
  }

  private String host() {
    return HOSTS.get(random.nextInt(HOSTS.size()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secure match=",
        "secure match= servername=hostname",
        "secure match=a.example:: servername=hostname",
        "secure match=192.0.2.1 servername=hostname",
        "secure match=hostname",
        "may match=a.example",
        "strong match=a.example",
        "secure match=a.example mx_host_pattern=a.example",
        "secure match=a.example policy_type=sts policy_domain=a.example",
        "secure match=a.example policy_type=sts policy_type=sts",
        "secure match=a.example { policy_string = x } }",
        "secure match=a.example { policy_string = {x }",
        "secure match=a.example servername=-a.example",
        "none match=a.example"
      })
  void theReaderOfThisTestRefusesWhatPostfixRefuses(String data) {
    assertThatThrownBy(() -> PostfixReader.read(data, true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void andKnowsTheNewAttributesOnlyWhereTheyAreNew() {
    String data =
        "secure match=a.example policy_type=sts policy_domain=example mx_host_pattern=*.example"
            + " { policy_string = version: STSv1 }";
    assertThat(PostfixReader.read(data, true).all("policy_string"))
        .containsExactly("version: STSv1");
    assertThatThrownBy(() -> PostfixReader.read(data, false))
        .isInstanceOf(IllegalStateException.class);
  }
}
