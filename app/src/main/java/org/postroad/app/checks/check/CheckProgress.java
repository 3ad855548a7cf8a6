package org.postroad.app.checks.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.postroad.app.output.Terminal;
import org.postroad.engine.check.probe.Progress;
import org.postroad.protocol.dns.DomainName;

/// How a check gets on, on standard error: how long it takes and whom it waits for.
///
/// On a terminal one line is drawn over itself; elsewhere there is a new one every ten seconds, so
/// that a quick check says nothing.
public final class CheckProgress implements Progress, AutoCloseable {

  private static final Duration DRAWN = Duration.ofMillis(250);
  private static final Duration NOTED = Duration.ofSeconds(10);
  private static final int WIDTH = 79;
  private static final Duration END_MAX = Duration.ofSeconds(2);

  private final List<DomainName> domains;
  private final Terminal terminal;
  private final long started = System.nanoTime();
  private final AtomicInteger done = new AtomicInteger();
  private final Map<String, Integer> under = new ConcurrentSkipListMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  public CheckProgress(List<DomainName> domains, Terminal terminal) {
    this.domains = List.copyOf(domains);
    this.terminal = terminal;
    this.thread = Thread.ofPlatform().daemon().name("progress").start(this::run);
  }

  /// Something is begun, or done.
  @Override
  public void at(Stage stage, String subject, State state) {
    int change = state == State.BEGUN ? 1 : -1;
    int _ = under.merge(words(stage, subject), change, Integer::sum);
  }

  /// One more domain is done; what is said of it does not get into our line.
  public synchronized void done(Runnable say) {
    int _ = done.incrementAndGet();
    clear();
    say.run();
    boolean _ = terminal.flush();
  }

  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join(END_MAX);
    clear();
  }

  /// `checking example.com, 7 s: mx.example.com 192.0.2.1, name server ns.example.com 192.0.2.7`.
  String line() {
    String what =
        domains.size() == 1
            ? domains.getFirst().text()
            : done.get() + " of " + domains.size() + " domains done";
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    String whom =
        under.entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    String line = "checking " + what + ", " + seconds + " s" + (whom.isEmpty() ? "" : ": " + whom);
    return line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
  }

  private String words(Stage stage, String subject) {
    return switch (stage) {
      case RECORDS -> of("records", subject);
      case POLICY_HOST, EXCHANGER, SERVICE -> subject;
      case NAME_SERVER -> "name server " + subject;
      case SENDER -> of("SPF, DKIM and DMARC", subject);
    };
  }

  private String of(String what, String domain) {
    return domains.size() == 1 ? "its " + what : what + " of " + domain;
  }

  private void run() {
    long every = (terminal.drawsProgress() ? DRAWN : NOTED).toMillis();
    try {
      while (!closed.await(every, TimeUnit.MILLISECONDS)) {
        draw();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void draw() {
    if (terminal.drawsProgress()) {
      terminal.err().print("\r" + terminal.onErr(Terminal.Colour.FAINT, line()) + "\033[K");
      terminal.err().flush();
    } else {
      terminal.note(line());
    }
  }

  private synchronized void clear() {
    if (terminal.drawsProgress()) {
      terminal.err().print("\r\033[K");
      terminal.err().flush();
    }
  }
}
