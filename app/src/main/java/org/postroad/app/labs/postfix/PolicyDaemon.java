package org.postroad.app.labs.postfix;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
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
    ///   itself, and is compared with ([#differences()])
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

  /// The lines of its log about answers of which its own validation and the resolver say different
  /// things (`dns.dnssec_compare`).
  List<String> differences();

  @Override
  void close() throws InterruptedException;
}
