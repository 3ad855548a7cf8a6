package org.postroad.app.resolverd;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.postroad.app.config.SocketmapEndpoint;
import org.postroad.app.output.IoReason;
import org.postroad.protocol.socketmap.SocketmapReply;
import org.postroad.protocol.socketmap.SocketmapRequest;

/// Asks a running daemon, as Postfix would.
public final class SocketmapClient {

  private SocketmapClient() {}

  /// A reply, or why there is none.
  public sealed interface Asked {
    record Replied(SocketmapReply reply) implements Asked {}

    record Unanswered(String why) implements Asked {}
  }

  /// One question over a connection of its own.
  public static Asked ask(SocketmapEndpoint endpoint, SocketmapRequest request, Duration within) {
    try (NetstringChannel channel =
        NetstringChannel.to(endpoint, SocketmapReply.BYTES_MAX, within)) {
      channel.send(request.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      Optional<byte[]> payload = channel.receive(within);
      if (payload.isEmpty()) {
        return new Asked.Unanswered(endpoint + ": closed without an answer");
      }
      byte[] bytes = payload.get();
      return switch (SocketmapReply.parse(bytes, 0, bytes.length)) {
        case SocketmapReply.Parsed.Valid(SocketmapReply reply) -> new Asked.Replied(reply);
        case SocketmapReply.Parsed.Invalid(String why) ->
            new Asked.Unanswered(endpoint + ": not a reply: " + why);
      };
    } catch (IOException e) {
      return new Asked.Unanswered(endpoint + ": " + IoReason.of(e));
    } catch (IllegalArgumentException e) {
      return new Asked.Unanswered(endpoint + ": " + e.getMessage());
    }
  }
}
