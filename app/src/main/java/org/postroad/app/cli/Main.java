package org.postroad.app.cli;

import java.util.List;
import org.postroad.app.output.Terminal;
import org.postroad.engine.tls.TrustAnchors;

/// Where the program starts.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      // Nothing else is loaded for this: it answers in a few hundredths of a second.
      System.out.println(Version.text());
      return;
    }
    if (args.length > 0 && args[0].equals("resolver")) {
      // Parsing the system's authorities takes a third of the time until the daemon is ready. Begun
      // here, it is done by another core while this one reads the options; the JDK knows a
      // certificate again that it has parsed.
      Thread.ofPlatform().daemon().name("authorities").start(TrustAnchors::ofSystem);
    }
    System.exit(Cli.run(List.of(args), Terminal.ofProcess(System.getenv())).number());
  }
}
