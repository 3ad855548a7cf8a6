package org.postroad.app.resolverd;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.postroad.engine.dns.EventDns;
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

  /// Called once, before anything else, with the loop whose thread will ask: what [#begin] needs.
  default void servedBy(EventDns.EventLoop loop) {}

  /// About once a second, on the thread of the loop.
  default void sweep() {}

  /// Begins to work out the reply on the thread of the loop, if that can be done without waiting.
  ///
  /// @param done called later, on that thread: with the reply, or with nothing: then [#answer] is
  ///   asked
  /// @return false if `done` will not be called: then, too, [#answer] is asked
  default boolean begin(SocketmapRequest request, Consumer<Optional<SocketmapReply>> done) {
    return false;
  }

  /// The reply, however long it takes. Called on a virtual thread of its own; an exception that
  /// gets out is logged, and `TEMP` is said.
  SocketmapReply answer(SocketmapRequest request, Asker asker);
}
