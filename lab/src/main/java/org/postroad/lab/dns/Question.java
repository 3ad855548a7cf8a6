package org.postroad.lab.dns;

/// A question that reached the resolver.
///
/// @param name in lower case without the final dot; `.` is the root
/// @param type as a mnemonic: `MX`
/// @param udpSize what the client can take over UDP: 512 without EDNS; 0 over TCP
/// @param dnssec whether the DO bit was set
/// @param checkingDisabled whether the CD bit was set: the client validates itself
public record Question(
    String name,
    String type,
    boolean overTcp,
    int udpSize,
    boolean dnssec,
    boolean checkingDisabled) {}
