package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.postroad.app.labs.Tested;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender.Seen;

/// A real Postfix, put to the test: led by us, or alone.
final class TestedPostfix implements Tested {

  private static final Duration A_DAY_AND_MORE = Duration.ofHours(25);

  private final PostfixSender sender;
  private final LabInternet net;
  private final Optional<PolicyDaemon> daemon;

  /// @param daemon that it asks; empty if it asks nobody
  TestedPostfix(PostfixSender sender, LabInternet net, Optional<PolicyDaemon> daemon) {
    this.sender = sender;
    this.net = net;
    this.daemon = daemon;
  }

  @Override
  public String name() {
    return sender.name();
  }

  @Override
  public String version() {
    return sender.version();
  }

  /// Each message meets a Postfix that has forgotten what it knew: it keeps policies and dead hosts
  /// for a while by itself, and it is ours to say what counts.
  @Override
  public Seen send(LabMessage message, String domain) {
    sender.forget();
    return sender.send(message, domain);
  }

  @Override
  public void warm(String domain) {
    String said = ask(domain).orElse("");
    if (said.startsWith("TEMP") || said.startsWith("PERM")) {
      throw new IllegalStateException("the lab's own policy was not fetched: " + said);
    }
  }

  /// The question of somebody else's message, after which the resolver looks at the record again
  /// and refreshes the policy.
  @Override
  public void timePasses(String domain) {
    net.clock().advance(A_DAY_AND_MORE);
    Optional<String> _ = ask(domain);
  }

  @Override
  public void settle() {
    waiting(
        () -> {
          if (daemon.isPresent()) {
            daemon.get().settle();
          }
          return "";
        });
  }

  /// The Postfixes and the resolver are others' to close.
  @Override
  public void close() {}

  private Optional<String> ask(String domain) {
    return daemon.map(running -> waiting(() -> running.ask(sender.suite().map(), domain)));
  }

  private interface Work {
    String run() throws IOException, InterruptedException;
  }

  private static String waiting(Work work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
