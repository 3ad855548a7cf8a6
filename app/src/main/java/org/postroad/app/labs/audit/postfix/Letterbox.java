package org.postroad.app.labs.audit.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.postroad.app.labs.audit.Audited;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.postfix.PostfixInstance;
import org.postroad.app.labs.postfix.Verdict;
import org.postroad.lab.Sender.Outcome;
import org.postroad.lab.Sender.Seen;

/// One Postfix for many cases at once: any number of messages at a time, and no message while it is
/// being reloaded.
final class Letterbox {

  private static final Duration VERDICT_MAX = Duration.ofSeconds(75);

  private final PostfixInstance postfix;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private int reloads;

  Letterbox(PostfixInstance postfix) {
    this.postfix = postfix;
  }

  /// How often it was reloaded.
  int reloads() {
    lock.readLock().lock();
    try {
      return reloads;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Reloads it, unless somebody did since it had been reloaded that often.
  void reloadSince(int count) throws InterruptedException {
    lock.writeLock().lockInterruptibly();
    try {
      if (reloads == count) {
        postfix.reload();
        reloads++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  Seen send(Post post) throws InterruptedException, Audited.Endless {
    lock.readLock().lockInterruptibly();
    try {
      Verdict verdict =
          postfix.send(post.message().from(), post.recipient(), content(post), VERDICT_MAX);
      return new Seen(
          switch (verdict.status()) {
            case SENT -> Outcome.DELIVERED;
            case DEFERRED -> Outcome.DEFERRED;
            case BOUNCED -> Outcome.FAILED;
          },
          verdict.reason());
    } catch (IOException e) {
      throw new Audited.Endless(String.valueOf(e.getMessage()));
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Postfix 3.11 takes the demand from a header of its own.
  private static String content(Post post) {
    return post.demand().requiresTls() ? post.withHeader("Require-TLS-ESMTP: yes") : post.content();
  }
}
