package org.postroad.app.checks.survey;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.postroad.app.output.IoReason;
import org.postroad.protocol.text.Printable;

/// The file of `--out`, opened to be written at its end, by nobody else at the same time.
///
/// A survey that was killed leaves whole lines and at most one that is torn, at the end. Opening
/// the file again cuts that one off.
public record AnswerFile(FileChannel channel, AnsweredLines answered, long cutOff) {

  private static final int LINE_MAX = 1 << 20;

  /// The file, or what bars it.
  public sealed interface Opened {
    record Open(AnswerFile file) implements Opened {}

    record Barred(String why, Optional<String> hint) implements Opened {}
  }

  /// Begins a new file.
  public static Opened create(Path path) {
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return locked(path, channel, new AnsweredLines(), 0);
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(path)) {
        return barred(path, "is a directory");
      }
      return new Opened.Barred(
          "--out: " + path + " is there already", Optional.of("--resume goes on where it ends"));
    } catch (IOException e) {
      return barred(path, IoReason.of(e));
    }
  }

  /// Opens a file to go on with it, at the same depth; one that is not there is begun.
  public static Opened resume(Path path, Depth depth) {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      return barred(path, IoReason.of(e));
    }
    try {
      Opened opened = locked(path, channel, new AnsweredLines(), 0);
      if (opened instanceof Opened.Open(AnswerFile file)) {
        opened = file.read(path, depth);
      }
      if (opened instanceof Opened.Barred) {
        channel.close();
      }
      return opened;
    } catch (IOException e) {
      return barred(path, IoReason.of(e));
    }
  }

  private static Opened locked(Path path, FileChannel channel, AnsweredLines answered, long cutOff)
      throws IOException {
    boolean mine;
    try {
      mine = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      mine = false;
    }
    return mine
        ? new Opened.Open(new AnswerFile(channel, answered, cutOff))
        : barred(path, "another survey writes into it");
  }

  private static Opened barred(Path path, String why) {
    return new Opened.Barred("--out: " + path + ": " + why, Optional.empty());
  }

  private static Opened otherDepth(Path path, String depth) {
    return new Opened.Barred(
        "--out: " + path + ": answers of depth " + Printable.of(depth, 20),
        Optional.of("go on at that depth, or begin another file"));
  }

  /// Reads what is answered, and cuts off what is torn.
  private Opened read(Path path, Depth depth) throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    long at = 0;
    long whole = 0; // where the last line ends that counts
    long number = 0;
    Optional<String> fault = Optional.empty();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      at++;
      if (octet != '\n') {
        if (line.size() >= LINE_MAX) {
          return barred(path, "line " + (number + 1) + ": longer than " + LINE_MAX + " octets");
        }
        line.write(octet);
        continue;
      }
      if (fault.isPresent()) { // the last line alone may be torn
        return barred(path, "line " + number + ": " + fault.get());
      }
      number++;
      AnswerRead read = AnswerRead.of(line.toString(StandardCharsets.UTF_8));
      if (read instanceof AnswerRead.Valid valid && !valid.isOf(depth)) {
        return otherDepth(path, valid.depth());
      }
      fault =
          switch (read) {
            case AnswerRead.Invalid(String why) -> Optional.of(why);
            case AnswerRead.Valid valid -> answered.add(valid);
          };
      whole = fault.isPresent() ? whole : at;
      line.reset();
    }
    if (whole == 0 && at > 0 && !looksTorn()) {
      return barred(path, "not an answer file of a survey");
    }
    channel.truncate(whole);
    channel.position(whole);
    return new Opened.Open(new AnswerFile(channel, answered, at - whole));
  }

  /// Whether what stands alone in the file is the beginning of an answer: any other file is left as
  /// it is.
  private boolean looksTorn() throws IOException {
    byte[] begin = ("{\"schema\":\"" + AnswerLine.SCHEMA + "\"").getBytes(StandardCharsets.UTF_8);
    ByteBuffer seen = ByteBuffer.allocate(begin.length);
    while (seen.hasRemaining() && channel.read(seen, seen.position()) > 0) {
      // as far as it goes
    }
    for (int i = 0; i < seen.position(); i++) {
      if (seen.get(i) != begin[i]) {
        return false;
      }
    }
    return true;
  }
}
