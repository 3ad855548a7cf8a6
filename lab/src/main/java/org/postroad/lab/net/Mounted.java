package org.postroad.lab.net;

import java.util.List;

/// Something that was put on, and that closing takes off again. Closing twice does nothing more.
@FunctionalInterface
public interface Mounted extends AutoCloseable {

  @Override
  void close();

  /// Several as one; they are taken off in the reverse order.
  static Mounted all(List<Mounted> mounts) {
    List<Mounted> reversed = List.copyOf(mounts).reversed();
    return () -> reversed.forEach(Mounted::close);
  }
}
