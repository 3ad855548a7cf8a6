package org.postroad.app.labs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postroad.app.labs.audit.cases.Catalogue;
import org.postroad.app.labs.audit.senders.PostroadSubject;

/// The audit of our own sender: every case, right.
class AuditRunTest {

  @Test
  void ourSenderIsRightInEveryCase() throws InterruptedException {
    Map<AuditCase, Result> results =
        AuditRun.play(Catalogue.ALL, new PostroadSubject("test"), (one, result) -> {});
    assertThat(results.keySet()).containsExactlyElementsOf(Catalogue.ALL);
    List<String> wrong = new ArrayList<>();
    results.forEach(
        (one, result) -> {
          if (!result.isOk()) {
            wrong.add(one.id() + ": " + result.verdict() + ": " + result.reason());
          }
        });
    assertThat(wrong).isEmpty();
  }
}
