package org.postroad.protocol.spf;

/// A result, and what it cost.
///
/// @param lookups terms that asked, of which ten are allowed (RFC 7208 §4.6.4)
/// @param voidLookups those of them that found nothing, of which two are allowed
/// @param questions all that was asked of the DNS
public record SpfOutcome(SpfResult result, int lookups, int voidLookups, int questions) {}
