package org.postroad.engine.deliver;

import org.postroad.protocol.tlsrpt.SessionResult;

/// One try at one address, or at a host that was not dialled.
///
/// @param end how it ended, in words: `message taken: 250 2.0.0 queued`
public record Attempt(SessionResult session, String end) {}
