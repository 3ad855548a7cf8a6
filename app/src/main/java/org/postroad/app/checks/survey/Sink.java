package org.postroad.app.checks.survey;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Where whole lines go.
public interface Sink {

  void write(byte[] octets, int length) throws IOException;

  /// Makes what was written outlive a loss of power, where it can.
  void force() throws IOException;

  static Sink of(FileChannel file) {
    return new Sink() {
      @Override
      public void write(byte[] octets, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(octets, 0, length);
        while (rest.hasRemaining()) {
          file.write(rest);
        }
      }

      @Override
      public void force() throws IOException {
        file.force(false);
      }
    };
  }

  static Sink of(PrintStream out) {
    return new Sink() {
      @Override
      public void write(byte[] octets, int length) throws IOException {
        out.write(octets, 0, length);
        if (out.checkError()) {
          throw new IOException("nobody reads the result any more, or the disk is full");
        }
      }

      @Override
      public void force() {
        // Whoever reads the stream sees to it.
      }
    };
  }
}
