package org.postroad.app.checks.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How a survey's manners bear on the look at one domain.
class SurveyNetworkTest {

  @Test
  void waitingForOnesTurnAtASlowResolverEndsNoLook() {
    // 256 domains of six questions each take 154 s at ten a second: the last waits for all others
    assertThat(manners(256).total(Optional.of(Rate.perSecond(10))))
        .isGreaterThan(Duration.ofSeconds(60 + 154));
    assertThat(manners(256).total(Optional.empty())).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void theSlowestRateAndTheMostDomainsAreNotTooMuch() {
    assertThat(manners(10_000).total(Optional.of(new Rate(1, Duration.ofHours(1)))))
        .isPositive()
        .isLessThan(Duration.ofNanos(Long.MAX_VALUE));
  }

  private static SurveyNetwork.Manners manners(int parallel) {
    return new SurveyNetwork.Manners(
        Optional.empty(), Optional.empty(), Optional.empty(), parallel);
  }
}
