package org.postroad.app.resolverd;

/// The connections that wait for nothing, the one that was silent longest first: so the next to be
/// let go is found without a search. A ring through the connections themselves, used by one thread.
final class IdleList {

  /// A place in the ring.
  abstract static class Link {
    private Link before = this;
    private Link after = this;

    /// Takes it out of the ring it is in, if any.
    final void unlink() {
      before.after = after;
      after.before = before;
      before = this;
      after = this;
    }

    final boolean isLinked() {
      return !after.equals(this);
    }
  }

  private static final class Head extends Link {}

  private final Link head = new Head();

  /// Makes it the youngest.
  void touch(Link link) {
    link.unlink();
    link.before = head.before;
    link.after = head;
    head.before.after = link;
    head.before = link;
  }

  boolean isEmpty() {
    return !head.isLinked();
  }

  /// The oldest; the list's own head if there is none.
  Link oldest() {
    return head.after;
  }
}
