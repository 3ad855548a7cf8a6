package org.postroad.protocol.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.mtasts.CachedPolicy;
import org.postroad.protocol.mtasts.Policy;
import org.postroad.protocol.mtasts.Resolution;
import org.postroad.protocol.precedence.DaneUse;
import org.postroad.protocol.precedence.DomainLevel;

/// The reply where DANE is switched on.
class DaneReplyTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final DomainLevel DANE_ONLY = new DomainLevel.DaneOnly(List.of());
  private static final DomainLevel DANE = new DomainLevel.Dane();
  private static final DomainLevel SECURE = new DomainLevel.Secure();
  private static final DomainLevel OWN = new DomainLevel.Own();
  private static final DomainLevel LATER = new DomainLevel.TryLater("TLSA records are bogus");
  private static final Resolution NONE =
      new Resolution.NoPolicy(Resolution.Reason.NO_RECORD, "no record");
  private static final Resolution BUSY = new Resolution.TryLater(Resolution.Delay.BUSY, "busy");

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STS")
  void postfixIsToldTheLevelInEachOfItsDialects(Dialect dialect) {
    assertThat(reply(DANE_ONLY, enforce(), dialect)).isEqualTo("OK dane-only");
    assertThat(reply(DANE_ONLY, NONE, dialect)).isEqualTo("OK dane-only");
    assertThat(reply(DANE_ONLY, BUSY, dialect)).isEqualTo("OK dane-only");
    assertThat(reply(DANE, NONE, dialect)).isEqualTo("OK dane");
    assertThat(reply(OWN, NONE, dialect)).isEqualTo("NOTFOUND ");
    assertThat(reply(LATER, NONE, dialect)).isEqualTo("TEMP TLSA records are bogus");
    assertThat(reply(LATER, enforce(), dialect)).isEqualTo("TEMP TLSA records are bogus");
  }

  @ParameterizedTest
  @EnumSource
  void atSecureTheReplyIsTheOneWithoutDane(Dialect dialect) {
    LiveMx live = new LiveMx.Unknown();
    assertThat(reply(SECURE, enforce(), dialect))
        .isEqualTo(TlsPolicyReply.of(DOMAIN, enforce(), live, dialect, Optional.empty()).text())
        .startsWith("OK secure match=mx.example.com servername=hostname");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STS")
  void aHostThatMayHaveTlsaRecordsIsNotVerifiedByThePolicy(Dialect dialect) {
    DomainName known = DomainName.of("mx.example.com");
    DomainName lost = DomainName.of("mx2.example.com");
    LiveMx live = new LiveMx.Known(List.of(new MxRecord(10, lost), new MxRecord(20, known)));
    Resolution enforce = enforce("mx: *.example.com\nmx: mx.example.net");
    assertThat(
            TlsPolicyReply.of(
                    DOMAIN,
                    new DomainLevel.Secure(List.of(lost)),
                    enforce,
                    live,
                    dialect,
                    Optional.empty())
                .text())
        .startsWith("OK secure match=mx.example.com servername=hostname");
    assertThat(
            TlsPolicyReply.of(
                    DOMAIN,
                    new DomainLevel.Secure(List.of(lost, known)),
                    enforce,
                    live,
                    dialect,
                    Optional.empty())
                .text())
        .as("a pattern would let it in")
        .isEqualTo("TEMP policy of example.com covers no host of its MX that can be looked up");
  }

  @Test
  void sendmailGoesByTlsaRecordsOfItsOwnAccordAndHearsOfThePolicyAlone() {
    for (DomainLevel level : List.of(DANE_ONLY, DANE, SECURE, OWN)) {
      assertThat(reply(level, enforce(), Dialect.STS))
          .isEqualTo("OK secure match=mx.example.com servername=hostname");
      assertThat(reply(level, NONE, Dialect.STS)).isEqualTo("NOTFOUND ");
    }
    assertThat(reply(DANE_ONLY, BUSY, Dialect.STS)).isEqualTo("TEMP policy of example.com: busy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none      | 'NOTFOUND '
          may       | OK may
          encrypt   | OK encrypt
          dane-only | OK dane-only
          """)
  void anOverrideStandsWhateverDaneSays(String word, String reply) {
    for (DomainLevel level : Arrays.asList(DANE_ONLY, DANE, SECURE, OWN, LATER)) {
      assertThat(
              TlsPolicyReply.of(
                      DOMAIN,
                      level,
                      enforce(),
                      new LiveMx.Unknown(),
                      Dialect.POSTFIX,
                      Optional.of(decree(word)))
                  .text())
          .isEqualTo(reply);
    }
  }

  @Test
  void theOverridePolicyLeavesTheLevelAsItIs() {
    assertThat(
            TlsPolicyReply.of(
                    DOMAIN,
                    DANE,
                    NONE,
                    new LiveMx.Unknown(),
                    Dialect.POSTFIX,
                    Optional.of(decree("policy")))
                .text())
        .isEqualTo("OK dane");
  }

  @Test
  void onlyTheOverrideDaneOnlyMakesDaneMandatory() {
    assertThat(TlsPolicyReply.daneUse(Optional.empty())).isEqualTo(DaneUse.OPPORTUNISTIC);
    for (PolicyOverride.Level level : PolicyOverride.Level.values()) {
      assertThat(TlsPolicyReply.daneUse(Optional.of(decree(level.text()))))
          .isEqualTo(
              level == PolicyOverride.Level.DANE_ONLY ? DaneUse.MANDATORY : DaneUse.OPPORTUNISTIC);
    }
  }

  private static PolicyOverride decree(String word) {
    return new PolicyOverride(
        PolicyOverride.Level.of(word).orElseThrow(), List.of(), Optional.empty(), "");
  }

  private static String reply(DomainLevel level, Resolution resolution, Dialect dialect) {
    return TlsPolicyReply.of(
            DOMAIN, level, resolution, new LiveMx.Unknown(), dialect, Optional.empty())
        .text();
  }

  private static Resolution enforce() {
    return enforce("mx: mx.example.com");
  }

  private static Resolution enforce(String mx) {
    String text = "version: STSv1\nmode: enforce\n" + mx + "\nmax_age: 86400\n";
    return switch (Policy.parse(text.getBytes(StandardCharsets.UTF_8))) {
      case Policy.Parsed.Valid(Policy policy) ->
          new Resolution.Applies(
              new CachedPolicy(policy, "1", Instant.EPOCH), Resolution.Source.CACHE);
      case Policy.Parsed.Invalid invalid -> throw new IllegalArgumentException(invalid.text());
    };
  }
}
