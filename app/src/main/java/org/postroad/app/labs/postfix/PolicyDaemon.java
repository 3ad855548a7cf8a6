package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.postroad.lab.LabInternet;

/// The resolver that leads the Postfixes of the lab: the real one, put in from above, with the
/// lab's DNS, trust anchors and clock.
public interface PolicyDaemon extends AutoCloseable {

  /// How one is started.
  @FunctionalInterface
  interface Starter {
    /// Starts it; it answers when this returns.
    ///
    /// @param resolver of DNS that it asks. One that is not the lab's own judges signatures by
    ///   itself, and is compared with ([#compared()])
    /// @param ca the lab's trust anchors in PEM; it may put files beside them
    /// @param listen endpoints as in the configuration: `unix:/path?mode=0666`
    PolicyDaemon start(LabInternet net, InetSocketAddress resolver, Path ca, List<String> listen)
        throws IOException, InterruptedException;
  }

  /// Asks it as Postfix would, and waits until nothing goes on aside.
  ///
  /// @return the bytes of its reply: `OK secure match=...`
  String ask(String map, String domain) throws IOException, InterruptedException;

  /// Waits until nothing goes on aside.
  void settle() throws IOException, InterruptedException;

  /// What came of comparing its own validation with what the resolver says (`dns.dnssec_compare`).
  ///
  /// @param answers that were asked for in both ways
  /// @param differences the lines of its log about those of which the two say different things
  record Compared(long answers, List<String> differences) {
    static final Compared NOTHING = new Compared(0, List.of());

    public Compared {
      differences = List.copyOf(differences);
    }

    Compared and(Compared more) {
      return new Compared(
          answers + more.answers,
          Stream.concat(differences.stream(), more.differences.stream()).toList());
    }
  }

  /// What has been compared so far.
  Compared compared() throws IOException, InterruptedException;

  @Override
  void close() throws InterruptedException;
}
