package org.postroad.app.labs.audit.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Subject.Round;
import org.postroad.app.labs.postfix.PolicyDaemon;
import org.postroad.lab.LabInternet;
import org.postroad.lab.Sender.Seen;

/// One case with a Postfix that plays many.
final class PostfixRound implements Round {

  /// What is due after less time than that, a question brings about.
  private static final Duration ASKED_AFTER = Duration.ofHours(1);

  private final LabInternet net;
  private final Letterbox letterbox;
  private final Optional<PolicyDaemon> daemon;
  private final String map;
  private int reloads;

  PostfixRound(LabInternet net, Letterbox letterbox, Optional<PolicyDaemon> daemon, String map) {
    this.net = net;
    this.letterbox = letterbox;
    this.daemon = daemon;
    this.map = map;
  }

  @Override
  public LabInternet net() {
    return net;
  }

  @Override
  public Seen send(Post post) throws InterruptedException, Endless {
    try {
      return letterbox.send(post);
    } finally {
      reloads = letterbox.reloads();
    }
  }

  @Override
  public void pause() throws InterruptedException {
    letterbox.reloadSince(reloads);
  }

  @Override
  public void settle() throws InterruptedException {
    if (daemon.isPresent()) {
      try {
        daemon.get().settle();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public boolean hasLabClock() {
    return daemon.isPresent();
  }

  /// The question of somebody else's message, after which the daemon looks at the record again.
  @Override
  public void timePassed(Duration by, List<String> domains) throws InterruptedException {
    if (daemon.isPresent() && by.compareTo(ASKED_AFTER) >= 0) {
      try {
        for (String domain : domains) {
          String _ = daemon.get().ask(map, domain);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {}
}
