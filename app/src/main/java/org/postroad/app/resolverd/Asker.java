package org.postroad.app.resolverd;

/// Who asks.
///
/// @param through the endpoint that was asked, as `listening` shows it
/// @param local whether it came by a Unix socket or from a loopback address
public record Asker(String through, boolean local) {}
