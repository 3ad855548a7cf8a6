package org.postroad.engine.check;

import java.net.InetAddress;

/// One address of a policy host, visited on port 443 as RFC 8461 §3.3 has it, but to the end: a bad
/// certificate is noted and the policy asked for all the same. It counts for nobody then.
///
/// @param hello to an offer of TLS 1.3 with post-quantum groups, on a connection of its own
public record PolicyVisit(InetAddress address, Tcp tcp, Tls tls, Http http, Hello hello) {}
