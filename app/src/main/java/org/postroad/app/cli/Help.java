package org.postroad.app.cli;

/// The help of `postroad` itself, made from the table without picocli: it is what a newcomer asks
/// for first, and it answers at once.
final class Help {

  private Help() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: postroad COMMAND [OPTIONS]\n")
        .append("Mail transport security for senders and domain owners.\n\nCommands:\n");
    for (Commands.Entry entry : Commands.TABLE) {
      text.append(String.format("  %-10s %s%n", entry.name(), entry.summary()));
    }
    return text.append("\n  postroad COMMAND --help   the options of a command, with an example\n")
        .append("  postroad --version        the version and the commit it was built from\n")
        .append("\nExit codes: 0 fine, 1 a bad answer, 2 wrong usage or configuration, ")
        .append("3 could not be determined.\n")
        .append("Example:\n  postroad config show\n")
        .toString();
  }
}
