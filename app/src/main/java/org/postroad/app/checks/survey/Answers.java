package org.postroad.app.checks.survey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.postroad.app.output.IoReason;

/// Writes answers, whole lines at a time, in the order in which they come.
///
/// One thread writes all there is and then waits for more, so that a line is never kept back. Who
/// brings answers faster than they can be written waits.
final class Answers implements AutoCloseable {

  private static final int WAITING_MAX = 1_000;
  private static final int OCTETS_MAX = 1 << 18;
  private static final Duration FORCE_EVERY = Duration.ofSeconds(5);
  private static final byte[] END = new byte[0];

  private final Sink sink;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final Thread writer;
  private volatile Optional<String> fault = Optional.empty();

  Answers(Sink sink) {
    this.sink = sink;
    this.writer = Thread.ofPlatform().name("survey answers").start(this::write);
  }

  void put(AnswerLine line) throws InterruptedException {
    waiting.put((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Why nothing can be written any more; what is brought from then on is lost.
  Optional<String> fault() {
    return fault;
  }

  /// Returns when everything is written.
  @Override
  public void close() throws InterruptedException {
    waiting.put(END);
    writer.join();
  }

  private void write() {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    long forced = System.nanoTime();
    try {
      for (boolean more = true; more; ) {
        lines.clear();
        octets.reset();
        lines.add(waiting.take());
        waiting.drainTo(lines, WAITING_MAX);
        for (byte[] line : lines) {
          more &= line.length > 0;
          octets.writeBytes(line);
          if (octets.size() >= OCTETS_MAX) {
            flush(octets);
          }
        }
        flush(octets);
        if (!more || System.nanoTime() - forced > FORCE_EVERY.toNanos()) {
          force();
          forced = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      fault = Optional.of("interrupted");
    }
  }

  private void flush(ByteArrayOutputStream octets) {
    if (fault.isEmpty()) {
      try {
        sink.write(octets.toByteArray(), octets.size());
      } catch (IOException e) {
        fault = Optional.of(IoReason.of(e));
      }
    }
    octets.reset();
  }

  private void force() {
    if (fault.isEmpty()) {
      try {
        sink.force();
      } catch (IOException e) {
        fault = Optional.of(IoReason.of(e));
      }
    }
  }
}
