package org.postroad.app.resolverd.postfix;

import java.util.List;
import java.util.Optional;

/// Whether Postfix's user may connect to a Unix socket: search permission on the folders to it,
/// write permission on itself (unix(7)).
///
/// smtp(8) keeps no supplementary groups: only the user and its own group count.
record SocketAccess(int uid, int gid) {

  /// A folder on the way, or the socket at its end, with what stat(2) says of it.
  record Node(String path, int owner, int group, int mode) {}

  /// Why not; empty if it may.
  Optional<String> denied(List<Node> way) {
    for (int i = 0; i < way.size(); i++) {
      Node node = way.get(i);
      boolean socket = i == way.size() - 1;
      if (!allows(node, socket ? 2 : 1)) {
        return Optional.of(
            "%s (owner %d, group %d, mode %04o) is closed to Postfix's user %d with group %d"
                .formatted(node.path(), node.owner(), node.group(), node.mode() & 07777, uid, gid));
      }
    }
    return Optional.empty();
  }

  private boolean allows(Node node, int bit) {
    int shift = uid == node.owner() ? 6 : (gid == node.group() ? 3 : 0);
    return ((node.mode() >> shift) & bit) != 0;
  }
}
