package org.postroad.app.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where a command speaks: the result on one stream, everything else on the other.
///
/// Text from strangers is escaped by whoever prints it (`text.Printable`); this class adds no
/// escapes of its own but the colours it is asked for.
public final class Terminal {

  /// The colours in use; on anything but a terminal they vanish.
  public enum Colour {
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    FAINT("2"),
    BOLD("1");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  private final PrintStream out;
  private final PrintStream err;
  private final boolean outColour;
  private final boolean errColour;

  /// A terminal on the two streams; `outColour` and `errColour` say which takes colours.
  public Terminal(PrintStream out, PrintStream err, boolean outColour, boolean errColour) {
    this.out = out;
    this.err = err;
    this.outColour = outColour;
    this.errColour = errColour;
  }

  /// The terminal that the process was started on: UTF-8, with colours where a stream is a terminal
  /// and neither `NO_COLOR` nor `TERM=dumb` says otherwise.
  public static Terminal ofProcess(Map<String, String> environment) {
    return new Terminal(
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        coloured(environment) && isTerminal(1),
        coloured(environment) && isTerminal(2));
  }

  /// The stream of the result.
  public PrintStream out() {
    return out;
  }

  /// The stream of everything else.
  public PrintStream err() {
    return err;
  }

  /// A line of the result.
  public void say(String line) {
    out.println(line);
  }

  /// A line of progress, a log line or a ready line; it goes out at once.
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  /// An error: lower case, no full stop, what was seen and where.
  public void error(String what) {
    note(onErr(Colour.BAD, "postroad: ") + what);
  }

  /// What may help after an error.
  public void hint(String what) {
    note(onErr(Colour.FAINT, "hint: ") + what);
  }

  /// A bug in the program: one line that says so, then the trace for the report.
  public void bug(Throwable bug) {
    error("this is a bug, please report it: " + bug);
    String lead = "";
    for (Throwable cause = bug; cause != null; cause = cause.getCause()) {
      note(lead + cause);
      for (StackTraceElement frame : cause.getStackTrace()) {
        note("  at " + frame);
      }
      lead = "caused by ";
    }
  }

  /// `text` in a colour, for the result.
  public String coloured(Colour colour, String text) {
    return outColour ? paint(colour, text) : text;
  }

  /// `text` in a colour, for standard error.
  public String onErr(Colour colour, String text) {
    return errColour ? paint(colour, text) : text;
  }

  /// Whether progress may be drawn over itself on standard error.
  public boolean drawsProgress() {
    return errColour;
  }

  /// Writes out what is buffered; false if the result could not be written (disk full, pipe shut).
  public boolean flush() {
    err.flush();
    return !out.checkError();
  }

  private static String paint(Colour colour, String text) {
    return "\033[" + colour.code + "m" + text + "\033[0m";
  }

  private static boolean coloured(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /// Whether the file descriptor is a terminal. Java can only ask about input and output together;
  /// where /proc is missing the answer is no.
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
