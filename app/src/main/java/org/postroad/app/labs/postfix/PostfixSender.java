package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender;

/// A real Postfix in the lab.
public final class PostfixSender implements Sender {

  /// Longer than the resolver lets a question wait.
  private static final Duration VERDICT_MAX = Duration.ofSeconds(60);

  private final String name;
  private final PostfixInstance postfix;

  PostfixSender(String name, PostfixInstance postfix) {
    this.name = name;
    this.postfix = postfix;
  }

  /// `postfix`, or `postfix-alone` for one that asks nobody.
  @Override
  public String name() {
    return name;
  }

  /// `3.10.13`
  public String version() {
    return postfix.root().version();
  }

  public PostfixSuite suite() {
    return postfix.root().suite();
  }

  public PostfixInstance postfix() {
    return postfix;
  }

  /// @throws UncheckedIOException if this Postfix itself is broken
  @Override
  public Seen send(LabMessage message, String domain) {
    try {
      Verdict verdict =
          postfix.send(message.from(), message.to(domain), message.content(), VERDICT_MAX);
      return new Seen(
          switch (verdict.status()) {
            case SENT -> Outcome.DELIVERED;
            case DEFERRED -> Outcome.DEFERRED;
            case BOUNCED -> Outcome.FAILED;
          },
          verdict.reason());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  /// Lets it forget policies and which hosts were down, as between two attacks.
  public void forget() {
    try {
      postfix.reload();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
