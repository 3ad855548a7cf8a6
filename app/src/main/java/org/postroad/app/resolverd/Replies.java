package org.postroad.app.resolverd;

import java.nio.ByteBuffer;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// What a [SocketmapServer] answers: at once what is at hand, else after asking.
public interface Replies {

  /// A round of questions begins, on the thread that will ask [#ready]: the time to look at a
  /// clock, which costs more than a look-up.
  void tick();

  /// Puts the reply into `out` as it is sent, netstring and all, if it is at hand.
  ///
  /// Called on the thread that serves all connections: it must neither block nor, where it finds a
  /// reply, allocate.
  ///
  /// @param request a buffer that holds the payload of the request; it changes when this returns
  /// @param out has room for the longest reply
  /// @return whether there was one; if not, nothing was put
  boolean ready(byte[] request, int offset, int length, ByteBuffer out);

  /// The reply, however long it takes. Called on a virtual thread of its own; an exception that
  /// gets out is logged, and `TEMP` is said.
  SocketmapReply answer(SocketmapRequest request, Asker asker);
}
