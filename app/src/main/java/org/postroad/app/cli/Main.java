package org.postroad.app.cli;

import java.util.List;
import org.postroad.app.output.Terminal;

/// Where the program starts.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("--version")) {
      // Nothing else is loaded for this: it answers in a few hundredths of a second.
      System.out.println(Version.text());
      return;
    }
    System.exit(Cli.run(List.of(args), Terminal.ofProcess(System.getenv())).number());
  }
}
