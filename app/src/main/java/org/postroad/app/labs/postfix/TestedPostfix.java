package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.postroad.app.labs.Tested;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender.Seen;
import org.postroad.lab.dns.Unbound;

/// A real Postfix, put to the test: led by us, or alone.
final class TestedPostfix implements Tested {

  private static final Duration A_DAY_AND_MORE = Duration.ofHours(25);

  private final PostfixSender sender;
  private final LabInternet net;
  private final Unbound resolver;
  private final Optional<PolicyDaemon> daemon;

  /// @param resolver of DNS that it asks
  /// @param daemon that it asks; empty if it asks nobody
  TestedPostfix(
      PostfixSender sender, LabInternet net, Unbound resolver, Optional<PolicyDaemon> daemon) {
    this.sender = sender;
    this.net = net;
    this.resolver = resolver;
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

  /// Each message meets a Postfix and a resolver that have forgotten what they knew: the one keeps
  /// policies and dead hosts for a while by itself, the other answers of the machine's last
  /// minutes, and it is ours to say what counts.
  @Override
  public Seen send(LabMessage message, String domain) {
    resolver.forget();
    sender.forget();
    return sender.send(message, domain);
  }

  /// Postfix 3.11 takes the wish from a header field of its own; to those before it means nothing.
  @Override
  public Seen sendRequiringTls(LabMessage message, String domain) {
    return send(message.withHeader("Require-TLS-ESMTP: yes"), domain);
  }

  @Override
  public void warm(String domain) {
    resolver.forget();
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
    resolver.forget();
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
