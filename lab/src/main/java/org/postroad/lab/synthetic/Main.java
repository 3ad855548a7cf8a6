package org.postroad.lab.synthetic;

import java.io.IOException;
import java.nio.file.Path;

/// A synthetic Internet as a process of its own: `Main FOLDER [DIVISOR [SEED]]`.
///
/// It writes its files into the folder ([SyntheticInternet#write]), says `ready 127.0.0.1:PORT`,
/// the address of its DNS, and runs until its standard input ends.
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException {
    int divisor = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    try (SyntheticInternet net = SyntheticInternet.start(divisor, seed)) {
      net.write(Path.of(args[0]), divisor);
      System.out.println("ready 127.0.0.1:" + net.dns().address().getPort());
      while (System.in.read() >= 0) {
        // whoever started it closes its input to end it
      }
    }
  }
}
