package org.postroad.protocol.tlsrpt;

import java.util.List;

/// How secure a session turned out to be. Whether the server then took the message is not said
/// here: a mailbox that is full is no concern of TLS reports.
public sealed interface SessionOutcome {

  /// TLS with the host that the policy names, and it proved to be that host.
  record Verified(Channel.Tls channel) implements SessionOutcome {}

  /// The session went on although nothing proved who the host is: no policy demanded it, or one in
  /// `testing` did.
  ///
  /// @param noted what a policy in `testing`, or the wish for any TLS at all, found wanting
  record Unverified(Channel channel, List<Shortfall> noted) implements SessionOutcome {
    public Unverified {
      noted = List.copyOf(noted);
    }
  }

  /// We ended it, or never began: what was wanted could not be had. Nothing of the message was
  /// sent.
  record Refused(Shortfall shortfall) implements SessionOutcome {}

  /// It failed for reasons that have nothing to do with what was wanted.
  record Failed(Why why, String detail) implements SessionOutcome {}

  /// Why a session failed.
  enum Why {
    /// The host has no address, or none could be looked up.
    NO_ADDRESS,
    /// Private, loopback or otherwise special, and not allowed.
    ADDRESS_NOT_ALLOWED,
    /// Nobody accepted the connection.
    NOT_CONNECTED,
    /// The server took too long.
    TIMED_OUT,
    /// The connection was lost.
    LOST,
    /// What came was no SMTP.
    JUNK,
    /// The server did not want to talk, or not so: an error reply before the message.
    UNWILLING
  }
}
