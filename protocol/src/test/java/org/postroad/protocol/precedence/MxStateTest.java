package org.postroad.protocol.precedence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.Security;

class MxStateTest {

  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final DomainName TARGET = DomainName.of("example.org");
  private static final Duration TTL = Duration.ofHours(1);

  @Test
  void signedMxRecordsAreSecureUnderTheNameThatCarriesThem() {
    assertThat(MxState.of(DOMAIN, found(Security.SECURE, DOMAIN, "mx.example.com")))
        .isEqualTo(new MxState.Secure(DOMAIN));
    assertThat(MxState.of(DOMAIN, found(Security.SECURE, TARGET, "mx.example.com")))
        .as("an alias")
        .isEqualTo(new MxState.Secure(TARGET));
  }

  @Test
  void unsignedMxRecordsAreInsecure() {
    assertThat(MxState.of(DOMAIN, found(Security.INSECURE, DOMAIN, "mx.example.com")))
        .isEqualTo(new MxState.Insecure());
  }

  @Test
  void withoutMxRecordsTheDomainIsItsOwnHostHoweverThatWasSaid() {
    for (Security security : Security.values()) {
      assertThat(MxState.of(DOMAIN, new Answer.NoData(security, TTL)))
          .isEqualTo(new MxState.Itself());
    }
  }

  @Test
  void aNullMxAndADomainThatIsNotThereHaveNoHosts() {
    assertThat(MxState.of(DOMAIN, found(Security.SECURE, DOMAIN, ".")))
        .isInstanceOf(MxState.Nowhere.class);
    assertThat(MxState.of(DOMAIN, new Answer.NoSuchName(Security.SECURE, TTL)))
        .isInstanceOf(MxState.Nowhere.class);
    assertThat(MxState.of(DOMAIN, found(Security.SECURE, DOMAIN, ".", "mx.example.com")))
        .as("a null MX beside others is a mistake")
        .isInstanceOf(MxState.Secure.class);
  }

  @Test
  void silenceIsNoAbsence() {
    assertThat(MxState.of(DOMAIN, new Answer.Failed(Answer.Why.BOGUS, "forged")))
        .isEqualTo(
            new MxState.Failed(Answer.Why.BOGUS, "MX records of example.com unknown: forged"));
  }

  @Test
  void hostsAreThereWhereTheStateSaysSo() {
    assertThatThrownBy(() -> new MxFacts(DOMAIN, new MxState.Itself(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new MxFacts(
                    DOMAIN,
                    new MxState.Nowhere("null MX"),
                    List.of(new Scene.Host(1, "none", false).facts())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Answer found(Security security, DomainName owner, String... exchanges) {
    List<DnsRecord> records =
        Arrays.stream(exchanges)
            .<DnsRecord>map(exchange -> new MxRecord(10, DomainName.of(exchange)))
            .toList();
    return new Answer.Found(records, owner, security, TTL);
  }
}
