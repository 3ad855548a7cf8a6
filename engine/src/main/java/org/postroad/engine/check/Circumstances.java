package org.postroad.engine.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postroad.protocol.dns.DomainName;

/// When a check looked, from where and with what.
///
/// @param started on the clock that certificates and signatures were judged by
/// @param deadline what the whole check was allowed
/// @param complete false if the deadline or a limit cut something off: each such thing says so
///   itself
/// @param software and its version: `postroad/0.1.0`
/// @param resolvers asked, as `ADDRESS:PORT`
/// @param dnssec what makes an answer secure, in words
/// @param tellsSecure whether an answer could be secure at all
/// @param trustAnchors where the trusted certificate authorities come from: a file's path
/// @param privateAllowed whether private and other special addresses were visited
/// @param port25 whether the port of mail can be reached from here
/// @param ipv6 whether IPv6 can be reached from here
/// @param selectors DKIM selectors that were asked for
/// @param blocklists zones that were asked about the exchangers' addresses
public record Circumstances(
    Instant started,
    Duration took,
    Duration deadline,
    boolean complete,
    String software,
    List<String> resolvers,
    String dnssec,
    boolean tellsSecure,
    String trustAnchors,
    boolean privateAllowed,
    Reach port25,
    Reach ipv6,
    List<String> selectors,
    List<DomainName> blocklists) {

  /// Whether something can be reached from where the check ran.
  public enum Reach {
    /// Somebody answered there, of this domain or of another one.
    REACHED,
    /// Nobody answered. That may be the hosts' fault or the road's from here: it says nothing bad
    /// and nothing good of the domain.
    UNKNOWN,
    /// Nobody was tried.
    NOT_TRIED
  }

  public Circumstances {
    resolvers = List.copyOf(resolvers);
    selectors = List.copyOf(selectors);
    blocklists = List.copyOf(blocklists);
  }
}
