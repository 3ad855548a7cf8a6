package org.postroad.engine.check;

import java.time.Instant;
import org.postroad.protocol.dns.DomainName;

/// A DNSSEC signature (RRSIG, RFC 4034 §3) that came with an answer. Whether it is right is another
/// question: the [RecordedDns] has the answers that validated.
///
/// @param question that it came with the answer to
/// @param covers the type of the records that it is over: `TXT`, or `NSEC3` where there was no
///   record
/// @param signer the zone
public record SignatureSeen(
    DnsQuestion question,
    String covers,
    int algorithm,
    int keyTag,
    DomainName signer,
    Instant inception,
    Instant expiration) {}
